"""The one-pagers of this room as PDFs: a case, and what became of it."""
