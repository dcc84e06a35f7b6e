"""The environment that the settings read. What the caller has set already wins."""

import os
import secrets
import zlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

from launcher.places import PREFIX, Places
from launcher.roles import Server

OWNER_ONLY = "DATABASE_OWNER_URL"
QUEUE = "QUEUE_DATABASE_URL"
MARK = "SET_BY_LAUNCHER"  # names the variables that the launcher made, for a shell that took over its environment
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def given() -> dict[str, str]:
    """The caller's environment; without libpq's own variables unless the caller brings a database."""
    ours = set(os.environ.get(MARK, "").split(","))
    environment = {key: value for key, value in os.environ.items() if value and _tag(key, value) not in ours}
    environment.pop(MARK, None)
    if "DATABASE_URL" in environment:
        return environment
    return {key: value for key, value in environment.items() if not key.startswith("PG")}


def complete(base: Mapping[str, str], places: Places, server: Server | None, *, suffix: str = "") -> dict[str, str]:
    """`base` and whatever of the contract is missing; `server` is the embedded one unless `base` brings its own."""
    prefix = base.get("DB_ROLE_PREFIX", PREFIX)
    defaults = {
        "DJANGO_SETTINGS_MODULE": "outsourcing.settings",
        "DB_ROLE_PREFIX": prefix,
        "SECRET_KEY": secret_key(places.var),
        "DEBUG": "1",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "SITE_URL": "http://localhost:8000",
        "VAR_DIR": str(places.var),
        "FONTCONFIG_FILE": str(fonts_file(places)),
    }
    if server:
        defaults |= {
            "DATABASE_URL": server.url(f"{prefix}_app", f"{prefix}{suffix}"),
            OWNER_ONLY: server.url(f"{prefix}_owner", f"{prefix}{suffix}"),
        }
    if "REDIS_URL" in base:
        defaults["BROKER_URL"] = base["REDIS_URL"]
    elif server:
        # Celery reads BROKER_URL by itself and could not make sense of a socket's address
        defaults["BROKER_URL"] = "pgmq://localhost"
        defaults[QUEUE] = server.url(f"{prefix}_broker", f"{prefix}_broker{suffix}")
    environment = defaults | dict(base)
    environment[MARK] = ",".join(sorted(_tag(key, defaults[key]) for key in defaults.keys() - base.keys()))
    libraries = places.native / "lib"
    if libraries.is_dir():
        environment["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, [str(libraries), base.get("LD_LIBRARY_PATH")]))
    return environment


def _tag(key: str, value: str) -> str:
    """A variable and its value: one that the caller changed since is the caller's."""
    return f"{key}={zlib.crc32(value.encode()):08x}"


def without_owner(environment: Mapping[str, str]) -> dict[str, str]:
    """For web, worker and beat: they never hold the owner's credentials."""
    return {key: value for key, value in environment.items() if key != OWNER_ONLY}


def password_in(url: str | None) -> str | None:
    """The password of a database's address, if it has one."""
    password = urlsplit(url or "").password
    return unquote(password) if password else None


def secret_key(var: Path) -> str:
    """This installation's own key, made once."""
    path = var / "secret_key"
    var.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = var / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(fresh)  # whole or not there, and the first one wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


def fonts_file(places: Places) -> Path:
    """A fontconfig file that knows the product's fonts alone, so that a PDF looks alike everywhere."""
    path = places.var / "fonts.conf"
    fonts, cache = places.checkout / "static" / "fonts", places.var / "fontcache"
    text = FONTS.format(fonts=escape(str(fonts)), cache=escape(str(cache)))
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return path
