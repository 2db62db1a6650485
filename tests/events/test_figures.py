from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.events.figures.find import find_figures
from geoevents.lexicon import load_lexicon
from geoevents.model import Figure, Span
from geoevents.text import parse

LEXICON = load_lexicon()


def read(text: str) -> tuple[Figure, ...]:
    return find_figures(parse(text, LEXICON), Span(0, len(text)), LEXICON)


def brief(text: str) -> list[tuple[str, float | None]]:
    return [(f.kind, f.best if f.best is not None else f.low if f.low is not None else f.high) for f in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast hit a bus, killing at least nine people and wounding 31 others.", [("killed", 9), ("wounded", 31)]),
        ("Thirty-one were injured.", [("wounded", 31)]),
        ("The collapse left 17 dead.", [("killed", 17)]),
        ("At least 12 dead, 30 injured in mine blast", [("killed", 12), ("wounded", 30)]),
        ("The storm claimed 12 lives.", [("killed", 12)]),
        ("The bodies of three miners were found.", [("killed", 3)]),
        ("The brigade reported losses of 200 soldiers.", [("killed", 200)]),
        ("A woman was killed and two men were hurt.", [("killed", 1), ("wounded", 2)]),
        ("Gunmen killed three men and wounded two.", [("killed", 3), ("wounded", 2)]),
        ("Three soldiers killed 14 people.", [("troops", 3), ("killed", 14)]),
        ("More than 300 people across the country have died.", [("killed", 300)]),
        ("Dozens remain unaccounted for.", [("missing", 24)]),
        ("Police arrested 30 protesters.", [("captured", 30)]),
        ("They took 90 enemy prisoners of war.", [("captured", 90)]),
        ("Gunmen took 30 hostages.", [("captured", 30)]),
        ("The city evacuates 700 people.", [("evacuated", 700)]),
        ("Over 5,000 residents have been moved to safety.", [("evacuated", 5000)]),
        ("Thousands of civilians fled.", [("displaced", 2000)]),
        ("The quake left more than 2,000 people homeless.", [("displaced", 2000)]),
        ("Hundreds of Kenyan troops crossed the river.", [("troops", 200)]),
        ("They shot down 40 drones.", [("equipment", 40)]),
        ("The raid destroyed a bomber.", [("equipment", 1)]),
        ("The fire burned 5,000 hectares.", [("area", 5000)]),
        ("They advanced up to six kilometres into the valley.", [("depth", 6)]),
        ("The lake lies 40 km south of the town.", []),
        ("Damage reached $20 million.", [("money", 20_000_000)]),
        ("Thousands of protesters marched.", [("other", 2000)]),
        ("Six men were taken to hospital.", [("wounded", 6)]),
        ("They killed 14 soldiers, captured seven and lost two.", [("killed", 14), ("captured", 7), ("killed", 2)]),
        ("Two men were shot to death and a third was wounded.", [("killed", 2), ("wounded", 1)]),
        ("Kenyan soldiers in their hundreds crossed over.", [("troops", 200)]),
        ("Officials said 14 of the 20 passengers died.", [("killed", 14)]),
        ("The regiment lost 40 tanks and 200 men.", [("equipment", 40), ("killed", 200)]),
        ("Evacuations have reached around 3,000 residents.", [("evacuated", 3000)]),
        ("The mayor put the people who fled at 11,000.", [("displaced", 11_000)]),
        ("Some 700 people, 212 of them children, were evacuated.", [("evacuated", 700)]),
        ("A woman who had been hurt in a strike died.", [("killed", 1)]),
        ("About 6,800 people are infected and 5,700 people die.", [("other", 6800), ("killed", 5700)]),
        ("One in every 200 died.", []),
        ("The floods killed 300,000 birds.", [("other", 300_000)]),
    ],
)
def test_kinds(text: str, expected: list[tuple[str, float]]) -> None:
    assert brief(text) == expected


