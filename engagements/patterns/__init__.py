"""Templates of engagements: what they carry, part by part, and how an engagement is begun from one."""
