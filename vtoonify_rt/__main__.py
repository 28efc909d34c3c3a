"""`python -m vtoonify_rt`: the command line without the window."""

import sys

from vtoonify_rt.cli import main

if __name__ == "__main__":
    sys.exit(main())
