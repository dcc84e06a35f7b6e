"""How people sign in: allauth, run as ``identity``."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from foundation.accounts.tenancy.context import identity


class EmailBackend(AuthenticationBackend):
    """allauth's back end; looking up who somebody is happens outside any tenant."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        with identity():
            return super().get_user(user_id)

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        with identity():
            return super().authenticate(request, **credentials)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open only by setting, or to somebody who follows an invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP_OPEN or bool(request.session.get("invitation"))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Built on ``SITE_URL``; the request's host is never trusted in a mail."""
        path = super().get_email_confirmation_url(request, emailconfirmation)
        return settings.SITE_URL + path[path.index("/", path.index("//") + 2) :] if "//" in path else path
