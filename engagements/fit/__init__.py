"""Who should do a process: seven questions, rules in words, one recommended model. Pure: no Django, no I/O."""
