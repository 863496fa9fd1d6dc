"""Doubts one after another, the worst first: accepted, corrected or skipped; what was settled stays settled."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from readouts.correctable import CorrectionError
from readouts.doubts import read_doubts
from readouts.widgets.correct import Signature
from readouts.widgets.views import KeyView
from readouts.workbench import Workbench

KEYS = {"a": "accept", "c": "correct", "s": "skip", "n": "next", "p": "back"}


class Settler:
    """The doubts view; `aim` opens a readout at a doubt's words, `correct` opens the pane that corrects."""

    def __init__(
        self,
        bench: Workbench,
        signature: Signature,
        aim: Callable[[str, str], None],
        correct: Callable[[str, str], None],
    ) -> None:
        self.bench, self.signature, self.aim, self.correct = bench, signature, aim, correct
        self.queue: list[dict[str, Any]] = []
        self.total, self.at, self.open_doubt = 0, 0, ""
        self.shown = widgets.HTML()
        self.message = widgets.HTML()
        self.keys = KeyView(means=KEYS)
        self.buttons = {name: widgets.Button(description=name.capitalize()) for name in KEYS.values()}
        for name, button in self.buttons.items():
            button.on_click(lambda _, name=name: self.act(name))
        self.keys.observe(lambda change: self.act(KEYS[change["new"]["key"]]), "pressed")
        self.widget = widgets.VBox([self.shown, widgets.HBox(list(self.buttons.values())), self.keys, self.message])

    def load(self) -> None:
        """The doubts that are not settled, those skipped before at the end."""
        built, _ = read_doubts(self.bench.archive.folder)
        listed = built[built["key"].isin(self.bench.archive.columns("doubts", ("key",))["key"].to_pylist())]
        settled, skipped = self.past()
        self.total, self.open_doubt = len(listed), ""
        rows = [row for row in listed.to_dict("records") if row["key"] not in settled]
        self.queue = sorted(
            ({str(k): v for k, v in row.items()} for row in rows), key=lambda row: row["key"] in skipped
        )
        self.at = 0
        self.show()

    def past(self) -> tuple[set[str], set[str]]:
        """The keys of the doubts accepted and of those skipped, as the log has them."""
        known = self.bench.outcomes()
        out: dict[str, set[str]] = {"accept": set(), "skip": set()}
        for correction in self.bench.holding:
            if correction.action in out and correction.table == "doubts":
                outcome = known.get(correction.id)
                out[correction.action].add(outcome.row if outcome and outcome.row else correction.row)
        return out["accept"], out["skip"]

    def show(self) -> None:
        """The doubt at hand and how many are left."""
        done = self.total - len(self.queue)
        progress = f"{done} of {self.total} settled"
        if not self.queue:
            words = "No doubts in this corpus." if not self.total else "No doubt is left."
            self.shown.value = f"<p><b>{words}</b> {progress}</p>"
            return
        doubt = self.queue[self.at]
        quoted = (
            f"… {doubt['before']} ⟦{doubt['words']}⟧ {doubt['after']} …" if doubt["words"] else "(no words of its own)"
        )
        lines = (f"{doubt['kind']} · {doubt['value']}: {doubt['reason']}", quoted, doubt["path"])
        bold, words, path = (html.escape(str(line)) for line in lines)
        place = f"{self.at + 1} of {len(self.queue)} open; {progress}"
        self.shown.value = f"<p><b>{bold}</b><br>{words}<br><small>{path} · {place}</small></p>"
        self.aim(doubt["key"], doubt["document"])

    def act(self, name: str) -> None:
        """What a button or its key stands for."""
        if not self.queue:
            return
        doubt, self.open_doubt = self.queue[self.at], ""
        if name in ("next", "back"):
            self.at = (self.at + (1 if name == "next" else -1)) % len(self.queue)
            self.show()
        elif name == "correct":
            self.open_doubt = doubt["key"]
            self.correct(doubt["key"], doubt["document"])
        elif self.settle(doubt, name, self.signature.reason.value):
            self.message.value = '<span role="status">✓ accepted</span>' if name == "accept" else ""
            self.show()

    def settle(self, doubt: dict[str, Any], action: str, reason: str) -> bool:
        """Whether a doubt could be accepted or skipped; it is then in the log, and off the queue or at its end."""
        try:
            self.bench.correct(
                doubt["document"],
                action=action,
                table="doubts",
                row=doubt["key"],
                who=self.signature.who.value,
                reason=reason,
            )
        except CorrectionError as problem:
            self.message.value = f'<span role="status">✗ {html.escape(str(problem))}</span>'
            return False
        self.queue.remove(doubt)
        if action == "skip":
            self.queue.append(doubt)
        self.at = self.at if self.at < len(self.queue) else 0
        return True

    def corrected(self, document: str) -> None:
        """After a correction made on a doubt's behalf: that doubt is settled. The corrected readout stays in view."""
        doubt = next((one for one in self.queue if one["key"] == self.open_doubt and one["document"] == document), None)
        self.open_doubt = ""
        if doubt is not None:
            self.settle(doubt, "accept", "corrected")
