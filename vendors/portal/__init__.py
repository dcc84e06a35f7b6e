"""Pages of the partner portal that this room owns."""
