"""What a request must say before it becomes a work item. Pure: no Django, no clock."""
