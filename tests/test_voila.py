"""Voilà serves the explore notebook as a page of its own, without JupyterLab around it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from tests.conftest import NOTEBOOKS, Workspace
from tests.lab import PICTURES, free_port, start_server

from readouts.build import build_corpus


def test_voila_starts_and_serves_the_screen(workspace: Workspace, browser: Any, tmp_path: Path) -> None:
    shutil.copytree(NOTEBOOKS, tmp_path / "notebooks")
    build_corpus(workspace.raw, tmp_path / "data" / "processed", "sample")
    port = free_port()
    voila = str(Path(sys.executable).with_name("voila"))
    command = [voila, "05_explore.ipynb", "--no-browser", f"--port={port}"]
    server = start_server(command, tmp_path, port, "/voila/static/voila.js")
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    try:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/", timeout=90_000)
        page.wait_for_selector(".rdx-filters .rdx-head strong", timeout=90_000)
        page.wait_for_selector(".rdx-evidence mark[data-rows]", timeout=30_000)
        before = page.locator(".rdx-filters").get_attribute("data-stamp")
        page.locator(".rdx-filters label", has_text="Mianyang").first.locator("input").click()
        page.wait_for_function(f"() => document.querySelector('.rdx-filters').dataset.stamp !== '{before}'")
        assert int(page.locator(".rdx-filters .rdx-head strong").inner_text()) == len(
            list((workspace.raw / "mianyang").glob("*.txt"))
        )
        assert page.locator("text=explore(corpus").count() == 0
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / "voila.png")
    finally:
        context.close()
        server.terminate()
        server.wait(20)
