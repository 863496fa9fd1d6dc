"""Files that are never half written, and a lock that names its holder."""

from __future__ import annotations

import hashlib
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO

PACKAGE = Path(__file__).parent
# Packages whose version may change what is read off a text or how it is written.
DECIDING = ("ahocorasick_rs", "cpca", "pyarrow", "pypinyin", "selectolax", "warcio")


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


def sync_folder(folder: Path) -> None:
    """The folder's list of files on disk, where the system can do that."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


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


@cache
def make_stamp() -> str:
    """A hash of all that decides what a build makes of an input: this library, its vocabulary, the packages it reads with."""
    whole = hashlib.sha256(platform.python_version().encode())
    for name in DECIDING:
        try:
            whole.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            whole.update(f"{name} none\n".encode())
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".toml", ".csv") and path.is_file():
            whole.update(f"{path.relative_to(PACKAGE).as_posix()}\n".encode() + path.read_bytes())
    return whole.hexdigest()
