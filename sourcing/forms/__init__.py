"""Forms about selections."""
