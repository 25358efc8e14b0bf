"""The report as a notebook calls it: one short method a part."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from math import isnan

import numpy as np
from markupsafe import Markup

from kit.classreport import charts, marking, measures
from kit.classreport.alike import LEAST, Alike, Pair, find
from kit.classreport.data import Class
from kit.classreport.parts import Part, bar, number, part, percent, points, table, words
from kit.gains.report import Report as Gains
from kit.gains.report import words as gains_words
from kit.grading.roster import Roster
from kit.words import fill
from kit.words import words as kit_words

EVIDENCE = 6  # shared answers that are shown of a pair
MOST_PAIRS = 200


class Report:
    """A class, and the parts of its report. Each method returns a part that a notebook shows.

    ``gains`` is what two tests said, or why nothing can be said of them; ``problems`` counts their notebooks
    that could not be used.
    """

    def __init__(
        self, of: Class, roster: Roster | None = None, gains: Gains | str | None = None, problems: int = 0
    ) -> None:
        self.data = of
        self._roster, self._gains, self._problems = roster, gains, problems

    def about(self) -> Part:
        """Say which exercise it is, and how many handed it in."""
        of, say = self.data, words()["about"]
        says = fill(
            say["says"], title=of.exercise.title, n=len(of.students), points=f"{of.exercise.points:g}"
        )
        return part(says, means="" if of.students else say["empty"])

    def scores(self) -> Part:
        """Show how the scores are spread, and how many handed in, are missing, or wait for a person."""
        of, say = self.data, words()["scores"]
        spread = measures.spread(of.score, of.exercise.points)
        who = table(say["who"], (say["group"], say["students"]), self._who())
        if not spread.students:
            return part(say["none"], who)
        _, low, median, high, _ = spread.figures
        says = fill(
            say["says"],
            median=points(median),
            low=points(low),
            high=points(high),
            points=f"{of.exercise.points:g}",
        )
        top = max(count for _, _, count in spread.bins) or 1
        rows = [
            (f"{points(low)} – {points(high)}", bar(count / top, str(count)))
            for low, high, count in spread.bins
        ]
        five = zip(say["names"], (points(figure) for figure in spread.figures), strict=True)
        return part(
            says,
            table(say["bars"], (say["range"], say["students"]), rows, words=[1]),
            table(say["quartiles"], (say["figure"], say["range"]), five),
            who,
            means=say["means"],
        )

    def _who(self) -> Iterator[tuple[str, str]]:
        of, say = self.data, words()["scores"]
        yield say["handed"], str(len(of.students))
        yield say["unread"], str(int((~of.read).sum()))
        yield say["missing"], say["no_roster"] if self._roster is None else str(self._missing(self._roster))
        yield say["waiting"], str(int(of.waits.any(axis=1).sum()))

    def _missing(self, roster: Roster) -> int:
        found = (roster.match(*one) for one in zip(self.data.students, self.data.names, strict=True))
        return len({one.id for one in roster.students} - {one.id for one in found if one})

    def questions(self) -> Part:
        """Show how hard each question was, how it goes along with the rest, and how many left it blank."""
        of, say = self.data, words()["questions"]
        found = measures.items(of)
        rows = [
            (
                of.exercise.questions[one.question].title,
                fill(say["waits"], n=one.waiting) if one.waiting else bar(one.share, percent(one.share)),
                number(one.discrimination),
                "–" if isnan(one.low) else fill(say["to"], low=number(one.low), high=number(one.high)),
                one.blank,
            )
            for one in found
        ]
        names = ("question", "share", "discrimination", "range", "blank")
        few = [fill(say["few"], n=measures.LEAST)] if any(isnan(one.discrimination) for one in found) else []
        shown = table(say["title"], [say[name] for name in names], rows, words=[1])
        return part(
            say["says"], shown, *(Markup("<p>{}</p>").format(line) for line in few), means=say["means"]
        )

    def heat_map(self, question: str | None = None) -> Part:
        """Show a text, shaded by how many marked each word; of all questions on marks, or of one."""
        return marking.heat_map(self.data, question)

    def mistakes(self, question: str | None = None) -> Part:
        """Show the false alarms and the misses that came up most, with what the key says of them."""
        return marking.mistakes(self.data, question)

    def agreement(self, question: str | None = None) -> Part:
        """Show how far students agree on what to mark, for each label."""
        return marking.agreement(self.data, question)

    def calibration(self) -> Part:
        """Show how sure students were beside how often they were right, where they said it."""
        say, found = words()["calibration"], measures.calibration(self.data)
        if found is None:
            return part(say["none"])
        steps = kit_words()["confidence"]["steps"]
        rows = [
            (
                steps[one.step - 1],
                percent(one.stands_for),
                one.answers,
                percent(one.right),
                "–" if isnan(one.low) else f"{percent(one.low)} – {percent(one.high)}",
            )
            for one in found.steps
        ]
        names = ("step", "stands", "answers", "right", "range")
        brier = fill(say["brier"], brier=number(found.brier), base=number(found.base))
        return part(
            fill(say["says"], n=found.answers),
            charts.calibration(found, say),
            table(say["title"], [say[name] for name in names], rows),
            Markup("<p>{}</p>").format(brier),
            means=say["means"],
        )

    def gains(self) -> Part:
        """Show what the class gained from the test before the course to the one after it."""
        say, made, theirs = words()["gains"], self._gains, gains_words()
        if made is None:
            return part(say["none"])
        told = [Markup("<p>{}</p>").format(fill(say["problems"], n=self._problems))] if self._problems else []
        if isinstance(made, str):
            return part(fill(say["few"], why=made), *told)
        rows = [
            (
                theirs["measures"][row.measure]["name"],
                number(row.before.mean),
                number(row.after.mean),
                f"{row.gain.mean:+.2f}",
                f"{row.gain.low:+.2f} to {row.gain.high:+.2f}",
            )
            for row in made.rows
        ]
        heads = [theirs["table"][name] for name in ("measure", "before", "after", "gain", "interval")]
        said = Markup("<ul>{}</ul>").format(
            Markup("").join(Markup("<li>{}</li>").format(theirs["sentences"][name]) for name in made.said)
        )
        shown = table(theirs["title"], heads, rows)
        return part(fill(say["says"], n=made.students), said, shown, *told, means=say["means"])

    def alike(self) -> Part:
        """Show pairs of submissions that are more alike than chance allows, with what they share."""
        of, say, found = self.data, words()["alike"], self._alike
        pieces = [Markup('<p class="caution">{}</p>').format(say["caution"])]
        if of.sheets:
            rows = [(", ".join(map(of.who, group)), len(group)) for group in of.sheets]
            pieces.append(Markup("<p>{}</p>").format(fill(say["sheet_says"], n=len(of.sheets))))
            pieces.append(table(say["sheets"], (say["group"], words()["heat"]["students"]), rows))
        if found.pairs:
            told = [self._pair(one) for one in found.pairs[:MOST_PAIRS]]
            names = ("pair", "chance", "shared", "evidence")
            pieces.append(table(say["pairs"], [say[name] for name in names], told, words=[3]))
            if len(found.pairs) > MOST_PAIRS:
                pieces.append(Markup("<p>{}</p>").format(fill(say["more"], n=len(found.pairs) - MOST_PAIRS)))
        if not found.compared:
            return part(fill(say["few"], n=LEAST), *pieces)
        says = fill(say["says"], n=len(found.pairs)) if found.pairs else say["none"]
        counts = {name: f"{getattr(found, name):,}" for name in ("compared", "used", "given")}
        return part(says, *pieces, means=fill(say["method"], **counts))

    @cached_property
    def _alike(self) -> Alike:
        return find(self.data.wrong, len(self.data.students))

    def _pair(self, pair: Pair) -> tuple[object, ...]:
        say, of = words()["alike"], self.data
        shown = [fill(say["gave"], said=said, n=n) for said, n in pair.shared[:EVIDENCE]]
        if len(pair.shared) > EVIDENCE:
            shown.append(fill(say["more"], n=len(pair.shared) - EVIDENCE))
        # A power of ten is what anybody can say of so small a chance.
        power = min(max(int(-np.log10(max(pair.chance, 1e-300))), 0), 9)
        chance = fill(say["below"], n=f"{10**power:,}")
        items = Markup("").join(Markup("<li>{}</li>").format(one) for one in shown)
        named = f"{of.who(pair.one)} – {of.who(pair.two)}"
        return named, chance, len(pair.shared), Markup("<ul>{}</ul>").format(items)
