"""Files that are never half written, and a lock that names its holder."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class BusyError(Exception):
    """Someone else is writing here; the message says who."""


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_text(path: Path, text: str) -> None:
    """The file with this text: written beside, flushed to disk, renamed."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(beside, path)


@contextmanager
def hold_lock(folder: Path, wait: float = 0) -> Iterator[None]:
    """A lock on a folder that dies with its process; a second writer waits so many seconds, then is told who holds it."""
    try:
        import fcntl  # not on Windows, where a second writer fails at the rename instead
    except ImportError:
        yield
        return
    with (folder / ".lock").open("a+", encoding="utf-8") as handle:
        last = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() >= last:
                    said = f"{folder} is being written by {read_holder(handle)}; wait for it or end it"
                    raise BusyError(said) from None
            time.sleep(0.01)
        handle.truncate(0)
        handle.write(f"process {os.getpid()}")
        handle.flush()
        yield
        handle.truncate(0)


def read_holder(handle: IO[str]) -> str:
    """Who holds a lock, by what it wrote into the file."""
    handle.seek(0)
    return handle.read().strip() or "another process"
