"""Pages of selections, for the client's people."""
