"""The partner's pages of this room: its sealed scorecards, what it says to them, and the weeks it submits."""
