"""When a business calendar is open, and how much open time lies between instants. Pure: no Django, no clock, no I/O."""

from engagements.opening_hours.hours import OpeningHours
from engagements.opening_hours.problems import OpeningHoursError, Problem, ProblemCode
from engagements.opening_hours.wall import WallKind, from_us, local_wall, localize, to_us, zone_of
from engagements.opening_hours.windows import Window

__all__ = [
    "OpeningHours",
    "OpeningHoursError",
    "Problem",
    "ProblemCode",
    "WallKind",
    "Window",
    "from_us",
    "local_wall",
    "localize",
    "to_us",
    "zone_of",
]
