"""Words and marks stand out from their grounds as WCAG 2.2 asks: 4.5 to 1 for text, 3 to 1 for lines and controls."""

from __future__ import annotations

import re

import pytest

from readouts.evidence import STYLES
from readouts.widgets.views import WEB

GROUNDS = {"light": "#ffffff", "dark": "#111111"}  # JupyterLab's own
INKS = {"light": "#1f2328", "dark": "#ffffff"}
SOFT = {"light": "#57606a", "dark": "#bdbdbd"}


def read_colour(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def mix(upper: str, lower: str, share: float) -> str:
    pairs = zip(read_colour(upper), read_colour(lower), strict=True)
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02x}" for one, other in pairs)


def weigh(colour: str) -> float:
    parts = [part / 255 for part in read_colour(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((weigh(one), weigh(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mark_colours(kind: str, theme: str) -> tuple[str, str]:
    """Ground and line of a mark, as render_styles puts them."""
    _, ground, line = STYLES[kind]
    colour = line.split()[1]
    if theme == "light":
        return GROUNDS["light"] if ground == "transparent" else ground, colour
    dim = GROUNDS["dark"] if ground == "transparent" else mix(colour, GROUNDS["dark"], 0x59 / 255)
    return dim, mix(colour, "#ffffff", 0.55)


def read_variable(name: str, theme: str) -> str:
    css = (WEB / "explore.css").read_text(encoding="utf-8")
    return re.findall(rf"--{name}:(#[0-9a-f]{{6}})", css)[theme == "dark"]


@pytest.mark.parametrize("theme", GROUNDS)
@pytest.mark.parametrize("kind", STYLES)
def test_marked_words_can_be_read_and_their_line_be_seen(kind: str, theme: str) -> None:
    ground, line = mark_colours(kind, theme)
    assert contrast(INKS[theme], ground) >= 4.5
    assert contrast(line, GROUNDS[theme]) >= 3
    assert contrast(line, ground) >= 3


@pytest.mark.parametrize("theme", GROUNDS)
@pytest.mark.parametrize("name", ["accent", "hit"])
def test_what_is_chosen_or_aimed_at_stands_out(name: str, theme: str) -> None:
    assert contrast(read_variable(name, theme), GROUNDS[theme]) >= 3


@pytest.mark.parametrize("theme", GROUNDS)
def test_soft_words_and_edges_of_controls(theme: str) -> None:
    assert contrast(SOFT[theme], GROUNDS[theme]) >= 4.5
    assert contrast(mix(INKS[theme], GROUNDS[theme], 0.55), GROUNDS[theme]) >= 3


def test_no_two_kinds_share_ground_and_line() -> None:
    assert len({(ground, line) for _, ground, line in STYLES.values()}) == len(STYLES)
