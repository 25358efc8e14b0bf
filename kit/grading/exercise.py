"""An exercise as the grader sees it: what students got, the key that they never had, and the points."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit import articles, fingerprint, item_keys, items, records, schemas, scoring
from kit.grading import reader
from kit.grading.late import Late

READING = "verdicts"
"""The kind whose key is the text's, and whose question is what ``kit.show`` painted: the machine's marks."""

FIELDS = ("order", "match", "number", "date", "evidence")
"""The kinds whose key is an item's: it is joined with the question, and scored as practice is."""

KEYLESS = ("text", "ratings")
"""The kinds that have no key: a person reads what was written, and ratings are opinions."""

RULES = {"marks": "overlap", "choice": "share", "value": "equal", "text": "person", "ratings": "answered"}
RULES |= dict.fromkeys((*FIELDS, READING), "share")
"""How each kind of question is scored unless ``exercise.toml`` says otherwise."""


class ExerciseError(ValueError):
    """An exercise that cannot be released or graded; the message names the file and what to mend."""


@dataclass(frozen=True)
class Level:
    """One level of a rubric: what earns these points, with an answer as a sample."""

    points: float
    describes: str
    sample: str = ""


@dataclass(frozen=True)
class Question:
    """A question with its key. ``item`` is what its view draws; ``key`` is what ``key.json`` holds of it.

    ``title`` is its heading in the notebook. ``kinds`` says whether a mark's wrong kind costs half. For marks
    the key is a list of places, limited to the passages shown and the labels asked for; for verdicts, those
    with the labels that are judged, and ``item["machine"]`` has the machine's marks. For the kinds in
    ``FIELDS`` it is the whole question with its key, as a practice question has it. ``sure`` is the share of
    the points that is for knowing how sure one can be.
    """

    id: str
    kind: str
    title: str
    points: float
    rule: str
    item: dict[str, Any]
    key: Any = None
    cost: float = scoring.COST
    tolerance: float = 0.0
    kinds: bool = False
    sure: float = 0.0
    rubric: tuple[Level, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """An exercise, checked: release, key and points belong together.

    ``fingerprint`` is a hash of its files and of the kit: where it is the same, the same answers earn the
    same.
    """

    name: str
    title: str
    course: Path
    notebook: dict[str, Any]
    questions: dict[str, Question]
    late: Late | None = None
    fingerprint: str = ""

    @property
    def points(self) -> float:
        """The most points that the exercise can give."""
        return sum(question.points for question in self.questions.values())


def load(course: Path, name: str) -> Exercise:
    """Load ``release/NAME`` and ``keys/NAME`` of a course; raises ``ExerciseError`` where they do not fit."""
    check_name(name)
    release, keys = course / "release" / name, course / "keys" / name
    _there(course, name, keys, release)
    rules = _toml(keys / "exercise.toml", "exercise")
    key = _key(keys / "key.json", rules)
    if rules["exercise"] != name:
        raise ExerciseError(f"{keys / 'exercise.toml'}: it is for {rules['exercise']!r}, not for {name!r}.")
    sheet = sheet_of(release)
    notebook = notebook_of(release, name)
    # A written answer needs no view, so it may be no item: its prompt and its cell are plain Markdown. The
    # machine's marks are shown by the article's own view.
    free = {name for name, rule in rules["questions"].items() if rule["kind"] in ("text", READING)}
    if odd := sorted((set(sheet.questions) ^ set(rules["questions"])) - (free - set(sheet.questions))):
        raise ExerciseError(
            f"{keys / 'exercise.toml'} and items.toml do not have the same questions: {', '.join(odd)} "
            "stands in one of them only. Add it to the other, or take it out."
        )
    try:
        questions = {
            name: _question(_item(sheet, release, name, rule), rule, key, _title(notebook, name))
            for name, rule in rules["questions"].items()
        }
        _check_readings(questions)
    except ValueError as error:
        raise ExerciseError(f"{keys}: {error}") from error
    _check_cells(release, notebook, questions)
    try:
        late = Late.read(rules["late"]) if "late" in rules else None
    except ValueError as error:
        raise ExerciseError(f"{keys / 'exercise.toml'}: {error}") from error
    return Exercise(sheet.name, sheet.title, course, notebook, questions, late, _fingerprint(release, keys))


def _fingerprint(*folders: Path) -> str:
    made = hashlib.sha256(fingerprint.of_kit().encode())
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            data = path.read_bytes()
            made.update(f"{path.relative_to(folder).as_posix()} {len(data)} ".encode() + data)
    return made.hexdigest()


def check_name(name: str) -> None:
    """Raise ``ExerciseError`` where a name is none: it becomes a folder's, and must not lead elsewhere."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
        raise ExerciseError(
            f"{name!r} is no exercise's name: small letters, digits and hyphens, 40 at most. Give the name "
            "of a folder in keys/, not a path."
        )


def sheet_of(folder: Path) -> items.Sheet:
    """Read the items of a release (or source) folder, without any key."""
    path = folder / "items.toml"
    try:
        is_graded = tomllib.loads(path.read_text("utf-8")).get("graded", False)
        sheet = items.exercise(folder) if is_graded else None
    except (OSError, ValueError) as error:
        raise ExerciseError(f"{folder}: {error}") from error
    if sheet is None:
        raise ExerciseError(f"{path}: an exercise says graded = true.")
    if sheet.name != folder.name:
        raise ExerciseError(f"{folder / 'items.toml'}: lesson = {sheet.name!r} must be the folder's name.")
    return sheet


def notebook_of(folder: Path, name: str) -> dict[str, Any]:
    """Read the notebook of a release (or source) folder: ``NAME.ipynb``, and no other."""
    found = sorted(path.name for path in folder.glob("*.ipynb"))
    if found != [f"{name}.ipynb"]:
        raise ExerciseError(
            f"{folder} must hold one notebook, {name}.ipynb; it holds {', '.join(found) or 'none'}."
        )
    try:
        return reader.parse((folder / found[0]).read_bytes()).notebook
    except reader.UnreadableError as error:
        raise ExerciseError(f"{folder / found[0]}: {error}") from error


def nbgrader_of(cell: dict[str, Any]) -> dict[str, Any]:
    """Return nbgrader's part of a cell's metadata; empty where there is none, or where it is no object."""
    metadata = cell.get("metadata")
    found = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) else {}


def _there(course: Path, name: str, keys: Path, release: Path) -> None:
    known = sorted(path.name for path in (course / "keys").glob("*") if path.is_dir())
    if not keys.is_dir():
        raise ExerciseError(
            f"there is no exercise {name!r} in {course}; its exercises are: {', '.join(known) or 'none'}. "
            "Check the spelling, or say where the course lies with --course."
        )
    if not release.is_dir():
        raise ExerciseError(f"{release} is not there: make it with `kit release {name} --course {course}`.")


def _toml(path: Path, schema: str) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        # Dates are checked where they are used; the schema sees what JSON can hold.
        schemas.check(schema, json.loads(json.dumps(data, default=str)))
    except (OSError, ValueError) as error:
        raise ExerciseError(f"{path}: {error}") from error
    return data


def _key(path: Path, rules: dict[str, Any]) -> dict[str, Any]:
    """Read ``key.json``; an exercise with nothing but ratings and written answers needs none."""
    if not path.exists() and all(rule["kind"] in KEYLESS for rule in rules["questions"].values()):
        return {}
    return _json(path, "key")


def _json(path: Path, schema: str) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        schemas.check(schema, data)
    except (OSError, ValueError) as error:
        raise ExerciseError(f"{path}: {error}") from error
    return data


def _item(sheet: items.Sheet, release: Path, name: str, rule: dict[str, Any]) -> dict[str, Any]:
    """Return what a question's view draws: from ``items.toml``, or where it needs no item, made here."""
    plain = {"question": name, "exercise": sheet.name, "kind": rule["kind"], "prompt": ""}
    if rule["kind"] != READING:
        return sheet.questions.get(name) or plain
    text = articles.load(release / str(sheet.article))
    if name != (right := records.reading_of(text.id, text.sha256)):
        raise ValueError(f"{name}: what students say of the machine's marks of this text is called {right}")
    reading = articles.reading(release / str(sheet.article), text)
    if reading is None:
        raise ValueError(
            f"{name}: {release / text.id / 'reading.json'} is not there. Release the exercise again"
        )
    machine = [
        {"start": mark["start"], "end": mark["end"], "label": mark["label"]}
        for mark in reading["marks"]
        if mark["label"] in rule["labels"]
    ]
    whole = [{"start": 0, "end": len(text.text)}]
    return plain | {"article": text.reference, "text": text.text, "passages": whole, "machine": machine}


def _check_readings(questions: dict[str, Question]) -> None:
    """Refuse an exercise that shows what it asks for: the machine's marks of labels that students mark."""
    judged = {mark["label"] for one in questions.values() for mark in one.item.get("machine", ())}
    for one in questions.values():
        asked = {label["id"] for label in one.item.get("labels", ())} if one.kind == "marks" else set()
        if both := sorted(judged & asked):
            raise ValueError(
                f"{one.id} asks to mark {', '.join(both)}, and the machine's marks of the same label are "
                "shown for judging. Ask for one of the two"
            )


def _title(notebook: dict[str, Any], name: str) -> str:
    """Return the heading over a question in the notebook; its id where there is none."""
    for cell in notebook["cells"]:
        if nbgrader_of(cell).get("grade_id") in (name, f"{name}-prompt"):
            for line in reader.source_of(cell).splitlines():
                if line.startswith("#"):
                    return line.lstrip("# ").strip()
    return name


def _question(item: dict[str, Any], rule: dict[str, Any], key: dict[str, Any], title: str) -> Question:
    name, kind = item["question"], item["kind"]
    if rule["kind"] != kind:
        raise ValueError(f"{name} is of kind {kind} in items.toml and {rule['kind']} in exercise.toml")
    own: Any = None
    if kind == "marks":
        own = _marks(item, key, {label["id"] for label in item["labels"]})
    elif kind == READING:
        own = _marks(item, key, set(rule["labels"]))
        if lacking := sorted(set(rule["labels"]) - {mark["label"] for mark in own}):
            raise ValueError(
                f"{name}: key.json has no mark of {', '.join(lacking)}, so nobody can tell which of the "
                "machine's are right"
            )
        if not item["machine"]:
            raise ValueError(f"{name}: the machine marks no {' and no '.join(rule['labels'])} in this text")
    elif kind not in KEYLESS:
        own = key.get({"choice": "choices", "value": "values"}.get(kind, "fields"), {}).get(name)
        if own is None:
            raise ValueError(f"key.json says nothing of {name}")
    if kind in FIELDS:
        own = _joined(item, own)
    if kind == "choice":
        options = {option["id"] for option in item["options"]}
        if strange := (set(own["right"]) | set(own["feedback"])) - options:
            raise ValueError(
                f"key.json names options that {name} does not have: {', '.join(sorted(strange))}"
            )
    return Question(
        name,
        kind,
        title,
        float(rule["points"]),
        rule.get("rule", RULES[kind]),
        item,
        own,
        rule.get("cost", scoring.COST),
        rule.get("tolerance", own.get("tolerance", 0.0) if kind == "value" else 0.0),
        rule.get("kinds", item.get("ask_kind", False)),
        _sure(item, rule),
        tuple(Level(**level) for level in rule.get("rubric", ())),
    )


def _sure(item: dict[str, Any], rule: dict[str, Any]) -> float:
    """Return the share of the points that is for confidence; it must be asked for, and students be told."""
    share = float(rule.get("sure", 0))
    told = item.get("confidence", False) and item.get("confidence_counts", False)
    if bool(share) != bool(item.get("confidence_counts", False)) or (share and not told):
        raise ValueError(
            f"{item['question']}: where knowing how sure one is earns points, exercise.toml says sure = 0.25 "
            "(a share), and items.toml says confidence = true and confidence_counts = true, so that students "
            "are asked and told. One of them is missing"
        )
    return share


def _joined(item: dict[str, Any], key: dict[str, Any]) -> dict[str, Any]:
    """Return the question with its key in it, as practice has it; refuse what gives the answer away."""
    whole = item_keys.joined(item, key)
    name = item["question"]
    if item["kind"] == "evidence" and "needed" not in whole:
        raise ValueError(f"{name}: without needed cards there is nothing to score")
    if item["kind"] == "order" and [option["id"] for option in item["options"]] == whole["order"]:
        raise ValueError(
            f"{name}: items.toml lists the options in the right order, and students have that file. "
            "List them in another one"
        )
    return whole


def _marks(item: dict[str, Any], key: dict[str, Any], labels: set[str]) -> list[scoring.Place]:
    """Return the key marks that a question asks for: in its passages, with its labels."""
    if item["article"] != key["article"]:
        raise ValueError(
            f"key.json is for another text ({key['article']['id']}) than {item['question']} shows "
            f"({item['article']['id']}), or for another version: their sha256 differ. Restore the text that "
            "was marked, or mark this one again"
        )
    for mark in key["marks"]:
        if item["text"][mark["start"] : mark["end"]] != mark["quote"]:
            raise ValueError(f"mark {mark['id']}: the text from {mark['start']} on is not {mark['quote']!r}")
    return [
        mark
        for mark in key["marks"]
        if mark["label"] in labels
        and any(mark["start"] < place["end"] and mark["end"] > place["start"] for place in item["passages"])
    ]


def _check_cells(release: Path, notebook: dict[str, Any], questions: dict[str, Question]) -> None:
    """Check that nbgrader's cells give each question the points that ``exercise.toml`` gives it."""
    points = {
        str(data.get("grade_id")): data.get("points")
        for data in map(nbgrader_of, notebook["cells"])
        if data.get("task") or data.get("grade")
    }
    expected = {name: question.points for name, question in questions.items()}
    for name in sorted(
        {*points, *expected},
    ):
        if points.get(name) != expected.get(name):
            raise ExerciseError(
                f"{release}: the notebook gives {name} {points.get(name)} points and exercise.toml "
                f"{expected.get(name)}. Each question needs one cell with grade_id = its id and its points; "
                "mend the source notebook or exercise.toml, and release again."
            )
