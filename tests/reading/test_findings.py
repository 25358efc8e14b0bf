import pytest

from kit.reading import findings, pipeline
from kit.reading.findings import Finding


@pytest.fixture
def doc():
    return pipeline.load().make_doc("**The plan may fail.** \n")


def test_what_is_written_is_read_back(doc):
    finding = Finding(4, 5, "modal", "hedge-modal", "why", "a1")
    findings.write(doc, "hedge", [finding])
    assert list(findings.read(doc, "hedge")) == [finding]


def test_findings_survive_bytes(doc):
    findings.write(doc, "hedge", [Finding(4, 5, "modal", "hedge-modal", "why")])
    again = type(doc)(doc.vocab).from_bytes(doc.to_bytes())
    assert findings.marks(again) == findings.marks(doc)


def test_edges_lose_markdown_and_space(doc):
    findings.write(doc, "claim", [Finding(0, len(doc), "event", "claim-event", "why")])
    assert [mark.quote(doc.text) for mark in findings.marks(doc)] == ["The plan may fail."]


def test_a_finding_of_markdown_alone_is_dropped(doc):
    findings.write(doc, "claim", [Finding(0, 2, "event", "claim-event", "why")])
    assert findings.marks(doc) == []


def test_a_rule_without_a_sentence_is_an_error():
    with pytest.raises(KeyError):
        findings.reason("no-such-rule", quote="word")
