"""Clauses: spans partition the sentence, and stand where an editor would cut."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoevents.lexicon import Lexicon
from geoevents.text import clauses, parse

CUTS = [
    "The bridge fell| after a heavy raid by rebel forces.",
    "The army sent engineers there on Monday,| two days after hundreds of people crossed the river.",
    "After the dam broke,| two villages were flooded.",
    "Shortly after the meeting, the three towns — Alma, Berg and Corno — declared they would resist.",
    "The ministry said on Monday| that the road was open| and that the bridge had been repaired.",
    "A shell hit a market on Friday, killing at least 4 people and wounding 9 others, officials said.",
    "The raid,| which began on May 3,| could involve 900 troops.",
    "The houses are intact,| and the mills are guarded by soldiers.",
    "A drone struck the depot| and the guard was wounded.",
    "They destroyed vehicles and killed dozens of soldiers.",
    "Shells hit Alma, Berg and Corno.",
    "Officials from Alma and Berg met on Monday.",
    "The governor, Anna Lund, said the school and the hospital were hit.",
    "People fled| when the shelling began;| most came back on Monday.",
    "The village was quiet| — nobody had stayed.",
    "Trains stopped before dawn and after midnight.",
    "As many as 900 people fled.",
    "He described the town as quiet.",
    "A state of alert was declared today,| following clashes last week.",
    "The men,| most of whom were farmers,| crossed the border.",
    "The town has not been hit since Monday.",
    "She has lived there| since the war began.",
    "In the following weeks the river rose.",
    "The mayor said| “when the road opens, we leave.”",
    "The law covers the seasonal vaccine and the second shot.",
    "They should leave as soon as possible.",
    "Rebels took the town| while the army was shelling the road,| although a truce had been signed.",
]  # fmt: skip


@pytest.mark.parametrize("marked", CUTS, ids=lambda m: m[:30])
def test_cuts(marked: str, lexicon: Lexicon) -> None:
    text = marked.replace("|", "")
    prose = parse(text, lexicon)
    found = [span.of(text) for span in clauses(prose, prose.sentences[0])]
    assert [" ".join(part.split()) for part in found] == [" ".join(part.split()) for part in marked.split("|")]


WORDS = re.findall(
    r"\S+",
    "after before while that which who and but the a raid troops fled said hit was were , ; : — “ ” . as following two"
    " days Monday killed killing Alma in of by 44 's",
)


@settings(max_examples=300, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=40))
def test_spans_partition_every_sentence(words: list[str], lexicon: Lexicon) -> None:
    prose = parse(" ".join(words), lexicon)
    for sentence in prose.sentences:
        spans = clauses(prose, sentence)
        assert spans[0].start == sentence.span.start
        assert spans[-1].end == sentence.span.end
        assert all(a.end == b.start for a, b in pairwise(spans))
        assert all(span.start < span.end for span in spans)
