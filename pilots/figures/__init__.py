"""The arithmetic of pilots: verdicts, how many items they need, error budgets, triggers, the starter backlog. Pure.

docs/metrics.md explains each with worked examples. Nothing here knows Django, the clock or the database.
"""