def test_sums_keep_their_parts() -> None:
    (figure,) = read("Two policemen and one nurse were killed.")
    assert (figure.kind, figure.low, figure.best, figure.high) == ("killed", 3, 3, 3)
    assert [(p.best, p.unit) for p in figure.parts] == [(2, "police"), (1, "workers")]
    (after,) = read("The blast killed two policemen and a nurse.")
    assert (after.best, len(after.parts)) == (3, 2)


def test_a_sum_is_known_only_where_its_parts_are() -> None:
    (figure,) = read("At least two policemen and around ten civilians were killed.")
    assert (figure.low, figure.best, figure.high) == (None, 12, None)


def test_subsets_are_not_counted_twice() -> None:
    assert brief("Three people, including two children, died.") == [("killed", 3)]
    assert brief("Six workers were hurt, two of them badly.") == [("wounded", 6)]
    assert brief("44 people were hurt, three of whom later died.") == [("wounded", 44), ("killed", 3)]


def test_tolls_are_cumulative_and_their_old_value_is_none() -> None:
    (figure,) = read("The death toll rose to 120 from 100.")
    assert (figure.kind, figure.best, figure.cumulative) == ("killed", 120, True)
    (moved,) = read("The latest official figure for evacuations was 3,000.")
    assert (moved.kind, moved.best, moved.cumulative) == ("evacuated", 3000, True)


def test_nothing_is_a_figure_too() -> None:
    assert [(f.kind, f.low, f.best, f.high) for f in read("No one was hurt.")] == [("wounded", 0, 0, 0)]
    assert [(f.kind, f.unit, f.best) for f in read("There were no casualties.")] == [("other", "casualties", 0)]


def test_units_stay_as_written_and_sides_are_kept() -> None:
    (area,) = read("They hold about 390 square miles.")
    assert (area.unit, area.best) == ("square mile", 390)
    (killed,) = read("It killed hundreds of Syrian soldiers.")
    assert (killed.unit, killed.side, killed.qualifier) == ("soldiers", "Syrian", "hundreds")


@pytest.mark.parametrize(
    "text",
    [
        "John Smith, 34, was there in 2014.", "A Su-34 flew over.", "They fired 155mm guns at 10:30.", "It fell 12 per cent.",
        "She is 12 years old.", "10,00 2 people died.", "The team won 3-2.", "Flight 370 was late.",
        "10,000,000,000,000 people died.",
    ],
)  # fmt: skip
def test_no_figure_is_invented(text: str) -> None:
    assert [f for f in read(text) if f.best != 1] == []


def test_spans_reproduce_and_stay_in_the_clause() -> None:
    text = "It rained. The blast killed 14 people. The fire hurt 3 men."
    prose = parse(text, LEXICON)
    start = text.index("The blast")
    figures = find_figures(prose, Span(start, text.index("The fire")), LEXICON)
    assert [f.span.of(text) for f in figures] == ["14 people"]


def test_verbs_do_not_reach_over_sentences() -> None:
    assert brief("It was killed. 14 people waited.") == [("other", 14)]


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for figure in read(text):
        assert 0 <= figure.span.start < figure.span.end <= len(text)


VOCABULARY = [
    "killed",
    "wounded",
    "14",
    "people",
    "and",
    ",",
    "including",
    "three",
    "of",
    "whom",
    "toll",
    "rose",
    "to",
    "at",
    "least",
    "a",
    "woman",
    "were",
    ".",
    "died",
    "no",
    "one",
    "44",
    "others",
    "“",
    "”",
    ";",
    "between",
    "missing",
    "captured",
    "soldiers",
    "hundreds",
]


@given(st.lists(st.sampled_from(VOCABULARY), max_size=40))
def test_any_order_of_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    for figure in read(text):
        assert Span(0, len(text)).contains(figure.span)
        assert figure.low is None or figure.high is None or figure.low <= figure.high


def test_a_paragraph_of_two_hundred_sentences() -> None:
    text = "The blast killed 14 people and wounded 44 others. " * 200
    assert len(read(text)) == 400
