"""`dev.py lock`: writes the hashed locks anew from pyproject.toml."""

import subprocess
from collections.abc import Sequence

from launcher import venv
from launcher.places import here


def lock(arguments: Sequence[str]) -> int:
    """Resolves within the bounds of pyproject.toml, keeping pins that still fit; `--upgrade` and the like pass on."""
    places = here()
    # no address of a package host gets into the repository
    common = [
        *(str(places.venv / "bin" / "uv"), "pip", "compile", "-q", "pyproject.toml", "--universal"),
        *("--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header"),
        *("--no-emit-index-url", "--no-emit-find-links", *arguments),
    ]
    for options in (["-o", venv.RUN], ["--extra", "dev", "-c", venv.RUN, "-o", venv.DEV]):
        done = subprocess.run([*common, *options], check=False, cwd=places.checkout)
        if done.returncode:
            return done.returncode
    return 0
