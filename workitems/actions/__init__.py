"""What changes work items, their clocks and exclusions. Each verb is atomic."""
