"""What stands around the arithmetic of a case: where each number came from, and what an option gains and gives up."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SourceKind(StrEnum):
    """Where a number came from."""

    TYPED = "typed"
    TEMPLATE = "template"
    PROCESS = "process"
    SCOPE = "scope"
    ENGAGEMENT = "engagement"
    PILOT = "pilot"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class Source:
    """Who or what gave a number, and on which day.

    `label` is its name as it was then (a person, a process, an offer) and outlives it; `ref` is the id it had in the
    workspace, "" when it has none.
    """

    kind: SourceKind
    label: str
    on: date
    ref: str = ""


class Way(StrEnum):
    """The ways to get work done, which differ in what they gain and give up."""

    OWN_TEAM = "own_team"
    SHARED_DESK = "shared_desk"
    AUGMENTATION = "augmentation"
    MANAGED_SERVICE = "managed_service"
    FIELD_NETWORK = "field_network"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OptionNote:
    """What kind of option it is, and in words what it gains and what it gives up ("" takes the words of its way)."""

    way: Way = Way.OTHER
    gains: str = ""
    gives_up: str = ""
