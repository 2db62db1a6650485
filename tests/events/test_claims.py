"""Claims in text, with real gazetteer, recogniser and borders; the 90 sentences as a floor."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geoevents.atlas import Atlas
from geoevents.events.claims.find import find_claims
from geoevents.lexicon import load_lexicon
from geoevents.model import DistanceClaim, Document
from geoevents.places import Recogniser, find_toponyms, resolve
from geoevents.text import parse

ATLAS, LEXICON, RECOGNISER = Atlas.load(), load_lexicon(), Recogniser.load()
EVALUATION = Path(__file__).resolve().parents[2] / "evaluation" / "claims.py"


def read(text: str) -> tuple[DistanceClaim, ...]:
    prose = parse(text, LEXICON)
    resolutions = resolve(find_toponyms(prose, ATLAS, RECOGNISER, LEXICON), prose, ATLAS)
    return find_claims(Document("t", text, ""), prose, resolutions, (), ATLAS, LEXICON)


def only(text: str) -> DistanceClaim:
    (claim,) = read(text)
    return claim


def evaluation() -> Any:
    spec = importlib.util.spec_from_file_location("claims_evaluation", EVALUATION)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Floors only rise.
FLOORS = {
    "found": 0.98,
    "kind": 0.98,
    "value": 0.98,
    "reference": 0.98,
    "subject": 0.95,
    "verdict": 0.95,
    "direction": 0.95,
}


def test_ninety_sentences() -> None:
    figures, mistakes = evaluation().score(ATLAS, LEXICON, RECOGNISER)
    assert figures["claims"] >= 85
    assert figures["extra"] == 0, mistakes
    for name, floor in FLOORS.items():
        assert figures[name] >= floor, "\n".join([name, *mistakes])


def test_a_claim_that_a_reporter_could_print() -> None:
    claim = only("Przemyśl, around 10 kilometres from the Ukrainian border, took in refugees.")
    assert claim.text == "around 10 kilometres from the Ukrainian border"
    assert (claim.kind, claim.stated_value, claim.stated_unit, claim.best) == ("to-border", "10", "km", 10)
    assert claim.why.startswith("The text says around 10 km; our map measures ")
    assert "Poland–Ukraine border: consistent." in claim.why
    assert claim.measurement is not None
    assert claim.measurement.low <= claim.measurement.value <= claim.measurement.high
    assert len(claim.measurement.line) == 2


def test_units_are_kept_as_written_and_converted() -> None:
    claim = only("Mombasa is about 237 nautical miles from Nairobi.")
    assert (claim.stated_value, claim.stated_unit, claim.best) == (
        "237",
        "nautical mile",
        pytest.approx(438.92, abs=0.01),
    )


def test_the_subject_may_stand_in_the_sentence_before() -> None:
    claim = only("A fire broke out in Pokhara. The city is 140 km west of Kathmandu.")
    assert (claim.subject_name, claim.verdict) == ("Pokhara", "consistent")


def test_of_a_town_and_its_region_the_town_is_meant() -> None:
    claim = only("The blast hit Bandung, West Java, about 115 km southeast of Jakarta.")
    assert (claim.subject_name, claim.reference_name) == ("Bandung", "Jakarta")


@pytest.mark.parametrize(
    "text",
    [
        "It has a missile with a range of 300 km.", "She won the 5 km run in Paris.", "Winds of 120 km per hour hit Manila.",
        "A wave two metres high hit Manila.", "They walked 30 km.", "They flew at an altitude of 10 km.", "They are a few hours late.",
        "He laid 40 km of pipe.", "They live miles from each other.", "The drone can fly up to 1,000 km.",
    ],
)  # fmt: skip
def test_what_is_no_claim_about_places(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "kind", "unit"),
    [
        ("Fighting goes on along the more than 900 kilometre frontline.", "extent", "km"),
        ("A 60-mile-long convoy moved on.", "extent", "km"),
        ("Troops advanced from one to two kilometres.", "depth", "km"),
        ("Troops pushed up to 10 kilometres into Rwanda.", "depth", "km"),
        ("The quake struck at a depth of 10 km.", "depth", "km"),
        ("They hold about 390 square miles.", "area", "km2"),
        ("The fire burned 5,000 hectares.", "area", "km2"),
        ("It is two hours' drive from Nairobi.", "travel-time", "km"),
        ("It is a 30-minute flight from Cairo.", "travel-time", "km"),
    ],
)
def test_kinds(text: str, kind: str, unit: str) -> None:
    claim = only(text)
    assert (claim.kind, claim.unit, claim.verdict) == (kind, unit, "cannot-check")


def test_a_depth_beyond_the_country_does_not_match() -> None:
    assert only("Troops pushed 2,000 km into Rwanda.").verdict == "does-not-match"


def test_contradictory_zero_negative_and_absurd() -> None:
    for words in ("10 km (60 miles)", "0 km", "-5 km", "50,000 km"):
        claim = only(f"Mombasa is {words} from Nairobi.")
        assert claim.verdict == "cannot-check"
        assert claim.why.endswith("cannot be checked.")
    assert only("Mombasa is 440 km (273 miles) from Nairobi.").verdict == "consistent"


def test_a_reference_that_no_map_knows() -> None:
    claim = only("The camp lies 10 km from Xyzzyplugh.")
    assert (claim.verdict, claim.reference) == ("cannot-check", None)


def test_a_place_that_is_only_near_is_never_called_wrong() -> None:
    claim = only("A bus left Nakuru for the lake on Monday and stopped 300 km south of Nairobi.")
    assert (claim.subject_name, claim.verdict) == ("Nakuru", "cannot-check")
    assert "may mean another place" in claim.why
    assert only("Nakuru is 300 km south of Nairobi.").verdict == "does-not-match"


def test_a_region_is_no_subject_of_what_lies_in_it() -> None:
    claim = only("The office, five miles west of downtown Birmingham, Alabama, was closed.")
    assert (claim.subject, claim.verdict) == (None, "cannot-check")


def test_who_says_so() -> None:
    claim = only("Police said Mombasa is 440 km from Nairobi.")
    assert claim.attributed_to == "Police"


def test_border_towns_are_no_borders() -> None:
    claim = only("The camp lies 10 km from the border town.")
    assert (claim.kind, claim.verdict) == ("to-place", "cannot-check")


PIECES = [
    "10",
    "km",
    "from",
    "of",
    "the",
    "border",
    "north",
    "Nairobi",
    "Mombasa",
    "is",
    ",",
    ".",
    "(",
    ")",
    "miles",
    "5",
    "between",
    "and",
    "square",
    "kilometres",
    "into",
    "around",
    "up",
    "to",
    "-5",
    "hours'",
    "drive",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_order_of_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    for claim in read(text):
        assert claim.span.of(text) == claim.text
        assert claim.sentence.contains(claim.span)
        assert claim.why


@pytest.mark.parametrize(
    ("text", "subject", "reference"),
    [
        ("Lagos and Ibadan lie about 115 km apart.", "Lagos", "Ibadan"),
        ("Timbuktu lies more than 600 km north-east of the capital, Bamako.", "Timbuktu", "Bamako"),
        ("Mombasa lies 440 km from the capital, Nairobi, on the coast.", "Mombasa", "Nairobi"),
    ],
)
def test_two_ends_are_read(text: str, subject: str, reference: str) -> None:
    claim = only(text)
    assert (claim.kind, claim.subject_name, claim.reference_name) == ("to-place", subject, reference)
    assert claim.verdict == "consistent"


def test_a_name_behind_a_comma_is_no_apposition_where_it_goes_on() -> None:
    claim = only("Mombasa lies 440 km from the capital, Nairobi officials said.")
    assert claim.reference_name != "Nairobi"


def test_a_list_is_not_apart() -> None:
    assert all(claim.reference_name is None for claim in read("Lagos, Kano, where posts stand 10 km apart."))


def test_what_runs_has_a_length_and_what_is_dug_no_depth() -> None:
    assert only("The fence will run for 180 kilometres along the river.").kind == "extent"
    assert read("The pipe lies buried 2 metres deep.") == ()
    assert only("The column pushed 20 km deep into Rwanda.").kind == "depth"
    assert only("The troops advanced 20 km deep.").kind == "depth"


def test_a_size_may_follow_the_name() -> None:
    claim = only("Uruguay, at 176,215 sq km, is small.")
    assert (claim.kind, claim.subject_name, claim.verdict) == ("area", "Uruguay", "consistent")
    assert only("Fires burned in Uruguay and the largest, at 300 sq km, grew.").subject_name != "Uruguay"


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        ("Sudzha lies 10 km from the Sumy region.", "from the edge of Sumy Oblast to Sudzha"),
        ("Kharkiv is 30 km from the Belgorod region.", "from the edge of Belgorod Oblast to Kharkiv"),
    ],
)
def test_a_distance_from_a_region_is_from_its_edge(text: str, edge: str) -> None:
    claim = only(text)
    assert claim.verdict == "consistent"
    assert edge in claim.why
    assert claim.measurement is not None
    assert claim.measurement.low <= claim.measurement.value <= claim.measurement.high
