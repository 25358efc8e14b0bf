"""Explorations: what happens to hits and false alarms when the machine is made stricter.

They need Python for every change, so their controls are ipywidgets' own.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from kit import tables
from kit.articles import Article
from kit.words import fill, words

if TYPE_CHECKING:
    import ipywidgets

    from kit.reading import Sentence

STEP = 0.02


@dataclass(frozen=True)
class Judged:
    """A sentence's check-worthiness (0 to 1), and what the key has in it: claim, arguable or none."""

    score: float
    key: str


def judge(sentences: list[Sentence], key: list[dict[str, Any]], label: str) -> list[Judged]:
    """Say of each sentence what the key has in it: a firm mark with this label, a borderline one, or none."""
    return [Judged(sentence.score, _in_key(sentence, key, label)) for sentence in sentences]


def _in_key(sentence: Sentence, key: list[dict[str, Any]], label: str) -> str:
    found = {
        mark["status"]
        for mark in key
        if mark["label"] == label and mark["start"] < sentence.end and mark["end"] > sentence.start
    }
    return "claim" if "firm" in found else "arguable" if "borderline" in found else "none"


def count(judged: list[Judged], threshold: float) -> dict[str, dict[str, int]]:
    """Count the sentences that are picked (a score from the threshold up) and left, by what the key has.

    >>> count([Judged(0.9, "claim"), Judged(0.4, "none"), Judged(0.1, "claim")], 0.36)["picked"]
    {'claim': 1, 'arguable': 0, 'none': 1}
    """
    # A slider's 0.36 is not quite the 0.36 of a file: half a millionth decides nothing.
    picked = [one for one in judged if one.score >= threshold - 5e-7]
    left = [one for one in judged if one.score < threshold - 5e-7]
    return {
        name: {key: sum(one.key == key for one in group) for key in ("claim", "arguable", "none")}
        for name, group in (("picked", picked), ("left", left))
    }


def key_of(article: Article) -> list[dict[str, Any]]:
    """Return the marks of the key that comes with an article; raises ``ValueError`` where there is none."""
    key = tables.key_of(article)
    if key is None:
        raise ValueError(f"the article {article.id!r} has no key; give a practice question's name instead")
    return key


def of_article(article: Article, label: str) -> ipywidgets.VBox:
    """Explore an article that comes with a key; raises ``ValueError`` where it has none."""
    passages = [{"start": 0, "end": len(article.text)}]
    return _explore(article.id, article.text, passages, key_of(article), label)


def of_question(question: dict[str, Any], label: str) -> ipywidgets.VBox:
    """Explore a marks question of practice; raises ``ValueError`` for a graded one, which has no key here."""
    name = question["question"]
    if question["graded"]:
        raise ValueError(f"{name} counts, so its key is not here; explore a practice question.")
    return _explore(name, question["text"], question["passages"], question["key"], label)


def _explore(
    name: str, text: str, passages: list[dict[str, Any]], key: list[dict[str, Any]], label: str
) -> ipywidgets.VBox:
    from kit import reading

    sentences = [
        sentence
        for sentence in reading.read(text).sentences
        if any(sentence.start < place["end"] and sentence.end > place["start"] for place in passages)
    ]
    judged = judge(sentences, key, label)
    if not any(one.key == "claim" for one in judged):
        labels = ", ".join(sorted({mark["label"] for mark in key})) or "none"
        raise ValueError(f"the key of {name} has no firm mark with the label {label!r} (it has: {labels}).")
    return widget(judged)


def widget(judged: list[Judged]) -> ipywidgets.VBox:
    """Return a slider over the threshold, and below it a sentence and a table that recount."""
    import ipywidgets

    from kit.reading.checkworthy import threshold

    say, usual = words()["explore"], threshold()
    slider = ipywidgets.FloatSlider(
        value=usual, min=0, max=1, step=STEP, readout_format=".2f", description=say["threshold"]
    )
    slider.layout.width, slider.layout.max_width = "100%", "30rem"
    intro = f"<p>{escape(say['slider'])} {escape(fill(say['usual'], threshold=f'{usual:.2f}'))}</p>"
    told = ipywidgets.HTML()

    def recount(_: Any = None) -> None:
        told.value = html(count(judged, slider.value), slider.value)

    slider.observe(recount, "value")
    recount()
    return ipywidgets.VBox([ipywidgets.HTML(intro), slider, told])


def html(counts: dict[str, dict[str, int]], threshold: float) -> str:
    """Return the counts as a sentence and a small table."""
    say, (picked, left) = words()["explore"], (counts["picked"], counts["left"])
    sentence = fill(
        say["sentence"],
        threshold=f"{threshold:.2f}",
        picked=sum(picked.values()),
        all=sum(picked.values()) + sum(left.values()),
        hits=picked["claim"],
        claims=picked["claim"] + left["claim"],
        false=picked["none"],
    )
    columns = [name for name in ("claim", "arguable", "none") if name != "arguable" or _any(counts, name)]
    head = "".join(f"<th scope='col'>{escape(say[name])}</th>" for name in columns)
    rows = "".join(
        f"<tr><th scope='row'>{escape(say[group])}</th>"
        + "".join(f"<td>{counts[group][name]}</td>" for name in columns)
        + "</tr>"
        for group in ("picked", "left")
    )
    caption = f"<caption>{escape(say['caption'])}</caption>"
    return f"<p role='status'>{escape(sentence)}</p><table>{caption}<tr><td></td>{head}</tr>{rows}</table>"


def _any(counts: dict[str, dict[str, int]], name: str) -> bool:
    return any(group[name] for group in counts.values())
