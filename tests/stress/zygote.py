"""A process that has the library loaded and forks a build for each line it is given, so that hundreds can be killed.

A line of JSON in: raw, out, and limit, the largest file in bytes it may write (none unless given). Lines out: `pid N` as
it begins, `said …` for a sentence of BuildError or BusyError, `ended N` with the exit status, negative for a signal.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from readouts.build import BuildError, build_corpus
from readouts.files import BusyError
from readouts.parse import parse_document
from readouts.source import Document, document_from_bytes

CORPUS = "small"


def build(raw: str, out: str, limit: int = 0) -> int:
    """The exit status of a build."""
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        build_corpus(Path(raw), Path(out), CORPUS)
    except (BuildError, BusyError) as problem:
        print("said", problem, flush=True)
        return 2
    return 0


def main() -> None:
    """Builds as they are asked for, one at a time."""
    read = document_from_bytes(b"On May 6, 2024, Li Ming, Mayor of Wuhu, presided.", "a.txt", ".txt", {})
    assert isinstance(read, Document)
    parse_document(read)
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(build(**json.loads(line)))
        print("pid", child, flush=True)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print("ended", status, flush=True)


if __name__ == "__main__":
    main()
