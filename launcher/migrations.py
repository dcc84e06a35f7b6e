"""Refuses migrations that would break the code that still runs while they are applied."""

import sys

import django

# Written before the first release: they never ran beside older code.
BEFORE_THE_FIRST_RELEASE = (
    "0003_options_and_mending",
    "0003_line_details",
    "0004_agreements",
    "0003_second_look",
    "0009_realised_mailings",
)


def lint() -> int:
    """Lints our apps' migrations, but for those that make an app's tables; returns the number of errors."""
    from django_migration_linter import MigrationLinter

    from outsourcing.settings import ROOMS

    django.setup()
    linter = MigrationLinter(
        include_apps=[room.rpartition(".")[2] for room in ROOMS],
        analyser_string="postgresql",
        ignore_initial_migrations=True,
        ignore_name=BEFORE_THE_FIRST_RELEASE,
        no_cache=True,
        quiet=["ok", "ignore", "warning"],
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return int(linter.nb_erroneous)


if __name__ == "__main__":
    sys.exit(1 if lint() else 0)
