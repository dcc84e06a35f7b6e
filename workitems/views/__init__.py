"""The pages of what happened."""
