"""Where the program starts: the window, or the command line.

Without arguments, or with `app`, the window opens; everything else goes to the command line.
Either side is imported only when it is asked for: the command line works without Qt and without
a display.
"""

import argparse
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run what `argv` asks for and return the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] != "app":
        try:
            from vtoonify_rt.cli import main as run_command

            return run_command(arguments)
        except KeyboardInterrupt:  # while it is imported; later it is the command's
            print("Error: Interrupted.", file=sys.stderr)
            return 130
    options = _parser().parse_args(arguments[1:])
    try:
        from desktop_app.app import run_app
    except ImportError as error:  # Qt's libraries need some of the system's
        print(f"Error: the window cannot open: {error}.", file=sys.stderr)
        print("Run `vtoonify-rt doctor` to see what is missing.", file=sys.stderr)
        return 1
    return run_app(options.source, options.style)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vtoonify-rt app", description="Open the window.")
    parser.add_argument(
        "--source", help="camera, camera:ID, sample, a video, a picture or a folder of pictures"
    )
    parser.add_argument("--style", help="a style, as `vtoonify-rt styles` lists them")
    return parser


if __name__ == "__main__":
    sys.exit(main())
