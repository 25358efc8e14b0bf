"""The widget of a comparison: it follows the answer to a question that the notebook asks."""

from __future__ import annotations

from typing import Any

import traitlets

from kit import comparison
from kit.widgets.question import Question, View


class Comparison(View):
    """My marks, the key's and the machine's; ``asked`` is the question's widget, whose answer is followed."""

    def __init__(self, asked: Question, machine: list[dict[str, Any]] | None) -> None:
        data = {"v": 1, "comparison": True, "question": dict(asked.view), "machine": machine}
        super().__init__(view=data, record=dict(asked.record))
        traitlets.dlink((asked, "record"), (self, "record"))

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        answer = dict(self.record)
        own = {
            comparison.MIME: {**self.view, "answer": answer},
            "text/html": comparison.html(self.view, answer),
            "text/plain": repr(self),
        }
        return self._bundle(own, **kwargs)

    def __repr__(self) -> str:
        return comparison.said(self.view, dict(self.record))
