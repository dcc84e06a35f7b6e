"""The sources that are known by their columns, one file each, and the mapping proposed for a file. Pure."""
