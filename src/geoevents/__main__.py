"""`python -m geoevents` is `geoevents`."""

import sys

from geoevents.cli import main

if __name__ == "__main__":
    sys.exit(main())
