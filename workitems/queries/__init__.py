"""What pages, clocks and figures ask about work items."""
