from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.gains import orders
from kit.grading import roster
from kit.grading.roster import RosterError

FORMS = ("form-a", "form-b")


def listed(number: int, first: int = 0) -> roster.Roster:
    rows = "".join(f"s{n:03},Student {n}\n" for n in range(first, first + number))
    return roster.parse(f"id,name\n{rows}")


@given(st.integers(1, 70), st.integers(0, 2**31))
def test_blocks_keep_the_orders_balanced(students: int, seed: int) -> None:
    drawn = orders.assign(listed(students), FORMS, seed)
    counts = Counter(one.before for one in drawn)
    assert abs(counts["form-a"] - counts["form-b"]) <= 2
    assert all({one.before, one.after} == set(FORMS) for one in drawn)
    assert [one.id for one in drawn] == [f"s{n:03}" for n in range(students)]


@given(st.integers(1, 40), st.integers(1, 12), st.integers(0, 999))
def test_who_has_an_order_keeps_it_and_late_ones_fill_up(early: int, late: int, seed: int) -> None:
    before = orders.assign(listed(early), FORMS, seed)
    after = orders.assign(listed(early + late), FORMS, seed + 1, before)
    assert after[:early] == before
    assert len(after) == early + late
    counts = Counter(one.before for one in after)
    assert abs(counts["form-a"] - counts["form-b"]) <= 2


def test_the_same_seed_draws_the_same_and_the_list_tells_nothing() -> None:
    assert orders.assign(listed(30), FORMS, 5) == orders.assign(listed(30), FORMS, 5)
    firsts = [[one.before for one in orders.assign(listed(30), FORMS, seed)] for seed in range(40)]
    assert len({tuple(one) for one in firsts}) > 35
    # Every place of the list gets either form about as often: 40 draws, 20 expected.
    assert all(8 <= sum(one[place] == "form-a" for one in firsts) <= 32 for place in range(30))


def test_the_file_gives_the_same_orders_again_and_runs_in_no_spreadsheet(tmp_path: Path) -> None:
    students = roster.parse('id,name\n=cmd,"Lee, Ann"\n7,Ömer\n@x,+1\n')
    drawn = orders.assign(students, FORMS, 1)
    text = orders.text(drawn)
    assert not any(cell.startswith(("=", "@", "+")) for line in text.splitlines() for cell in line.split(","))
    path = tmp_path / "orders.csv"
    path.write_bytes(text.encode("utf-8-sig"))
    assert orders.load(path) == drawn


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("id,name\n1,Ann\n")
    with pytest.raises(RosterError, match="before, after, as `kit assign` writes them"):
        orders.load(path)
