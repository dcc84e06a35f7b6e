"""How ready an exit plan is: one rule, one file, one test. Each looks for what is missing, stale or untested."""
