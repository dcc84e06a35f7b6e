"""Where things are: the checkout and everything the launcher makes beside it."""

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
PREFIX = "outsourcing"


@dataclass(frozen=True)
class Places:
    """Paths of one checkout. `var` holds all that may be deleted; nothing is written elsewhere, but for the private
    directory that takes over when PostgreSQL cannot use `var` (see `private_directory`)."""

    checkout: Path
    var: Path

    @property
    def venv(self) -> Path:
        """The virtual environment."""
        return self.checkout / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment."""
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def native(self) -> Path:
        """Native libraries unpacked for somebody who may not install packages."""
        return self.var / "native"


def here() -> Places:
    """The places of this checkout; `VAR_DIR` moves `var`."""
    return Places(checkout=CHECKOUT, var=Path(os.environ.get("VAR_DIR") or CHECKOUT / "var").resolve())


def inside_venv(places: Places) -> bool:
    """Whether this very process runs in the checkout's virtual environment."""
    return Path(sys.prefix).resolve() == places.venv.resolve()


def private_directory(base: str, key: Path, uid: int) -> Path:
    """A short path of this user's own for `key`, below a world-writable `base`; the caller checks who owns it."""
    digest = hashlib.sha256(os.fsencode(key)).hexdigest()[:10]
    return Path(base) / f"{PREFIX}-{uid}-{digest}"
