"""Nothing of one tenant reaches another: catalog, rows, pages."""
