"""docker-compose.yml is what production looks like, so it must say what the settings ask for, and no more."""

import ast
import json
import os
import re
import subprocess
import sys
from functools import cache
from typing import Any

import pytest
import yaml

from launcher.places import CHECKOUT
from launcher.roles import GROUPS, MEMBERSHIPS

APPLICATION = ("migrate", "web", "portal", "worker", "beat")
READ_ELSEWHERE = {"DJANGO_SETTINGS_MODULE", "FONTCONFIG_FILE"}
SUBSTITUTES = {
    "SECRET_KEY": "k" * 64,
    "SITE_URL": "https://outsourcing.example.org",
    "ALLOWED_HOSTS": "outsourcing.example.org",
    "EMAIL_URL": "smtp+tls://me:secret@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "scorecards@example.org",
}
ASK = """
import json, django
from django.conf import settings
django.setup()
database = settings.DATABASES["default"]
print(json.dumps({
    "DEBUG": settings.DEBUG, "user": database["USER"], "host": database["HOST"], "name": database["NAME"],
    "owner": settings.DATABASE_OWNER.get("USER"), "broker": settings.CELERY_BROKER_URL,
    "cache": settings.CACHES["default"]["LOCATION"], "mail": settings.EMAIL_HOST, "hosts": settings.ALLOWED_HOSTS,
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT],
}))
"""


@cache
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
    return loaded


def environment(service: str) -> dict[str, str]:
    def fill(match: re.Match[str]) -> str:
        return SUBSTITUTES.get(match[1], f"{match[1].lower()}-secret")

    given = compose()["services"][service].get("environment", {})
    return {key: re.sub(r"\$\{(\w+)[^}]*\}", fill, value) for key, value in given.items()}


def read_by_settings() -> dict[str, bool]:
    """The variables that the settings read, and whether each must be given."""
    found: dict[str, bool] = {}
    for node in ast.walk(ast.parse((CHECKOUT / "outsourcing" / "settings.py").read_text())):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="env")), args=[ast.Constant(value=str(name)), *more]):
                found[name] = found.get(name, True) and not more
    return found


def image_variables() -> set[str]:
    text = (CHECKOUT / "Dockerfile").read_text()
    block = re.search(r"^ENV (.*?[^\\])$", text, re.MULTILINE | re.DOTALL)
    assert block
    return set(re.findall(r"(\w+)=", block[1]))


@pytest.mark.parametrize("service", APPLICATION)
def test_every_variable_that_must_be_given_is_given(service: str) -> None:
    optional_here = {"QUEUE_DATABASE_URL"}  # only asked for when PostgreSQL carries the queue
    needed = {name for name, needed in read_by_settings().items() if needed} - optional_here
    assert needed - set(environment(service)) - image_variables() == set()


@pytest.mark.parametrize("service", APPLICATION)
def test_no_variable_is_given_that_nobody_reads(service: str) -> None:
    assert set(environment(service)) - set(read_by_settings()) - READ_ELSEWHERE == set()


@pytest.mark.parametrize(
    ("service", "user", "owner"),
    [
        ("migrate", "outsourcing_app", "outsourcing_owner"),
        ("web", "outsourcing_app", None),
        ("portal", "outsourcing_portal_app", None),
        ("worker", "outsourcing_app", None),
        ("beat", "outsourcing_app", None),
    ],
)
def test_the_settings_of_each_service(service: str, user: str, owner: str | None) -> None:
    plain = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    given = plain | environment(service) | {"DJANGO_SETTINGS_MODULE": "outsourcing.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=given, cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "DEBUG": False,
        "user": user,
        "host": "db",
        "name": "outsourcing",
        "owner": owner,
        "broker": "redis://broker:6379/0",
        "cache": "redis://cache:6379/0",
        "mail": "mail.example.org",
        "hosts": ["outsourcing.example.org"],
        "secure": [True, True, True],
    }


def test_the_owners_password_is_with_the_jobs_alone() -> None:
    holders = {name for name in compose()["services"] if "OWNER_PASSWORD" in json.dumps(compose()["services"][name])}
    assert holders == {"provision", "migrate"}


def test_the_administrators_password_is_with_the_server_and_provision_alone() -> None:
    holders = {name for name in compose()["services"] if "ADMIN_PASSWORD" in json.dumps(compose()["services"][name])}
    assert holders == {"db", "provision"}


def test_the_portals_login_is_one_that_sees_only_the_portal() -> None:
    assert "outsourcing_portal_app:" in environment("portal")["DATABASE_URL"]
    assert set(MEMBERSHIPS["portal_app"]) == set(GROUPS) - {"staff", "system"}


def test_the_queue_never_evicts_and_is_not_the_cache() -> None:
    broker, cache_ = compose()["services"]["broker"]["command"], compose()["services"]["cache"]["command"]
    assert broker[broker.index("--maxmemory-policy") + 1] == "noeviction"
    assert cache_[cache_.index("--maxmemory-policy") + 1] != "noeviction"


def test_the_servers_are_recent_enough() -> None:
    images = {name: service["image"] for name, service in compose()["services"].items() if ":" in service["image"]}
    assert int(images["db"].removeprefix("postgres:")) >= 15
    assert {int(images[name].removeprefix("redis:")) >= 7 for name in ("broker", "cache")} == {True}


def test_the_image_has_what_the_launcher_installs_by_hand() -> None:
    from launcher.native import PACKAGES

    text = (CHECKOUT / "Dockerfile").read_text()
    assert [package for package in PACKAGES if package not in text] == []
    assert "--require-hashes" in text
    assert "USER outsourcing" in text


def test_migration_comes_before_everything_that_uses_the_tables() -> None:
    services = compose()["services"]
    for name in set(APPLICATION) - {"migrate"}:
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["depends_on"]["provision"] == {"condition": "service_completed_successfully"}
