"""Every rule fires on two invented sentences at least: none was made for one text alone."""

import tomllib
from pathlib import Path

import pytest

from kit.reading import findings, read

SENTENCES = {
    "hedge-modal": ["The plan may fail.", "Prices could rise next year."],
    "hedge-verb": ["The results suggest that it works.", "The door seems to be open."],
    "hedge-belief": ["They believe that the king fled.", "The vote is expected to be close."],
    "hedge-adjective": ["It was the likely cause.", "A possible delay worries them."],
    "hedge-adverb": ["The vote was reportedly delayed.", "Perhaps the bridge will hold."],
    "hedge-noun": ["There is a possibility of rain.", "The rumor spread quickly."],
    "hedge-whether": ["They asked whether the bridge is safe.", "Nobody knows whether it rained."],
    "hedge-approximator": ["About 300 people came.", "Over 4,500 soldiers arrived."],
    "hedge-condition": ["If it rains, the game will stop.", "The school stays shut unless they pay."],
    "weasel-holder": ["Experts say that the bridge is unsafe.", "Some critics argue that it fails."],
    "weasel-passive": ["It is believed that the king fled.", "It is said that the house is haunted."],
    "weasel-amount": ["Many schools were closed.", "Several roads are flooded."],
    "weasel-frequency": ["The food is generally cheap.", "She is widely read."],
    "weasel-view": ["Historians disagree about the cause.", "There is evidence of fraud."],
    "weasel-praise": ["It is one of the best schools.", "She is a renowned singer."],
    "weasel-hedge": ["The bridge is probably unsafe.", "Perhaps it rained."],
    "loaded-emotive": ["He made a shocking mistake.", "It was a ridiculous plan."],
    "loaded-exaggeration": ["It was an unprecedented step.", "They won a massive prize."],
    "loaded-fear": ["The city is on the brink of ruin.", "A nightmare began."],
    "loaded-label": ["The regime raised taxes.", "The puppet signed it."],
    "loaded-doubt": ["The so-called reform failed.", "It was a sham."],
    "source-say": ["The mayor said that it rained.", "Anna Meyer argued that it rained."],
    "source-think": ["The mayor believes that it rained.", "The union fears that it will close."],
    "source-show": ["The report shows that prices fell.", "A survey showed that prices rose."],
    "source-stance": ["The union rejected the plan.", "The mayor praised the teachers."],
    "source-wish": ["The governor promised to cut taxes.", "The union refused to sign."],
    "source-call": ["The mayor called the plan a mistake.", "Anna Meyer called him a hero."],
    "source-speak-of": ["The senator called for new elections.", "The mayor warned of floods."],
    "source-according": ["According to the police, two men fled.", "According to Meyer, it rained."],
    "source-noun": [
        "Anna Meyer’s claim that it rained is false.",
        "The mayor’s call for calm helped.",
        "A warning from the fire brigade that the dam might break came on Monday.",
    ],
    "source-learned": ["Officials balked at the plan.", "The mayor embraced the idea."],
    "cue-of": ["The mayor said that it rained.", "The union rejected the plan."],
    "content-of": ["The mayor said that it rained.", "The union rejected the plan."],
    "cue-nobody": ["It is believed that the king fled.", "It is said that the house is haunted."],
    "content-nobody": ["It is believed that the king fled.", "It is said that the house is haunted."],
    "claim-attribution": ["The mayor said that it rained.", "The union rejected the plan."],
    "claim-quantity": ["The city hired 40 teachers.", "Prices rose by 3 percent."],
    "claim-motive": ["The party seeks to win the north.", "The firm plans to leave."],
    "claim-prediction": ["The river will flood the town.", "The shop may close soon."],
    "claim-causal": ["The storm caused the blackout.", "The strike led to delays."],
    "claim-event": ["The council closed the bridge.", "The king left the city."],
    "claim-headline": [
        "**Council Closes Old Bridge After Storm**\nThe council met.",
        "School Opens New Library in Spring\n\nIt was full.",
    ],
}
OTHERS = {"name-surname", "name-pronoun"}
"""Sentences that are added to a rule's own: see the tests of names."""


def test_every_rule_with_a_reason_has_its_sentences():
    reasons = Path(findings.__file__).parent / "reasons.toml"
    assert set(tomllib.loads(reasons.read_text("utf-8"))["reason"]) - OTHERS == set(SENTENCES)


@pytest.mark.parametrize("rule", SENTENCES)
def test_a_rule_fires_on_invented_sentences(rule):
    assert len(SENTENCES[rule]) >= 2
    for text in SENTENCES[rule]:
        fired = {mark.rule for codebook in (True, False) for mark in read(text, codebook=codebook).marks}
        assert rule in fired, (text, fired)
