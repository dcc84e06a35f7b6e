"""The first person of a workspace, made at the console of the server."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from foundation.accounts import actions, currencies, zones
from foundation.accounts.emails import on_site
from foundation.accounts.models import User
from foundation.accounts.tenancy.context import identity

LONGEST_NAME = 120


class Command(BaseCommand):
    """Prints the workspace's address, and for a new person a link that works once to choose a password."""

    help = "Make a workspace and its first owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """NAME EMAIL [--time-zone ZONE] [--currency CODE]."""
        parser.add_argument("name", help="name of the organization")
        parser.add_argument("email", help="address of its first owner")
        parser.add_argument("--time-zone", default="UTC", help="where its weeks begin, such as Europe/Berlin")
        parser.add_argument("--currency", default="EUR", help="ISO 4217 code")

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes both, or neither."""
        self._check(options)
        with identity():
            person = User.objects.filter(email__iexact=options["email"]).first()
            if person is None:
                person = actions.make_person(email=options["email"])
            membership = actions.create_organization(
                name=options["name"], by=person, time_zone=options["time_zone"], currency=options["currency"].upper()
            )
            slug, link = membership.organization.slug, "" if person.has_usable_password() else _password_link(person)
        self.stdout.write(f"{membership.organization.name}: {on_site(f'/{slug}/')}")
        if link:
            self.stdout.write(f"{person.email} chooses a password here, once, within three days:\n{link}")
        else:
            self.stdout.write(f"{person.email} signs in as before.")

    def _check(self, options: dict[str, Any]) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']} is no e-mail address.") from error
        if not options["name"].strip() or len(options["name"]) > LONGEST_NAME:
            raise CommandError("The name must have 1 to 120 characters.")
        if options["time_zone"] not in zones.names():
            raise CommandError(f"There is no time zone {options['time_zone']}; give one such as Europe/Berlin.")
        if options["currency"].upper() not in currencies.CODES:
            raise CommandError(f"There is no currency {options['currency']}; give an ISO 4217 code such as EUR.")


def _password_link(person: User) -> str:
    key = EmailAwarePasswordResetTokenGenerator().make_token(person)
    arguments = {"uidb36": user_pk_to_url_str(person), "key": key}
    return on_site(reverse("account_reset_password_from_key", kwargs=arguments))
