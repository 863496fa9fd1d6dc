"""JupyterLab and its page, driven by a browser, for tests and measurements of the explore screen."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / ".test-artifacts"
READOUTS = str(Path(sys.executable).with_name("readouts"))


class Lab:
    """A running JupyterLab on a copy of the small corpus, and the page in which its explore notebook is open."""

    def __init__(self, page: Any, folder: Path) -> None:
        self.page, self.folder = page, folder

    def wait(self, script: str, timeout: int = 15_000) -> None:
        """Until a condition on the page holds."""
        self.page.wait_for_function(script, timeout=timeout)

    def picture(self, name: str) -> None:
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"lab-{name}.png")

    def size(self) -> int:
        """How many readouts the filters leave, as the screen says it."""
        return int(self.page.locator(".rdx-filters .rdx-head strong").inner_text().replace(",", ""))

    def choose(self, facet: str, label: str) -> None:
        """A value of a facet ticked; back when the screen has followed."""
        before = self.page.locator(".rdx-filters").get_attribute("data-stamp")
        fold = self.page.locator(f'.rdx-filters details[data-facet="{facet}"]')
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        fold.locator("label", has_text=label).first.locator("input").click()
        self.wait(f"() => document.querySelector('.rdx-filters').dataset.stamp !== '{before}'")

    def reset(self) -> None:
        self.page.locator(".rdx-filters button", has_text="Reset all").click()
        self.wait("() => document.querySelector('.rdx-filters .rdx-head button').disabled")

    def rows(self, kind: str) -> Any:
        """The rows of a kind."""
        self.page.locator(".rdx-rows select").select_option(kind)
        self.wait(f"() => document.querySelector('.rdx-rows').dataset.kind === '{kind}'")
        return self.page.locator(".rdx-rows tbody tr")

    def open(self, row: Any) -> str:
        """A row clicked; the document that opens."""
        document = str(row.get_attribute("data-document"))
        row.click()
        self.wait(f"() => document.querySelector('.rdx-evidence').dataset.document === '{document}'")
        return document

    def pane(self, name: str) -> Any:
        self.page.locator(".rdx-right .lm-TabBar-tabLabel", has_text=name).first.click()
        self.page.wait_for_timeout(400)
        return self.page.locator(".rdx-right .widget-tab-contents > :not(.lm-mod-hidden)").first

    def sign(self, reason: str) -> None:
        self.fill("You", "A. Reader")
        self.fill("Reason", reason)

    def fill(self, label: str, words: str) -> None:
        field = (
            self.page.locator(".rdx-right .widget-text", has_text=label).locator("visible=true").first.locator("input")
        )
        field.fill(words)
        field.press("Tab")

    def press(self, label: str) -> None:
        self.page.locator(".rdx-right button", has_text=label).locator("visible=true").first.click()

    def said(self, words: str) -> None:
        """Until the screen says the words in a status line."""
        self.page.locator(".rdx-right [role=status]", has_text=words).locator("visible=true").first.wait_for(
            timeout=15_000
        )


def start_server(command: list[str], folder: Path, port: int, path: str) -> subprocess.Popen[bytes]:
    """A server that answers, started in a folder without any of the user's own settings."""
    environment = {**os.environ, "HOME": str(folder), "JUPYTER_CONFIG_DIR": str(folder / "jupyter")}
    for name in ("READOUTS_PROCESSED", "READOUTS_CORRECTIONS", "READOUTS_HEADLESS"):
        environment.pop(name, None)
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder / "notebooks", env=environment, stdout=log, stderr=log)
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30).read()
        except OSError:
            assert server.poll() is None, (folder / "server.log").read_text(encoding="utf-8")[-2000:]
            time.sleep(0.5)
        else:
            return server
    server.kill()
    raise AssertionError((folder / "server.log").read_text(encoding="utf-8")[-2000:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def open_lab(browser: Any, folder: Path) -> Iterator[Lab]:
    """JupyterLab on a folder with notebooks and data, the explore notebook run in it."""
    port = free_port()
    options = ["--allow-root", f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="]
    server = start_server([READOUTS, "lab", "--notebooks", ".", "--no-browser", "--", *options], folder, port, "/api")
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    try:
        page.goto(f"http://127.0.0.1:{port}/lab/tree/05_explore.ipynb")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=90_000)
        page.wait_for_selector(".jp-NotebookPanel-toolbar", timeout=30_000)
        page.wait_for_timeout(3000)
        page.locator(".jp-Cell").first.click()
        page.keyboard.press("Control+b")
        page.get_by_role("menuitem", name="Run").first.click()
        page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
        page.wait_for_selector(".rdx-filters .rdx-head strong", timeout=90_000)
        page.wait_for_selector(".js-plotly-plot .main-svg", state="attached", timeout=90_000)
        page.evaluate("() => document.querySelector('.rdx-root').scrollIntoView({block: 'start'})")
        page.wait_for_timeout(1500)
        yield Lab(page, folder)
    finally:
        context.close()
        server.terminate()
        server.wait(20)
