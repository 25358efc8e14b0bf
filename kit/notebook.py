"""What a lesson's cells call: ``kit.lesson``, ``kit.article``, ``kit.show``, ``kit.mark``, ``kit.check``, ...

Errors are written for students: they say what is wrong and what to do next, and show no traceback.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit import articles, feedback, glossary, items, records, words
from kit.articles import Article

if TYPE_CHECKING:
    import ipywidgets
    import pandas as pd

    from kit.plots import Bars
    from kit.widgets.comparison import Comparison
    from kit.widgets.question import Question, ReadingView, VerdictView

HINT = 2
"""From this value of a record's ``help`` on, the student has asked for hints."""

LABELS = ("claim", "source", "cue", "content", "hedge", "weasel", "loaded")


class LessonError(RuntimeError):
    """A mistake that a student or a lesson writer can mend; notebooks show its message alone."""

    def _render_traceback_(self) -> list[str]:
        return [f"Second Look: {self}"]


class _Desk:
    """What the notebook that runs in this kernel works on: its sheet of questions, and their widgets."""

    sheet: items.Sheet | None = None
    folder: Path | None = None
    asked: dict[tuple[str, str], Question] = {}  # noqa: RUF012 - one desk a kernel, never copied

    def question(self, name: str, kind: str | None = None) -> dict[str, Any]:
        if self.sheet is None:
            raise LessonError(_say("first"))
        try:
            return self.sheet.question(name, kind)
        except items.ItemError as error:
            raise LessonError(str(error)) from None


_desk = _Desk()


def lesson(name: str) -> None:
    """Say which lesson this notebook is; the cells after it ask its questions."""
    try:
        _desk.sheet, _desk.folder = items.lesson(name), None
    except items.ItemError as error:
        raise LessonError(str(error)) from None


def exercise(name: str) -> None:
    """Say which exercise this notebook is; its questions and texts lie in the notebook's own folder."""
    here = Path.cwd()
    for folder in (here, here / name, here / "exercises" / name):
        if (folder / "items.toml").is_file():
            try:
                sheet = items.exercise(folder)
            except items.ItemError as error:
                raise LessonError(str(error)) from None
            if sheet.name == name:
                _desk.sheet, _desk.folder = sheet, folder
                return
    raise LessonError(_say("beside", exercise=name))


def article(name: str | None = None) -> Article:
    """Return the article of this lesson or exercise; or another one, by its id (``"alliance"``)."""
    if name is None:
        name = _own_article()
    own = (_desk.folder / name) if _desk.folder else None
    try:
        return articles.load(own if own and (own / "article.md").is_file() else name)
    except (FileNotFoundError, ValueError) as error:
        raise LessonError(str(error)) from None


def _own_article() -> str:
    """Return the id that the file of the open lesson or exercise gives as its article."""
    if _desk.sheet is None:
        raise LessonError(_say("first"))
    if _desk.sheet.article is None:
        known = ", ".join(articles.names())
        raise LessonError(_say("no_article", lesson=_desk.sheet.name, articles=known))
    return _desk.sheet.article


def show(text: Article, *labels: str) -> ReadingView | VerdictView:
    """Show an article; with labels, painted with the machine's reading (``kit.show(article, "hedge")``).

    Labels are claim, source, cue, content, hedge, weasel, loaded. Students may disagree with each mark; what
    they say is one record for each article and notebook, and :func:`table` shows it.
    """
    from kit.widgets.question import ReadingView, VerdictView

    unknown = [label for label in labels if label not in LABELS]
    if unknown:
        raise LessonError(_say("no_label", label=unknown[0], labels=", ".join(LABELS)))
    view: dict[str, Any] = {"v": 1, "article": text.reference, "title": text.title, "text": text.text}
    view |= {"labels": list(dict.fromkeys(labels)), "marks": [], "precision": {}}
    whole = {"start": 0, "end": len(text.text)}
    view |= {"language": text.language} if text.language != "en" else {}
    view |= {"sentences": items.sentences(text.text, whole), "glossary": glossary.found(text, [whole])}
    if not labels:
        return ReadingView(view)
    view |= _reading_of(text, view["labels"])
    exercise, name = _verdicts_of(text)
    view |= {"exercise": exercise, "question": name, "kind": "verdicts", "graded": False}
    shown = VerdictView(view | {"prompt": _heading(view["labels"])})
    _desk.asked[exercise, name] = shown
    return shown


