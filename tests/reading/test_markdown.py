from kit.reading import markdown

from .helpers import kinds, quotes


def test_what_is_hidden_keeps_every_offset():
    text = (
        '# Title\n\n> - See the ![map](a.png) and [a *report*](https://example.org/x "Title").\nx - y [1] (2)'
    )
    plain = markdown.hidden(text)
    assert len(plain) == len(text)
    assert all(shown in (" ", was) for shown, was in zip(plain, text, strict=True))
    assert " ".join(plain.split()) == "Title See the map and a *report* . x - y [1] (2)"


def test_a_linked_source_is_read_to_its_end():
    text = "According to a [report](https://example.org) by the Ministry of Health, 30 wards closed."
    assert quotes(text, "source") == ["a [report](https://example.org) by the Ministry of Health"]
    assert quotes(text, "content") == ["30 wards closed"]


def test_the_sign_of_a_block_quotation_is_not_quoted():
    assert quotes("> “We will pay the workers,” the firm wrote.", "content") == ["“We will pay the workers,”"]


def test_a_month_a_power_and_a_skill_are_no_predictions():
    assert kinds("The might of the army grew.", "claim") == ["event"]
    assert kinds("He could swim as a child.", "claim") == ["event"]
    assert kinds("The council closed the bridge in May.", "claim") == ["event"]


def test_what_is_asked_is_no_claim():
    assert quotes("Did the mayor say that it rained?", "claim") == []
    assert kinds("“Did it rain?” the mayor asked.", "claim") == ["attribution"]
