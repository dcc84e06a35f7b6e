"""What templates say about vendors."""
