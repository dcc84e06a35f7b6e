"""`python -m outsourcing.known DIR`: the report and an exit code, without settings or a database."""

import sys
from pathlib import Path

from outsourcing.known.tables import check_folder


def main(arguments: list[str]) -> int:
    """0 when no row disagrees and every row could be read, 1 otherwise, 2 without a folder."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m outsourcing.known DIR\n")
        return 2
    try:
        results = check_folder(Path(arguments[0]))
    except NotADirectoryError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for result in results:
        sys.stdout.writelines(f"{line}\n" for line in result.lines())
    return 0 if all(result.is_good for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
