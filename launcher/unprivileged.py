"""PostgreSQL refuses to run as root: whom to run it as, and what that account can reach."""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Account:
    """The account that runs PostgreSQL: this process's own, or another one when this process is root."""

    uid: int
    gid: int
    switch: bool

    def can_enter(self, path: Path) -> bool:
        """Whether the account can go to `path`, or to its closest parent that exists."""
        while not path.exists():
            path = path.parent
        command = ["/bin/sh", "-c", 'cd "$1"', "sh", str(path)]
        return self._spawn(command, output=subprocess.DEVNULL, timeout=10).returncode == 0

    def own(self, path: Path) -> None:
        """Gives `path` to the account."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def make_private(self, path: Path) -> None:
        """Makes `path` a directory of mode 0700 of the account; raises RuntimeError if it is anything else."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_symlink() or not path.is_dir():
            raise RuntimeError(f"{path} is not a plain directory.")
        if path.stat().st_uid not in {self.uid, os.geteuid()}:
            raise RuntimeError(f"{path} belongs to somebody else.")
        self.own(path)
        path.chmod(0o700)

    def run(self, command: Sequence[str | Path], *, timeout: float = 60) -> tuple[int, str]:
        """Runs `command` as the account with a plain environment; returns exit code and everything it printed."""
        # a file, because a server that is left running would keep a pipe open for ever
        with tempfile.TemporaryFile("w+", errors="replace") as output:
            done = self._spawn(command, output=output.fileno(), timeout=timeout)
            output.seek(0)
            return done.returncode, output.read()

    def _spawn(
        self, command: Sequence[str | Path], *, output: int, timeout: float
    ) -> subprocess.CompletedProcess[bytes]:
        plain = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
        return subprocess.run(
            [str(part) for part in command],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=plain | {"LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            timeout=timeout,
            start_new_session=True,
            user=self.uid if self.switch else None,
            group=self.gid if self.switch else None,
            extra_groups=[] if self.switch else None,
        )


def database_account() -> Account:
    """This user; for root `postgres`, else `nobody`. Raises RuntimeError for a root without either."""
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), switch=False)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid, switch=True)
    raise RuntimeError("PostgreSQL does not run as root, and there is no account postgres or nobody to run it as.")
