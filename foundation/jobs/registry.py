"""Who does the work: each kind of job has one handler, registered where the work lives. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol


class Progress(Protocol):
    """Says how far a job is; cheap, may be called for every row, also inside a transaction of the handler's own.

    Raises:
        JobLostError: when this worker was thought dead and the job went to another one; just let it through.
    """

    def __call__(self, done: int, total: int | None = None) -> None:
        """``done`` rows of ``total`` (None: as said before)."""


Handler = Callable[[int, dict[str, Any], Progress], Mapping[str, Any] | None]


class JobRefusedError(Exception):
    """The work cannot be done, for a reason that the text tells people (translated); no fault of ours."""


class JobLostError(Exception):
    """Another worker has taken the job over; whatever this one still has to say is ignored."""


class UnknownKindError(LookupError):
    """No handler is registered for a kind of job."""


_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the handler of a kind: ``handler(job_id, arguments, progress)`` gives a small JSON result or None.

    It runs inside the scope of the job's organization but outside any transaction, may run again after a crash, and
    must then do no harm. Register it in the room's ``tasks`` module, which every worker imports.

    Raises:
        ValueError: when the kind has another handler already.
    """

    def register(handler: Handler) -> Handler:
        if _handlers.setdefault(kind, handler) is not handler:
            raise ValueError(f"The kind of job {kind!r} has a handler already.")
        return handler

    return register


def handler_of(kind: str) -> Handler:
    """The handler of a kind.

    Raises:
        UnknownKindError: when there is none.
    """
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKindError(f"Nothing handles jobs of the kind {kind!r}.") from None
