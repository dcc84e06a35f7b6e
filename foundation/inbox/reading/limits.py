"""How much a file may cost before and while it is read."""

from dataclasses import asdict, dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for reading one file; all are inclusive.

    `packed_bytes`, `unpacked_bytes` and `ratio` (unpacked / packed, looked at once more than `ratio_from_bytes` are
    unpacked, because a tiny honest file may pack very well) are checked before anything is parsed.
    `memory_bytes` is the reader's address space, `cpu_seconds` its computing time, `silence_seconds` the longest
    wait for its next message.
    """

    packed_bytes: int = 20 * MIB
    unpacked_bytes: int = 200 * MIB
    ratio: int = 100
    ratio_from_bytes: int = MIB
    memory_bytes: int = 768 * MIB
    cpu_seconds: int = 120
    silence_seconds: float = 120.0
    columns: int = 1_000
    rows: int = 1_000_000
    cell_chars: int = 100_000
    archive_parts: int = 5_000

    def as_json(self) -> dict[str, float]:
        """For the reader's process; `Limits(**data)` is the way back."""
        return asdict(self)


def megabytes(size: int) -> str:
    """A size for people: `20 MB` (of 1,048,576 bytes), one decimal where it is needed."""
    return f"{round(size / MIB, 1):g} MB"
