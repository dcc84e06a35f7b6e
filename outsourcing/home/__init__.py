"""The page an ops lead opens on Monday: what needs me, how it stands, what comes this week."""
