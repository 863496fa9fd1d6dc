"""How far a build is, on a terminal: how many are done, how many there are, the rate and the time left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readouts.pieces import Reading


@contextmanager
def open_progress(raw: Path, reading: Reading, quiet: bool) -> Iterator[Callable[[int], None] | None]:
    """Progress with rate and time left on standard error, as a function to call with how many are done.

    How many there are is counted beside, so that nothing waits for it. Nothing where nobody looks.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading", total=None, rate="")
        begun = time.monotonic()

        def watch(number: int) -> None:
            rate = number / max(time.monotonic() - begun, 0.001)
            progress.update(task, completed=number, rate=f"{rate:,.0f} a second")

        def count() -> None:
            from readouts.inputs import iter_pieces

            progress.update(task, total=sum(piece.count for piece in iter_pieces(raw, reading)))

        threading.Thread(target=count, daemon=True).start()
        yield watch
