"""The forms of the import wizard, in its order."""
