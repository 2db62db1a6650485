"""Any reports, for properties of merging: they share places, days, words and passages of text."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from merge_builders import (
    COUNTRY,
    DAY,
    OBLAST,
    OTHER_OBLAST,
    OTHER_TOWN,
    TOWN,
    at,
    day,
    exactly,
    heard,
    mention,
    report,
)

from geoevents.model import EventMention, Extraction

PLACES = [(), (at(TOWN),), (at(OTHER_TOWN),), (at(OBLAST),), (at(OTHER_OBLAST),), (at(COUNTRY),), (at(TOWN, "near"),)]
KINDS = ["strike", "damage", "battle", "control", "incursion", "evacuation", "emergency", "meeting"]
QUOTES = [
    "A missile slammed into a shopping mall near the cannery.",
    "Rockets hit an outdoor market beside the old cannery.",
    "Fighting went on in the outskirts.",
    "Troops say they are controlling the town.",
    "Thousands left their homes by bus and train.",
    "Guards halted the northern column near the dam.",
    "Its men advanced up to the reservoir in the largest incursion for years.",
]
ACTORS = [(), ("Northern army",), ("Southern army",), ("Northern army", "Southern army")]
WORDS = [f"word{n}" for n in range(24)]
TEXTS = ["", *(" ".join(WORDS[first:last]) for first, last in [(0, 24), (0, 21), (0, 16), (8, 24), (12, 24), (6, 17)])]
DAYS = st.integers(-2, 9).map(lambda n: DAY + timedelta(days=n))


@st.composite
def reports(draw: st.DrawFn) -> list[Extraction]:
    return [draw(one_report(f"r{n}")) for n in range(draw(st.integers(0, 7)))]


@st.composite
def one_report(draw: st.DrawFn, name: str) -> Extraction:
    published = draw(st.none() | DAYS)
    mentions = [draw(one_mention(name, 100 * n)) for n in range(draw(st.integers(0, 4)))]
    publisher = draw(st.sampled_from([None, "Herald", "Tribune"]))
    return report(name, *mentions, published=published, publisher=publisher, text=draw(st.sampled_from([*TEXTS, name])))


@st.composite
def one_mention(draw: st.DrawFn, name: str, start: int) -> EventMention:
    stated = draw(DAYS)
    return mention(
        name,
        draw(st.sampled_from(KINDS)),
        start,
        quote=draw(st.sampled_from(QUOTES)),
        dates=draw(st.sampled_from([day(stated), heard(stated), day(stated, stated + timedelta(days=20), "month")])),
        places=draw(st.sampled_from(PLACES)),
        actors=draw(st.sampled_from(ACTORS)),
        level=draw(st.sampled_from([None, "regional", "federal"])),
        background=draw(st.booleans()),
        figures=tuple(draw(st.lists(st.sampled_from([exactly("killed", 3), exactly("evacuated", 50)]), max_size=2))),
        attributed_to=draw(st.sampled_from([None, "officials", "The Ministry of Defence", "Defense Ministry"])),
        status=draw(st.sampled_from(["asserted", "claimed", "denied"])),
    )
