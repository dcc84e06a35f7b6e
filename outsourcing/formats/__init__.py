"""How days and instants are written, by language, where a page names no format of its own."""
