from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from outsourcing.known import check_folder


class Command(BaseCommand):
    """Prints, for each table of known answers in a folder, what agrees; fails when a row disagrees or is unreadable."""

    help = "Check the tables of known answers in a folder against the product's own functions."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **_options: object) -> None:
        """Print the report; CommandError (exit code 1) unless every table is good."""
        try:
            results = check_folder(folder)
        except NotADirectoryError as error:
            raise CommandError(str(error)) from error
        for result in results:
            for line in result.lines():
                self.stdout.write(line)
        bad = [result.name for result in results if not result.is_good]
        if bad:
            raise CommandError(f"known answers not met: {', '.join(bad)}")
