"""The web process. It refuses to start with a database role that could see past the wall."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outsourcing.settings")
application = get_wsgi_application()

from foundation.accounts.tenancy.boot import refuse_unsafe_role  # noqa: E402  # needs the app registry

refuse_unsafe_role()
