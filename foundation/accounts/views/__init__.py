"""Pages about people and workspaces."""