def _heading(labels: list[str]) -> str:
    """Name a reading by its labels, so that two of one notebook can be told apart."""
    say = words.words()
    many = words.fill(say["reader"]["heading_many"], n=len(labels))
    named = ", ".join(say["labels"][label]["name"] for label in labels)
    return words.fill(say["reader"]["heading"], labels=named if len(labels) <= 3 else many)


def _reading_of(text: Article, labels: list[str]) -> dict[str, Any]:
    """Return the machine's marks of some labels, and what explains them: works, precision, attributions."""
    from kit import reading
    from kit.reading.lexicon import works

    found = _frozen(text) or reading.read(text).to_json(text)
    marks = [mark for mark in found["marks"] if mark["label"] in labels]
    groups: dict[str, list[dict[str, Any]]] = {mark["group"]: [] for mark in marks if "group" in mark}
    for mark in found["marks"]:  # an attribution names all of its parts, also those that are not shown
        if mark.get("group") in groups:
            groups[mark["group"]].append({name: mark[name] for name in ("start", "end", "label")})
    return {
        "marks": marks,
        "groups": groups,
        "works": {mark["rule"]: list(works(mark["rule"])) for mark in marks},
        "precision": {label: p for label, p in found["precision"].items() if label in labels},
        "measured_on": {
            label: one["measured_on"] for label, one in reading.measured().items() if label in labels
        },
    }


def _frozen(text: Article) -> dict[str, Any] | None:
    """Return the reading that an exercise brings along: what is judged for points is the same for all."""
    if _desk.folder is None:
        return None
    try:
        return articles.reading(_desk.folder / text.id, text)
    except (OSError, ValueError) as error:
        raise LessonError(str(error)) from None


def _verdicts_of(text: Article) -> tuple[str, str]:
    """Return where the verdicts on an article's marks belong: the exercise's name and the record's id."""
    name = records.reading_of(text.id, text.sha256)
    return (_desk.sheet.name if _desk.sheet else "notebook"), name


def table(text: Article) -> pd.DataFrame:
    """Return the machine's marks of an article as a table, one mark a row.

    - start, end (code points, end exclusive), label, kind, quote, sentence, paragraph (numbers from 1), rule,
      reason;
    - agree (True or False) and your_reason: what this notebook's student said of the mark;
    - claim: the words of the smallest claim that holds the mark (of the article's key where it has one, else
      the machine's own);
    - source, for claims and hedges: the words for who is credited with it;
    - in_key: whether the key has it, too (yes, arguable, no), paired as scoring pairs them.

    Where there is nothing to say, the cell is empty: ``table.source.isna()``.
    """
    from kit import tables

    shown = _desk.asked.get(_verdicts_of(text))
    same_text = shown is not None and shown.record.get("article") == text.reference
    said = records.verdicts(dict(shown.record)) if shown and same_text else {}
    try:
        rows = tables.of_machine(text)
    except ValueError as error:
        raise LessonError(str(error)) from None
    for row in rows:
        verdict = said.get((row["start"], row["end"], row["label"]), {})
        row |= {"agree": verdict.get("agree"), "your_reason": verdict.get("reason")}
    return _frame(rows, tables.OF_MACHINE).astype({"agree": "boolean"})


