"""Slots: what a lower room asks of higher ones. ``outsourcing.wiring`` fills them; a test fails on an empty one."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class EmptySlotError(LookupError):
    """A slot was used before ``outsourcing.wiring`` filled it."""


class Slot(Generic[T]):
    """A named place for one function of a higher room."""

    every: list[Slot[object]] = []

    def __init__(self, name: str) -> None:
        self.name = name
        self._filling: T | None = None
        Slot.every.append(self)  # type: ignore[arg-type]  # kept only to be listed

    @property
    def is_filled(self) -> bool:
        """True once wired."""
        return self._filling is not None

    def fill(self, filling: T) -> None:
        """Put the higher room's function in its place."""
        self._filling = filling

    def __call__(self) -> T:
        """What fills the slot.

        Raises:
            EmptySlotError: when nothing does.
        """
        if self._filling is None:
            raise EmptySlotError(f"Nothing fills the slot {self.name}; see outsourcing/wiring.py.")
        return self._filling
