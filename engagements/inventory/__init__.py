"""The work inventory: what is done, and how ripe it is for somebody else's hands. Pure: no Django, no I/O."""
