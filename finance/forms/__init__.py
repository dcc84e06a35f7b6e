"""Forms about business cases."""
