"""Which numbered meetings are in hand, which are only named, which are missing."""

from __future__ import annotations

import pandas as pd

from readouts.compare.ledger import list_numbers, read_numbered, say_ledger
from readouts.corpus import UNNAMED, Corpus, count, iter_rows
from readouts.figures.style import Drawn, finish, hover, name_kind, new_figure, nothing, number_rows

ROW = 26
MOST_ORGANS = 40
STATES = {
    "in hand": ("#00785a", "circle", "in hand"),
    "named": ("#0072b2", "diamond-open", "named by another text or the calendar"),
    "missing": ("#b35900", "x-thin-open", "missing: only a higher number says that it was held"),
}


def draw_ledger(corpus: Corpus) -> Drawn:
    """One row an organ and term, one mark a number: in hand, named elsewhere, missing."""
    title = "Meetings by number: in hand, named, missing"
    numbers = list_numbers(corpus)
    numbers = numbers[numbers["body"].isin(numbers.loc[numbers["state"] == "in hand", "body"])]
    if not len(numbers):
        return nothing(title, corpus, say_ledger(corpus))
    organs = order_organs(numbers)
    shown = organs.head(MOST_ORGANS)
    names = {row.body: name_organ(row) for row in iter_rows(shown)}
    figure = new_figure(title, 190 + ROW * max(len(names), 4), left=290)
    number_rows(figure, list(names.values()), limit=52)
    rows = {body: number for number, body in enumerate(names)}
    drawn = numbers[numbers["body"].isin(names)]
    for state, (colour, symbol, label) in STATES.items():
        part = drawn[drawn["state"] == state]
        figure.add_scatter(
            x=part["ordinal"].tolist(),
            y=[rows[body] for body in part["body"]],
            mode="markers",
            name=label,
            marker={"color": colour, "symbol": symbol, "size": 9, "line": {"width": 1.5, "color": colour}},
            text=[hover(f"{names[row.body]}, no. {row.ordinal}", say_number(row)) for row in iter_rows(part)],
            hovertemplate="%{text}<extra></extra>",
        )
    figure.update_xaxes(title={"text": "number of the meeting"}, rangemode="tozero")
    note = say_ledger(corpus)
    if len(organs) > len(shown):
        note += f" {len(shown)} of {count(len(organs), 'organ')} drawn, those with most numbers in hand."
    read = read_numbered(corpus)
    return finish(title, figure, corpus, read.loc[(read["rank"] == 0) & read["body"].isin(names), "document"], note)


def order_organs(numbers: pd.DataFrame) -> pd.DataFrame:
    """One row an organ, those with most numbers in hand first."""
    held = numbers[numbers["state"] == "in hand"].groupby("body").size().rename("held")
    organs = numbers.drop_duplicates("body").merge(held, on="body")
    return organs.sort_values(["held", "city", "body_type", "term", "body"], ascending=[False, True, True, True, True])


def name_organ(row: object) -> str:
    """An organ's place, kind and term in words; two of one name are told apart by the term alone."""
    term = getattr(row, "term", None)
    city = getattr(row, "city", UNNAMED)
    said = "" if pd.isna(term) else f", term {term}"
    return f"{city} · {name_kind(getattr(row, 'body_type', None))}{said}"


def say_number(row: object) -> str:
    """What is known of one numbered meeting, in words."""
    state, start, end = (getattr(row, name) for name in ("state", "held_start", "held_end"))
    if not pd.isna(start) and not pd.isna(end):
        days = f"{start:%Y-%m-%d}" if start == end else f"{start:%Y-%m-%d} to {end:%Y-%m-%d}"
        return f"{state}, held {days}"
    after, before = getattr(row, "after", None), getattr(row, "before", None)
    bounds = [f"{word} {day:%Y-%m-%d}" for word, day in (("after", after), ("before", before)) if not pd.isna(day)]
    return f"{state}, held " + " and ".join(bounds) if bounds else f"{state}, day not known"
