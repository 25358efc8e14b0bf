from __future__ import annotations

from pathlib import Path

import pytest

from kit.grading import roster
from kit.grading.roster import RosterError

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Essay (12)
,,,,,Manual Posting
    Points Possible,,,,,20.00
"Lovelace, Ada",101,S-1,ada,Class 9,
"Student, Test",999,,test,Class 9,
"Öztürk, Ömer",102,S-2,omer,Class 9,
"""
MOODLE = """Identifier;Full name;Email address;Status;Grade
Participant 4711;Ada Lovelace;ada@school.example;No submission;
Participant 4712;Ömer Öztürk;omer@school.example;No submission;
"""
GRADESCOPE = "First Name,Last Name,SID,Email\nAda,Lovelace,1,ada@school.example\n"
NBGRADER = "id,first_name,last_name,email,lms_user_id\nada,Ada,Lovelace,,\n"


@pytest.mark.parametrize(
    ("text", "said", "name", "found"),
    [
        (CANVAS, "101", "", "101"),
        (CANVAS, "ada", "", "101"),
        (CANVAS, "lovelaceada", "", "101"),
        (CANVAS, "?", "Ada Lovelace", "101"),
        (CANVAS, "S-2", "", "102"),
        (MOODLE, "4711", "", "Participant 4711"),
        (MOODLE, "x", "ömer  öztürk", "Participant 4712"),
        (MOODLE, "omer@school.example", "", "Participant 4712"),
        ("ID;Vollständiger Name\nTeilnehmer/in4711;Ada Lovelace\n", "4711", "", "Teilnehmer/in4711"),
        ("LastName,FirstName,ID,Section\nLovelace,Ada,101,9b\n", "lovelaceada", "", "101"),
        (GRADESCOPE, "1", "", "1"),
        (GRADESCOPE, "?", "Lovelace, Ada", "1"),
        (NBGRADER, "ada", "", "ada"),
        ("name\nAda Lovelace\n", "AdaLovelace", "", "Ada Lovelace"),
    ],
)
def test_students_are_found_by_what_platforms_call_them(text: str, said: str, name: str, found: str) -> None:
    student = roster.parse(text).match(said, name)
    assert student is not None
    assert student.id == found


def test_canvas_rows_that_are_nobody_are_left_out() -> None:
    assert [one.id for one in roster.parse(CANVAS).students] == ["101", "102"]


def test_a_name_that_two_students_share_is_nobodys() -> None:
    found = roster.parse("id,name\n1,Ann Lee\n2,Ann Lee\n")
    assert found.match("Ann Lee") is None
    assert found.match("2", "Ann Lee") is not None


def test_names_match_whatever_the_form_of_their_accents() -> None:
    assert roster.parse("id,name\n1,O\u0308mer\n").match("ömer") is not None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "needs a first row with headings"),
        ("a,b\n1,2\n", "its headings are: a, b"),
        ("id,name\n1,Ann\n1,Bob\n", "two rows are of '1'"),
        ('id,name\n"1,Ann\n', "is no CSV"),
        ("id,email,class\n,,9b\n", "row 2: nobody can tell who this is"),
    ],
)
def test_a_list_that_is_none_says_why(text: str, says: str) -> None:
    with pytest.raises(RosterError, match=says):
        roster.parse(text)


def test_excels_byte_order_mark_is_read_and_latin_1_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("id;name\r\n1;Zoë\r\n\r\n".encode("utf-8-sig"))
    assert [one.name for one in roster.load(path).students] == ["Zoë"]
    path.write_bytes("id,name\n1,Zoë\n".encode("latin-1"))
    with pytest.raises(RosterError, match="Save it again as “CSV UTF-8”"):
        roster.load(path)
    with pytest.raises(RosterError, match="cannot be read"):
        roster.load(tmp_path / "none.csv")
