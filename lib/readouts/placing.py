"""The way of a build into its folder: all of its files or none, whenever the process ends."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readouts.files import hold_lock, sync_folder

MANIFEST = "manifest.json"
BUILDING, READY = ".building", ".ready"  # a build under way; one that is whole and being put in place
WAIT = 30.0  # seconds a reader waits while tables are put in place


@contextmanager
def working_folder(folder: Path) -> Iterator[Path]:
    """An empty folder beside the tables, gone afterwards: an interrupted build leaves the finished one untouched."""
    beside = folder / BUILDING
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def put_in_place(beside: Path, folder: Path) -> None:
    """The new files in place of the old ones. From one rename on they are the build, even if this process ends there."""
    for path in beside.iterdir():
        with path.open("rb") as handle:
            os.fsync(handle.fileno())
    sync_folder(beside)
    os.rename(beside, folder / READY)
    sync_folder(folder)
    move_ready(folder)


def move_ready(folder: Path) -> None:
    """The files of a whole build moved to where readers look, the manifest last; CSV files that it does not have gone."""
    ready = folder / READY
    for name in sorted((path.name for path in ready.iterdir()), key=lambda name: name == MANIFEST):
        os.replace(ready / name, folder / name)
    listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    for stale in folder.glob("*.csv"):
        if stale.name not in listed and f"{stale.stem}.parquet" in listed:
            stale.unlink()
    sync_folder(folder)
    ready.rmdir()


def settle_tables(folder: Path) -> None:
    """Tables that belong together: a build that was ended while it put its files in place is brought to its end.

    To be called before tables are read. BusyError where a build does it just now and takes long.
    """
    if (folder / READY).is_dir():
        with hold_lock(folder, WAIT):
            if (folder / READY).is_dir():
                move_ready(folder)
