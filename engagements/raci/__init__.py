"""Who does what: the RACI grid as values, its rules, and what a spreadsheet's block means in it. Pure: no Django.

R is responsible (does it), A accountable (answers for it, exactly one), C consulted before, I informed after.
"""

from engagements.raci.faults import Fault, Level
from engagements.raci.grid import Column, Grid, Row
from engagements.raci.letters import parse_letters, write_letters
from engagements.raci.rules import faults_of

__all__ = ["Column", "Fault", "Grid", "Level", "Row", "faults_of", "parse_letters", "write_letters"]
