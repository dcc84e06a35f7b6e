"""What comes in through files."""
