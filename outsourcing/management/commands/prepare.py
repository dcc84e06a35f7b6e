"""Everything a fresh machine needs in one process: tables, and the sample workspace when there is none yet."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from foundation.accounts.models import Organization
from foundation.accounts.tenancy.context import identity
from outsourcing.sample.people import LOGINS
from outsourcing.sample.workspace import make_sample


class Command(BaseCommand):
    """``manage.py prepare [--no-sample]``."""

    help = "Applies migrations; makes the sample workspace in an empty database and prints its logins."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-sample", action="store_true", help="leave an empty database empty")

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        with identity():
            is_empty = not Organization.objects.exists()
            has_sample = Organization.objects.filter(is_sample=True).exists()
        if is_empty and not options["no_sample"]:
            self.stdout.write("Making the sample workspace ...")
            make_sample(now=timezone.now())
            has_sample = True
        if has_sample:
            self.stdout.write("Sign in to the sample workspace as:")
            for login in LOGINS:
                self.stdout.write(f"  {login.email:<22} {login.password:<18} {login.role}")
