"""Kernels that start warm: forked from a process that has the libraries loaded, in place of a new interpreter each.

A notebook's kernel spends most of a short report's time on starting Python and importing pandas and plotly. A job's process
is itself forked from a server that has imported them; before anything of the job runs, it forks a second process that waits
for the kernel's command. The kernel is Jupyter's own, in a process and session of its own, as one started from scratch is.
The way in is jupyter_client's: a kernel provisioner.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

import readouts.lighten  # noqa: F401  before the libraries below

NAME = "readouts-warm"


class Waiting:
    """A forked process that waits to become a kernel, with the few methods of a started one that Jupyter asks for."""

    stdin = stdout = stderr = None

    def __init__(self) -> None:
        context = multiprocessing.get_context("fork")
        listener, self.commands = context.Pipe(duplex=False)
        self.process: BaseProcess = context.Process(target=become_kernel, args=(listener, self.commands), daemon=False)
        self.process.start()
        listener.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return int(self.process.pid or 0)

    def start(self, command: list[str], cwd: str, environment: Mapping[str, str]) -> None:
        """The kernel started with the command that Jupyter would have run."""
        self.commands.send((command, cwd, dict(environment)))
        self.commands.close()

    def poll(self) -> int | None:
        """The exit code; None while it runs."""
        self.process.join(0)
        return self.process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        """The exit code, waited for."""
        self.process.join(timeout)
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        """A signal to the process."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """The process ended at once."""
        self.process.kill()

    def terminate(self) -> None:
        """The process asked to end."""
        self.process.terminate()


def become_kernel(listener: Connection, other_end: Connection) -> None:
    """In the forked process: wait for the command, then be that kernel; no command is no kernel."""
    other_end.close()
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    try:
        command, cwd, environment = listener.recv()
    except EOFError:
        return
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    os.environ["JPY_PARENT_PID"] = str(os.getppid())  # the kernel ends itself when the job is gone
    sys.argv = command[command.index("-m") + 1 :]
    # As if it had been started in the notebook's folder: python -m puts it first.
    sys.path.insert(0, cwd)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Nobody debugs a report's kernel: as for a machine without debugpy, whose import takes half of a kernel's start.
    no_debugger: dict[str, Any] = sys.modules
    no_debugger["debugpy"] = None
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(sys.argv[1:])


class WarmProvisioner(LocalProvisioner):
    """Gives the waiting process to the first kernel that starts; the next starts from scratch."""

    waiting: Waiting | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """The kernel's connection, the kernel started."""
        waiting, WarmProvisioner.waiting = WarmProvisioner.waiting, None
        if waiting is None or cmd[1:3] != ["-m", "ipykernel_launcher"]:
            return await super().launch_kernel(cmd, **kwargs)
        waiting.start(cmd, os.fspath(kwargs.get("cwd") or os.getcwd()), kwargs.get("env") or os.environ)
        self.process = waiting  # type: ignore[assignment]
        self.pid = self.pgid = waiting.pid
        self.cwd = kwargs.get("cwd")
        return self.connection_info


def hold_ready() -> None:
    """A process that waits to become the next kernel of this one, where the system can fork."""
    if sys.platform == "win32":
        return
    WarmProvisioner.waiting = Waiting()
    entry = EntryPoint(NAME, "readouts.kernels:WarmProvisioner", KernelProvisionerFactory.GROUP_NAME)
    KernelProvisionerFactory.provisioners[NAME] = entry
    os.environ[KernelProvisionerFactory.default_provisioner_name_env] = NAME
