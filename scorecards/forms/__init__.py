"""What people tell this room."""
