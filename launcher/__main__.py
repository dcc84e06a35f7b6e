"""`python -m launcher` in the virtual environment; people call `python3 dev.py`."""

import sys

from launcher.cli import main

sys.exit(main(sys.argv[1:]))
