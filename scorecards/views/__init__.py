"""Pages of the client's people about scorecards."""
