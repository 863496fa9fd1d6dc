"""Notebooks run side by side, each in a process of its own with a clock, which renders its page as well."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

CELL_TIMEOUT = 300  # seconds a cell may take
OUTER_CLOCK = 900  # seconds after which a whole run is ended, kernel included
# What a kernel says when its ports were taken between choosing and using them, or it died at birth.
PASSING_TROUBLE = ("Address already in use", "Kernel died before replying")


@dataclass(frozen=True)
class Job:
    """One notebook run: what to run with what, where the page goes and what its footer says."""

    notebook: Path
    output: Path
    parameters: Mapping[str, Any]
    facts: Mapping[str, Any]
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def failed_copy(self) -> Path:
        """Where the executed notebook is kept when the run fails."""
        return self.output.with_name(f"{self.output.stem}.failed.ipynb")


@dataclass(frozen=True)
class Outcome:
    """How a job ended; the message names the cell where one failed."""

    job: Job
    message: str | None
    seconds: float


@dataclass
class Running:
    """A job under way."""

    job: Job
    process: BaseProcess
    answers: Connection
    started: float


def run_jobs(
    jobs: Sequence[Job],
    at_once: int = 2,
    outer_clock: float = OUTER_CLOCK,
    tell: Callable[[Outcome], None] | None = None,
) -> list[Outcome]:
    """How each job ended, in the order of the jobs; a failed one does not stop the others."""
    context = open_context()
    waiting, running, done = list(jobs), list[Running](), dict[Path, Outcome]()
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                running.append(start_job(context, waiting.pop(0)))
            for ended in wait_for_some(running, outer_clock):
                running.remove(ended)
                outcome = close_job(ended, outer_clock)
                done[ended.job.output] = outcome
                if tell is not None:
                    tell(outcome)
    finally:
        for left in running:
            end_tree(left.process)
    return [done[job.output] for job in jobs]


def open_context() -> Any:
    """How processes are made: from a small server that has the Jupyter libraries loaded, where the system has one."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["readouts.warm"])
    return context


def warm_up() -> None:
    """The server process started early, so that it loads while the parameters are being checked."""
    if sys.platform != "win32":
        from multiprocessing.forkserver import ensure_running

        open_context()
        ensure_running()


def start_job(context: Any, job: Job) -> Running:
    """The job under way in a process of its own."""
    answers, sender = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(job, sender), daemon=False)
    process.start()
    sender.close()
    return Running(job, process, answers, time.monotonic())


def wait_for_some(running: Sequence[Running], outer_clock: float) -> list[Running]:
    """The jobs that have ended or are over their time; empty where none has by the next look."""
    now = time.monotonic()
    first_end = min(item.started + outer_clock for item in running)
    wait([item.process.sentinel for item in running], timeout=max(0.0, first_end - now))
    now = time.monotonic()
    return [item for item in running if not item.process.is_alive() or now >= item.started + outer_clock]


def close_job(item: Running, outer_clock: float) -> Outcome:
    """How a job ended, by its answer; one that is over its time is ended with all its children."""
    message: str | None
    if item.process.is_alive():
        end_tree(item.process)
        message = f"took more than {outer_clock:g} seconds and was ended"
    elif item.answers.poll():
        message = item.answers.recv()
    else:
        message = f"its process died (exit code {item.process.exitcode})"
    item.answers.close()
    item.process.join()
    return Outcome(item.job, message, time.monotonic() - item.started)


def end_tree(process: BaseProcess) -> None:
    """The process and its kernel gone; the kernel has a process group of its own, so children are ended by number."""
    import psutil  # type: ignore[import-untyped]

    try:
        family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
    except psutil.NoSuchProcess:
        return
    for member in family:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    process.join(10)


def work(job: Job, sender: Connection) -> None:
    """In the job's process: run, render, answer with None or the message of what went wrong."""
    os.environ.update(job.environment)
    with open(os.devnull, "wb") as nowhere:  # the kernel's own log lines; what went wrong travels in the answer
        os.dup2(nowhere.fileno(), 2)
    from readouts.kernels import hold_ready

    hold_ready()
    try:
        message = execute(job)
    except Exception as problem:  # the process is about to end: whatever it was is the answer
        message = f"{type(problem).__name__}: {problem}"
    sender.send(message)
    sender.close()


def execute(job: Job) -> str | None:
    """The page in its place, or the message of what went wrong and the executed notebook beside it."""
    from readouts.files import write_text
    from readouts.jupyter import PapermillExecutionError
    from readouts.page import PageError, render_page

    beside = job.output.with_name(f".{job.output.stem}.running.ipynb")
    try:
        notebook = run_notebook(job, beside)
        write_text(job.output, render_page(notebook, job.facts))
    except PapermillExecutionError as problem:
        return keep_failed(job, beside, f"cell {problem.cell_index + 1} failed: {problem.ename}: {problem.evalue}")
    except PageError as problem:
        return keep_failed(job, beside, str(problem))
    except Exception as problem:  # a dead kernel or a timeout: the executed copy must be kept for those too
        return keep_failed(job, beside, f"{type(problem).__name__}: {str(problem).strip()[:400]}")
    finally:
        beside.unlink(missing_ok=True)
    job.failed_copy.unlink(missing_ok=True)
    return None


def run_notebook(job: Job, beside: Path) -> Any:
    """The executed notebook; a kernel that could not be born is tried once more."""
    from readouts.engine import NAME
    from readouts.jupyter import papermill

    settings = {
        "engine_name": NAME,
        "kernel_name": "python3",
        "cwd": str(job.notebook.parent),
        "progress_bar": False,
        "execution_timeout": CELL_TIMEOUT,
        "start_timeout": 60,
    }
    try:
        return papermill.execute_notebook(str(job.notebook), str(beside), dict(job.parameters), **settings)
    except RuntimeError as problem:
        if not any(trouble in str(problem) for trouble in PASSING_TROUBLE):
            raise
        return papermill.execute_notebook(str(job.notebook), str(beside), dict(job.parameters), **settings)


def keep_failed(job: Job, beside: Path, message: str) -> str:
    """The message, with the name of the executed copy where there is one."""
    if not beside.exists():
        return message
    shutil.move(beside, job.failed_copy)
    return f"{message} (executed copy: {job.failed_copy})"
