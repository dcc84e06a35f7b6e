"""What people fill in about work items."""
