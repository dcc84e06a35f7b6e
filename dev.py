#!/usr/bin/env python3
"""Everything a person does here: `python3 dev.py run` starts the product, `python3 dev.py test` tests it.

Needs Python 3.11 and nothing else; the rest it makes in `.venv` and `var`. `python3 dev.py --help` lists all.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - it says so to whoever starts it with an older one
    sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")

from launcher import venv
from launcher.places import here

NEED_TOOLS = {"test", "check", "bench", "env", "lock"}


def start(arguments: list[str]) -> None:
    """Makes the virtual environment and goes on inside it."""
    places = here()
    venv.ensure(places, venv.DEV if set(arguments[:1]) & NEED_TOOLS else venv.RUN)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # without its cache, every one of five processes compiles anew
    os.chdir(places.checkout)
    os.execv(places.python, [str(places.python), "-m", "launcher", *arguments])


if __name__ == "__main__":
    start(sys.argv[1:])
