"""Batches worked off in order: in this process, in several, or by the workers of a Dask cluster; the results are the same."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from readouts.batches import Batch, Harvest, Job, parse_batch, unpack_harvest, work
from readouts.files import make_stamp

AHEAD = 3  # batches under way a worker, so that none waits for the slowest
TRIES = 3  # times that a batch may take its worker down
CONNECT = 20  # seconds to find the scheduler


class CrewError(Exception):
    """Why the workers did not finish, in a sentence that says how to mend it."""


def harvest_batches(
    batches: Iterator[Batch], job: Job, workers: int = 1, scheduler: str = ""
) -> Generator[Harvest, None, None]:
    """What each batch gives, in order; no more batches are under way than the workers need."""
    if scheduler:
        yield from harvest_on_cluster(batches, job, scheduler)
    elif workers > 1:
        yield from harvest_in_pool(batches, job, workers)
    else:
        yield from (parse_batch(batch, job) for batch in batches)


def harvest_in_pool(batches: Iterator[Batch], job: Job, workers: int) -> Iterator[Harvest]:
    """What each batch gives, by processes of this machine. A process that dies is replaced and its batches begun again."""
    waiting: deque[tuple[Batch, Future[Any]]] = deque()
    tries = 0
    pool = open_pool(workers)
    try:
        while True:
            try:
                for batch in fill(batches, waiting, workers * AHEAD):
                    waiting.append((batch, Future()))  # stands in line even where the pool is broken
                    waiting[-1] = (batch, pool.submit(work, batch, job))
                if not waiting:
                    return
                harvest = unpack_harvest(waiting[0][1].result())
            except BrokenProcessPool:
                tries += 1
                if tries >= TRIES:
                    raise CrewError(tell_death(waiting[0][0])) from None
                pool.shutdown(wait=False, cancel_futures=True)
                pool = open_pool(workers)
                waiting = deque((batch, pool.submit(work, batch, job)) for batch, _ in waiting)
                continue
            waiting.popleft()
            tries = 0
            yield harvest
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def fill(batches: Iterator[Batch], waiting: deque[tuple[Batch, Any]], most: int) -> Iterator[Batch]:
    """The next batches, until so many are under way."""
    while len(waiting) < most and (batch := next(batches, None)) is not None:
        yield batch


def tell_death(batch: Batch) -> str:
    """Which inputs took their worker down."""
    first, last = batch.pieces[0].shown, batch.pieces[-1].shown
    return (
        f"a worker died {TRIES} times while it read the inputs from {first} to {last}: give it more memory or fewer "
        "--workers, or build without that part to find the one that does it"
    )


def open_pool(workers: int) -> ProcessPoolExecutor:
    """Processes that have the library loaded and end with the one that started them."""
    if sys.platform == "win32":
        context: Any = multiprocessing.get_context("spawn")
    else:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["readouts.batches"])
    return ProcessPoolExecutor(workers, mp_context=context, initializer=end_with_parent)


def end_with_parent() -> None:
    """A watch on the parent: a worker whose parent was killed ends at once and keeps nothing open."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def harvest_on_cluster(batches: Iterator[Batch], job: Job, address: str) -> Iterator[Harvest]:
    """What each batch gives, by the workers of a Dask scheduler. What a worker that died had is done again by another."""
    client = connect(address)
    try:
        waiting: deque[tuple[Batch, Any]] = deque()
        while True:
            cores = max(sum(client.ncores().values()), 1)
            for batch in fill(batches, waiting, cores * AHEAD):
                waiting.append((batch, client.submit(work, batch, job, pure=False, retries=TRIES)))
            if not waiting:
                return
            batch, future = waiting.popleft()
            harvest = unpack_harvest(call_cluster(future.result, batch))
            if harvest.stamp != make_stamp():
                raise CrewError("a worker of the cluster has another version of readouts; install this one there")
            yield harvest
    finally:
        client.close()


def call_cluster(result: Callable[[], Any], batch: Batch) -> Any:
    """What a worker hands back; CrewError where it cannot."""
    from distributed import KilledWorker

    try:
        return result()
    except KilledWorker:
        raise CrewError(tell_death(batch)) from None
    except FileNotFoundError as error:
        raise CrewError(str(error)) from None


def connect(address: str) -> Any:
    """A client of a scheduler; CrewError where the extra is not installed or nobody answers."""
    try:
        from distributed import Client
    except ImportError:
        raise CrewError("--scheduler needs Dask: pip install 'readouts[cluster]', here and on every worker") from None
    try:
        return Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CrewError(f"no Dask scheduler answers at {address} ({str(error).splitlines()[0][:120]})") from None
