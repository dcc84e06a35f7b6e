"""The sample workspace: a company that hands out work, half a year of it, made from a seed. All names are invented."""
