"""Plotly figures for the notebooks; each says how many readouts it rests on."""

from readouts.figures.borrowing import draw_reuse, draw_spread
from readouts.figures.cadence import draw_years
from readouts.figures.cities import (
    draw_cadence,
    draw_formulations,
    draw_relay_grid,
    draw_theme_profile,
    draw_themes,
)
from readouts.figures.contrasts import draw_distances, draw_words
from readouts.figures.demands import draw_demands, draw_lineage
from readouts.figures.intake import draw_date_bases, draw_intake
from readouts.figures.ledger import draw_ledger
from readouts.figures.people import draw_network, draw_ranks, draw_tenures
from readouts.figures.style import Drawn
from readouts.figures.survival import draw_survival
from readouts.figures.timeline import draw_appearances, draw_lags, draw_timeline

__all__ = [
    "Drawn",
    "draw_appearances",
    "draw_cadence",
    "draw_date_bases",
    "draw_demands",
    "draw_distances",
    "draw_formulations",
    "draw_intake",
    "draw_lags",
    "draw_ledger",
    "draw_lineage",
    "draw_network",
    "draw_ranks",
    "draw_relay_grid",
    "draw_reuse",
    "draw_spread",
    "draw_survival",
    "draw_tenures",
    "draw_theme_profile",
    "draw_themes",
    "draw_timeline",
    "draw_words",
    "draw_years",
]
