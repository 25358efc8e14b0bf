"""The widget of a question, and of a reading."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets
from IPython import get_ipython

from kit import anchors, records
from kit.widgets import bundle
from kit.widgets.still import question_html, reading_html, reading_line


class View(anywidget.AnyWidget):
    """What all views have: the module, the style, and the data that the view draws."""

    _esm = bundle.module()
    _css = bundle.style()
    view = traitlets.Dict().tag(sync=True)
    record = traitlets.Dict().tag(sync=True)

    def _bundle(self, own: dict[str, Any], **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data: Any = super()._repr_mimebundle_(**kwargs) or {}
        data, meta = data if isinstance(data, tuple) else (data, {})
        return {**data, **own}, meta


class Question(View):
    """A question; ``view`` is all that is needed to draw it, ``record`` the student's answer."""

    def __init__(self, question: dict[str, Any], record: records.Record | None = None) -> None:
        article = question.get("article")
        self.blank = records.blank(question["exercise"], question["question"], question["kind"], article)
        super().__init__(view=question, record=records.merge(self.blank, record))
        self.adopt()

    def adopt(self) -> None:
        """Take in the answer that the cell now running carries (it may not be the cell that made this)."""
        self.record = records.merge(self.record, kept(self.blank, self.view)) or self.record

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        self.adopt()
        answer = dict(self.record)
        own = {
            records.QUESTION_MIME: {"question": self.view, "answer": answer},
            "text/html": question_html(self.view, answer),
            "text/plain": repr(self),
        }
        return self._bundle(own, **kwargs)

    def __repr__(self) -> str:
        return records.line(dict(self.record))


class VerdictView(Question):
    """The machine's reading of an article; the record is what the student says of its marks."""

    def __repr__(self) -> str:
        record = dict(self.record)
        return records.line(record) if records.is_answered(record) else reading_line(self.view)


class ReadingView(View):
    """An article on the page, with nothing to answer."""

    def __init__(self, view: dict[str, Any]) -> None:
        super().__init__(view=view)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        own = {
            records.READING_MIME: self.view,
            "text/html": reading_html(self.view),
            "text/plain": reading_line(self.view),
        }
        return self._bundle(own, **kwargs)

    def __repr__(self) -> str:
        return reading_line(self.view)


def kept(blank: records.Record, question: dict[str, Any] | None = None) -> records.Record | None:
    """Return the sound answer to this question that the running cell carries, merged.

    Marks that were made in an earlier version of the question's text are carried over to its text now.
    JupyterLab sends a cell's metadata with every execution, so no file is read and nothing races.
    """
    kernel = getattr(get_ipython(), "kernel", None)
    parent = kernel.get_parent() if kernel else {}
    held = (parent.get("metadata") or {}).get(records.NAMESPACE) or {}
    name = blank["question"]
    found = None
    for place, record in held.items() if isinstance(held, dict) else ():
        if place != name and not place.startswith(f"{name}~"):
            continue
        try:
            records.check(record)
        except ValueError:  # a damaged record must not stop the lesson; the page and the grader tell of it
            continue
        if not records.same_text(record, blank):
            moved = anchors.carried(record, question) if question and record["question"] == name else None
            if moved is None:
                continue
            record = moved
        found = records.merge(found, record)
    return dict(found) if found else None
