"""How people sign in: allauth, run as ``identity``."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from foundation.accounts.emails import on_site
from foundation.accounts.tenancy.context import identity


class EmailBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """allauth's back end; looking up who somebody is happens outside any tenant."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        with identity():
            found: AbstractBaseUser | None = super().get_user(user_id)
        return found

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        with identity():
            found: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return found


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up is open by setting alone; who is invited gets an account through the invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_OPEN)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every address in a mail is built on ``SITE_URL``; the request's host is never trusted there."""
        addresses = {name: on_site(value) for name, value in context.items() if name.endswith("_url")}
        super().send_mail(template_prefix, email, {**context, **addresses, "site_url": settings.SITE_URL})

    def format_email_subject(self, subject: str) -> str:
        """Without a prefix, which would be the request's host."""
        return subject
