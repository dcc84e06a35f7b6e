"""The import wizard, in the order of its steps."""
