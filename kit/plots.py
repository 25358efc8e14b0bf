"""A bar chart as plain HTML: a table whose cells hold bars.

No picture and no script: it draws off-line, in a saved file, in an export, on paper and in a notebook that is
not trusted; it follows the page's theme and width, and a screen reader reads it as the table that it is. The
module is also a plotting backend of pandas (the option ``plotting.backend``), so that ``counts.plot.barh()``
draws such a chart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from kit.words import fill, words

BACKEND = "kit.plots"
"""How pandas finds :func:`plot`."""

MOST_ROWS, MOST_COLUMNS = 30, 3

TONES = ("#0b6bcb", "#1a7f37", "#b35900", "#d1453b", "#8f5bd6", "#64717c", "#c23c7a")
"""The labels' colours, in the order of the codebook, in tones that show on a light and on a dark page."""

LONGEST = 80
"""What the longest bar takes of its cell, in per cent; its number stands in the rest."""


@dataclass(frozen=True)
class Bars:
    """A bar chart: each row has a name, and a number (or None) in each column."""

    title: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]

    def __repr__(self) -> str:
        """Say the chart in one sentence."""
        say = words()["bars"]
        if not self.rows:
            return str(say["nothing"])
        data = ", ".join(self._said(name, numbers) for name, numbers in self.rows)
        return fill(say["sentence"], data=data)

    def _said(self, name: str, numbers: tuple[float | None, ...]) -> str:
        shown = [_number(number, self._places()) for number in numbers]
        if name.isdigit() and self.head:
            name = f"{self.head} {name}:"  # two numbers side by side need a word
        if len(shown) == 1:
            return f"{name} {shown[0]}"
        named = zip(self.columns, shown, strict=True)
        return f"{name} ({', '.join(f'{column} {number}' for column, number in named)})"

    def _places(self) -> int:
        """Say how many places all numbers are shown with: none where all are whole, else two."""
        shown = [number for _, numbers in self.rows for number in numbers if number is not None]
        return 0 if all(float(number).is_integer() for number in shown) else 2

    def _repr_html_(self) -> str:
        """Return the chart; everything in it is escaped text."""
        title = f"<strong>{escape(self.title)}</strong>"
        said = f"<figcaption>{escape(repr(self))}</figcaption>"
        if not self.rows:
            return f'<figure style="margin:0"><p>{title}</p>{said}</figure>'
        style = "width:100%;max-width:36rem;margin:0;table-layout:auto;font-size:100%"
        caption = f'<caption style="text-align:left">{title}</caption>'
        body = "".join(self._html_rows())
        table = f'<table style="{style}">{caption}<thead>{self._heads()}</thead><tbody>{body}</tbody></table>'
        return f'<figure style="margin:0">{table}{said}</figure>'

    def _heads(self) -> str:
        names = (
            f'<th scope="col" style="text-align:left">{escape(self.head)}</th>' if self.head else "<td></td>"
        )
        style = f"text-align:left;width:{70 // len(self.columns)}%"
        columns = (f'<th scope="col" style="{style}">{escape(column)}</th>' for column in self.columns)
        return f"<tr>{names}{''.join(columns)}</tr>"

    def _html_rows(self) -> Iterator[str]:
        known = list(words()["labels"])
        top = max((abs(n) for _, numbers in self.rows for n in numbers if n is not None), default=0) or 1
        places = self._places()
        for name, numbers in self.rows:
            tone = TONES[known.index(name) % len(TONES)] if name in known else TONES[0]
            bars = "".join(
                f'<td style="text-align:left;white-space:nowrap">{_bar(number, top, tone, places)}</td>'
                for number in numbers
            )
            yield f'<tr><th scope="row" style="text-align:left">{escape(name)}</th>{bars}</tr>'


def _bar(number: float | None, top: float, tone: str, places: int) -> str:
    """Return a bar and its number. The bar is a border: unlike a background, browsers print it."""
    share = round(LONGEST * abs(number or 0) / top, 1)
    if not share:
        return escape(_number(number, places))
    style = f"display:inline-block;width:{share:g}%;border-top:0.85em solid {tone}"
    return f'<span style="{style}"></span> {escape(_number(number, places))}'


def _number(number: float | None, places: int = 0) -> str:
    """Return a number as it is shown.

    >>> _number(3.0), _number(2 / 3, 2), _number(None)
    ('3', '0.67', '–')
    """
    return "–" if number is None else f"{number:.{places}f}"


def bars(data: Any, title: str = "") -> Bars:
    """Return the bar chart of a Series, or of a DataFrame with up to three columns of numbers.

    The names of the bars are the index, or the one column that holds no numbers. Raises ``ValueError``, in
    words for students, for what cannot be drawn.

    >>> import pandas as pd
    >>> bars(pd.Series({"anonymous": 5, "named": 3}), "Sources")
    Bar chart: anonymous 5, named 3.
    """
    import pandas as pd

    say = words()["bars"]
    if isinstance(data, pd.Series):
        data = data.to_frame(name=data.name if data.name is not None else say["number"])
    if not isinstance(data, pd.DataFrame):
        raise ValueError(fill(say["no_table"], type=type(data).__name__))
    numbers = [name for name in data.columns if pd.api.types.is_numeric_dtype(data[name])]
    others = [name for name in data.columns if name not in numbers]
    if len(data) and (len(others) > 1 or not 1 <= len(numbers) <= MOST_COLUMNS or not data.columns.is_unique):
        raise ValueError(fill(say["columns"], names=", ".join(map(str, data.columns)), n=MOST_COLUMNS))
    if len(data) > MOST_ROWS:
        raise ValueError(fill(say["rows"], rows=len(data), n=MOST_ROWS))
    named = data[others[0]] if others else data.index.to_series()
    head = others[0] if others else " ".join(str(name) for name in data.index.names if name is not None)
    rows = (
        (_name(name), tuple(_finite(number) for number in row))
        for name, row in zip(named, data[numbers].itertuples(index=False), strict=True)
    )
    return Bars(str(title), str(head), tuple(str(name) for name in numbers), tuple(rows))


def _name(value: Any) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)


def _finite(number: Any) -> float | None:
    """Return a number as Python has it, or None for a gap in a table."""
    try:
        found = float(number)
    except TypeError:  # pandas' own sign for a gap
        return None
    return found if math.isfinite(found) else None


def plot(data: Any, kind: str, **options: Any) -> Any:
    """Draw ``data.plot.barh(title=...)`` for pandas; other plots are left to matplotlib, if it is there.

    ``x`` and ``y`` name the column of the names and the one of the numbers, as in pandas.
    """
    if kind not in ("bar", "barh"):
        return data.plot(kind=kind, backend="matplotlib", **options)
    x, y = options.pop("x", None), options.pop("y", None)
    title = options.pop("title", "") or ""
    if x is not None:
        data = data.set_index(x)
    if y is not None:
        data = data[[y]]
    return bars(data, title)
