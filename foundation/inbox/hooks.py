"""The secrets of hooks: derived from the installation's key, so that nothing in the database can sign."""

from __future__ import annotations

from django.conf import settings

from foundation.inbox.models import InboundHook
from foundation.inbox.signatures import derived_secret


def secrets_of(hook: InboundHook) -> list[bytes]:
    """The secret in force, then those under keys of the installation that are being replaced."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return [derived_secret(key, public_id=hook.public_id, salt=hook.salt) for key in keys]
