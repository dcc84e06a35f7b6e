"""Settings, from the environment alone; a missing or malformed value stops the start with a sentence.

Secure unless ``DEBUG`` is on. What each variable means stands in docs/operations.md.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from outsourcing.logs import configure as configure_logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_LENGTH = 50
if not DEBUG and len(SECRET_KEY) < SECRET_KEY_LENGTH:
    raise RuntimeError("SECRET_KEY is too short: give at least 50 random characters.")
SITE_URL = env.str("SITE_URL").rstrip("/")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
# A refusal of the wall is raised in development and tests, and answered "not found" elsewhere.
STRICT_WALL = env.bool("STRICT_WALL", DEBUG)
VERSION = "0.1.0"

# Rooms, top to bottom: each may import only those below it.
ROOMS = [
    "outsourcing",
    "exits",
    "finance",
    "pilots",
    "scorecards",
    "workitems",
    "sourcing",
    "procedures",
    "engagements",
    "vendors",
    "foundation.inbox",
    "foundation.outbox",
    "foundation.jobs",
    "foundation.accounts",
    "foundation.charts",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "foundation.accounts.middleware.RequestLog",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "foundation.accounts.middleware.Tenancy",
    "foundation.accounts.middleware.Person",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "outsourcing.urls"
WSGI_APPLICATION = "outsourcing.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "outsourcing.shell.shell",
            ],
        },
    }
]


def postgres(url: str) -> dict[str, Any]:
    """The parts of a PostgreSQL address (libpq's own reading, sockets included), as Django names them."""
    parts = conninfo_to_dict(url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {name: str(parts.get(key) or "") for name, key in names.items()}


# Database: one alias. The login role takes one role per transaction; the owner only migrates.
DB_ROLE_PREFIX = env.str("DB_ROLE_PREFIX", "outsourcing")
_pool_size = env.int("DATABASE_POOL_SIZE", 0)
DATABASES: dict[str, Any] = {
    "default": {
        **postgres(env.str("DATABASE_URL")),
        "ENGINE": "foundation.accounts.tenancy.backend",
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 0 if _pool_size else 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "outsourcing",
            **({"pool": {"min_size": 1, "max_size": _pool_size, "timeout": 20}} if _pool_size else {}),
        },
        "TEST": {
            "NAME": env.str("TEST_DATABASE_NAME", None),
            "TEMPLATE": env.str("TEST_DATABASE_TEMPLATE", None),
        },
    }
}
DATABASE_OWNER: dict[str, Any] = {}
if owner_url := env.str("DATABASE_OWNER_URL", ""):
    DATABASE_OWNER = {
        **{name: value for name, value in postgres(owner_url).items() if name in ("USER", "PASSWORD")},
        "OPTIONS": {"application_name": "outsourcing-owner", "options": "-c app.maintenance=on"},
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "accounts.User"
# E-mail addresses are unique ignoring case, by an index the check does not know.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "foundation.accounts.authentication.EmailBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
SIGNUP_OPEN = env.bool("SIGNUP_OPEN", DEBUG)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspaces"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "foundation.accounts.authentication.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "foundation.accounts.forms.persons.SignUpForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if env.bool("EMAIL_VERIFICATION", not DEBUG) else "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.split(":", 1)[0]
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SESSION_ENGINE = "foundation.accounts.sessions"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
INVITATION_DAYS = 7
# Who may ask a workspace for a look inside, to help; its owner says yes or no.
_support: list[str] = env.list("SUPPORT_EMAILS", [])
SUPPORT_EMAILS = [address.lower() for address in _support]

# Cache: rate limits only. No tenant data is ever cached; a test keeps it so.
REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}
}

# Web
USE_X_FORWARDED_HOST = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_TLS_PROXY", False) else None
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if DEBUG else int(timedelta(days=365).total_seconds())
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
SECURE_HSTS_PRELOAD = not DEBUG
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "outsourcing.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 22 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 22 * 1024 * 1024
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("en-gb", _("English (UK)")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "outsourcing.formats"
USE_TZ = True
TIME_ZONE = "UTC"

# Mail
if email_url := env.str("EMAIL_URL", ""):
    _mail = env.dj_email_url("EMAIL_URL")
    for _key, _value in _mail.items():
        if _key.startswith("EMAIL_"):
            globals()[_key] = _value
else:
    EMAIL_BACKEND = "foundation.outbox.mailbox.KeepInDatabase"
EMAIL_TIMEOUT = 20
KEEPS_MAILS = not email_url
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "scorecards@localhost.localdomain")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The outbox. Paused after a restore: nothing leaves until somebody has looked (docs/operations.md).
OUTBOX_PAUSED = env.bool("OUTBOX_PAUSED", False)
# Seconds a worker may hold a message; longer than any try can take, so that an expired claim means a dead worker.
OUTBOX_LEASE = env.int("OUTBOX_LEASE", 180)
# Seconds a mail waits before it leaves, so that whoever set it off can call it back.
OUTBOX_UNDO = env.int("OUTBOX_UNDO", 30)
# Where to look up whether a mail went out: a class of yours, or a folder with a copy of every mail sent. With a
# patience (seconds), a mail not in the folder so long after its try counts as never sent; else a person settles it.
OUTBOX_LOOK_UP = env.str("OUTBOX_LOOK_UP", "")
OUTBOX_JOURNAL = env.str("OUTBOX_JOURNAL", "")
_patience = env.int("OUTBOX_JOURNAL_PATIENCE", None)
OUTBOX_JOURNAL_PATIENCE = None if _patience is None else timedelta(seconds=_patience)

# What checks files that one side of an engagement gives the other: "clamd://host:port". Until it has said that a file
# is clean the file is not served. Empty: the rules about types are all there is.
FILE_SCANNER = env.str("FILE_SCANNER", "")

# Seconds a worker may hold a scorecard that is due; longer than any of its steps takes.
RUN_LEASE = env.int("RUN_LEASE", 180)

# Jobs
CELERY_BROKER_URL = env.str("BROKER_URL", REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SOFT_TIME_LIMIT = 180
CELERY_TASK_TIME_LIMIT = 200
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = env.str("TASK_QUEUE", "outsourcing")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"visibility_timeout": 900}
if CELERY_BROKER_URL.startswith("pgmq"):
    CELERY_BROKER_TRANSPORT_OPTIONS |= {
        # in libpq's words, since the queue's own reading of an address knows no socket
        "conn_string": make_conninfo(**conninfo_to_dict(env.str("QUEUE_DATABASE_URL"))),  # type: ignore[arg-type]  # its own parts
        "init_extension": False,
        "use_notify": True,
        "notify_throttle_interval_ms": 0,
        "wait_time_seconds": 0,
        "polling_interval": 0.1,
        "pool_size": 4,
    }

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["foundation.accounts.api.access.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["foundation.accounts.api.access.TokenPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "foundation.accounts.api.paging.NewestFirst",
    "DEFAULT_THROTTLE_CLASSES": ["foundation.accounts.api.access.TokenThrottle"],
    "DEFAULT_THROTTLE_RATES": {"token": "1200/min"},
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": None,
    "EXCEPTION_HANDLER": "foundation.accounts.api.errors.handle_exception",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Outsourcing API",
    "DESCRIPTION": "Engagements, metrics, work items and scorecards of one workspace.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_PERMISSIONS": [],
    "SERVE_AUTHENTICATION": [],
}

LOGGING_CONFIG = None
configure_logs(level=env.str("LOG_LEVEL", "INFO"), readable=DEBUG and os.isatty(2))