def key(text: Article) -> pd.DataFrame:
    """Return an article's key as a table: what careful readers marked by the codebook, one mark a row.

    Columns: id, start, end (code points, end exclusive), label, kind, quote, sentence, paragraph (numbers
    from 1), status (firm, or borderline where careful readers differ) and why. Traps are left out: they are
    not in the key, they are what tempts.
    """
    from kit import tables

    try:
        found = tables.key_of(text)
    except ValueError as error:
        raise LessonError(str(error)) from None
    if found is None:
        raise LessonError(_say("no_key", article=text.id))
    return _frame(tables.of_key(text, found), tables.OF_KEY)


def cards(text: Article) -> pd.DataFrame:
    """Return an article's evidence cards as a table, one card a row; empty where it has none.

    Columns: claim (the article's words that the card is about), verdict, why, publisher, date, title, text,
    and later (whether the card is later than the article).
    """
    found = [{"later": False, **card} for card in articles.cards(text.id).values()]
    return _frame(found, ("claim", "verdict", "why", "publisher", "date", "title", "text", "later"))


def my_marks(question: str) -> pd.DataFrame:
    """Return your own marks of a question as a table, one mark a row; without rows where nothing is marked.

    Columns: start, end (code points, end exclusive), label, kind, quote, sentence, paragraph (numbers from
    1).
    """
    from kit import tables

    asked = _desk.question(question, "marks")
    widget = _desk.asked.get((asked["exercise"], question))
    if widget is None:
        raise LessonError(_say("cell", question=question))
    return _frame(tables.of_student(asked["text"], dict(widget.record)), tables.PLACE)


def bars(counts: pd.Series | pd.DataFrame, title: str = "") -> Bars:
    """Draw a bar chart of what was counted: ``kit.bars(table.kind.value_counts(), "Sources by kind")``.

    The same as ``counts.plot.barh(title=...)`` of pandas, on any table that the kit gives.
    """
    from kit import plots

    try:
        return plots.bars(counts, title)
    except ValueError as error:
        raise LessonError(str(error)) from None


def _frame(rows: list[dict[str, Any]], columns: Iterable[str]) -> pd.DataFrame:
    """Return rows as a DataFrame with these columns, also where there is no row; its plots are the kit's."""
    import pandas as pd

    from kit import plots

    if pd.get_option("plotting.backend") == "matplotlib":  # pandas' own; whoever chose another keeps it
        pd.set_option("plotting.backend", plots.BACKEND)
    return pd.DataFrame(rows, columns=list(columns))


def mark(question: str) -> Question:
    """Ask a question that is answered by marking words of a text."""
    return _ask(question, "marks")


def choose(question: str) -> Question:
    """Ask a question with options."""
    return _ask(question, "choice")


def order(question: str) -> Question:
    """Ask to put options in order."""
    return _ask(question, "order")


def match(question: str) -> Question:
    """Ask which evidence card belongs to each claim."""
    return _ask(question, "match")


def number(question: str) -> Question:
    """Ask for a number; ``4,500`` and ``4500`` are the same, and the page says what it understood."""
    return _ask(question, "number")


def date(question: str) -> Question:
    """Ask when an undated text was written: a stretch of a time line, and the clue that settles it."""
    return _ask(question, "date")


def evidence(question: str) -> Question:
    """Offer evidence cards that are opened one at a time.

    Which were opened, in which order, and after how many the student felt sure are the answer.
    """
    return _ask(question, "evidence")


def rate(question: str) -> Question:
    """Ask to rate several things, each on six steps that have words."""
    return _ask(question, "ratings")


def write(question: str) -> Question:
    """Ask for a few sentences; they are saved as they are typed."""
    return _ask(question, "text")


def compare(question: str) -> Comparison:
    """Show my marks, the key's and the machine's side by side, for a marks question of this notebook.

    It follows the answer as it changes, and shows nothing of the key before a first try. A question that
    counts has no key here: then it says so.
    """
    from kit import comparison
    from kit.widgets.comparison import Comparison
    from kit.widgets.question import Question

    asked = _desk.question(question, "marks")
    widget = _desk.asked.get((asked["exercise"], question)) or Question(asked)
    return Comparison(widget, comparison.machine_marks(asked))


