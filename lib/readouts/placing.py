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
REPLACED = ".replaced"  # tables of the last build on their way out
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
    for path in sorted(beside.rglob("*")):
        if path.is_dir():
            sync_folder(path)
            continue
        with path.open("rb") as handle:
            os.fsync(handle.fileno())
    sync_folder(beside)
    os.rename(beside, folder / READY)
    sync_folder(folder)
    move_ready(folder)


def move_ready(folder: Path) -> None:
    """The files of a whole build moved to where readers look, the manifest last; CSV files that it does not have gone."""
    ready, replaced = folder / READY, folder / REPLACED
    shutil.rmtree(replaced, ignore_errors=True)
    replaced.mkdir()
    for name in sorted((path.name for path in ready.iterdir()), key=lambda name: name == MANIFEST):
        if (folder / name).exists() and (ready / name).is_dir():  # a folder is not renamed over another one
            os.rename(folder / name, replaced / name)
        os.replace(ready / name, folder / name)
    shutil.rmtree(replaced, ignore_errors=True)
    listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    for stale in folder.glob("*.csv"):
        if stale.name not in listed and any(name.startswith(f"{stale.stem}.parquet/") for name in listed):
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
