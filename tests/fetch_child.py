"""Fetches in a process of its own.

    python tests/fetch_child.py MODELS ENDPOINT [--limit BYTES] PATH...

It prints a line for each byte count that it reports, and at the end the error, if there was one.
With --limit no file may get larger than so many bytes.
"""

import argparse
import sys
from pathlib import Path
from threading import Event

from checkpoint.errors import FetchError
from checkpoint.fetch import Fetcher
from checkpoint.remote_file import RemoteFile
from checkpoint.store_folder import StoreFolder


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("models", type=Path)
    parser.add_argument("endpoint")
    parser.add_argument("--limit", type=int)
    parser.add_argument("paths", nargs="+")
    arguments = parser.parse_args()
    if arguments.limit is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (arguments.limit, arguments.limit))
    files = [RemoteFile(path=path, repository="owner/name") for path in arguments.paths]
    fetcher = Fetcher(StoreFolder(arguments.models), endpoint=arguments.endpoint)
    try:
        fetcher.fetch(files, lambda told: print(told.done, flush=True), Event())
    except FetchError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