def explore(what: str | Article, label: str = "claim") -> ipywidgets.VBox:
    """Move the machine's threshold and see its hits and false alarms change.

    ``what`` is a practice question on claims (its firm marks with ``label`` count), or an article that comes
    with a key. The counts are sentences.
    """
    from kit import exploration

    try:
        if isinstance(what, Article):
            return exploration.of_article(what, label)
        return exploration.of_question(_desk.question(what, "marks"), label)
    except ValueError as error:
        raise LessonError(str(error)) from None


def answer(question: str, value: Any) -> Question:
    """Hand in what a cell computed: a number, a text, a list or a table. ``...`` is not answered yet.

    Of a question for a number it fills in the field, which can be typed in just as well: the answer, its
    feedback and its credit are the same.
    """
    from kit.widgets.question import kept

    asked = _desk.question(question)
    if asked["kind"] != "number":
        asked = _desk.question(question, "value")
    blank = records.blank(asked["exercise"], question, asked["kind"])
    record = kept(blank) or blank
    if value is not ...:
        plain = _plain(value)
        if asked["kind"] == "number" and (isinstance(plain, bool) or not isinstance(plain, int | float)):
            raise LessonError(_say("no_number", question=question, type=type(value).__name__))
        record = record if record["revision"] and record["value"] == plain else records.changed(record, plain)
        try:
            records.check(record)
        except ValueError as error:
            raise LessonError(_say("unsaved", error=error)) from None
    return _ask(question, asked["kind"], record)


def check(*questions: str, hint: bool = False) -> Feedback:
    """Explain the answers to these questions, or to all that were asked, as the Check button does.

    As on the page, what is still to find is only counted at first: ``hint=True`` asks about it.
    """
    if _desk.sheet is None:
        raise LessonError(_say("first"))
    found = []
    for name in questions or tuple(_desk.sheet.questions):
        asked = _desk.question(name)
        widget = _desk.asked.get((asked["exercise"], name))
        if widget is None and questions:
            raise LessonError(_say("cell", question=name))
        if widget is not None:
            record = dict(widget.record)
            found.append((asked, feedback.explain(asked, record), hint or record.get("help", 0) >= HINT))
    return Feedback(found)


class Feedback:
    """Feedback on some questions, as text."""

    def __init__(self, found: list[tuple[dict[str, Any], dict[str, Any], bool]]) -> None:
        self.found = found
        """Each question, what is to say of its answer, and whether hints are wanted."""

    def __repr__(self) -> str:
        return "\n".join(line for found in self.found for line in self._lines(*found))

    def _lines(self, question: dict[str, Any], explained: dict[str, Any], hint: bool) -> Iterator[str]:
        say, name = words.words()["check"], question["question"]
        yield f"{name}: {explained['summary']}".rstrip(": ")
        shown = [line for line in explained["lines"] if hint or line["outcome"] not in feedback.HINTS]
        for line in shown:
            quote = line.get("quote", "")
            about = f"“{quote}” " if quote and quote not in line["text"] else ""  # once is enough
            yield f"  {say['outcomes'][line['outcome']]}: {about}{line['text']}"
        if len(shown) < len(explained["lines"]):
            yield f"  {words.fill(say['hint_python'], question=name)}"


def _say(entry: str, **values: Any) -> str:
    return words.fill(words.words()["lesson"][entry], **values)


def _ask(name: str, kind: str, record: records.Record | None = None) -> Question:
    from kit.widgets.question import Question

    question = _desk.question(name, kind)
    widget = Question(question, record)
    _desk.asked[question["exercise"], name] = widget
    return widget


def _plain(value: Any) -> Any:
    """Turn what pandas and NumPy give into plain JSON data."""
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        value = value.to_dict("records")
    elif hasattr(value, "tolist"):
        value = value.tolist()
    elif hasattr(value, "to_list"):
        value = value.to_list()
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return None  # a gap in a table
    return value if isinstance(value, str | int | float | bool | type(None)) else str(value)
