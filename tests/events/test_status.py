from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.events.speakers.attribution import attribution_of, find_attributions
from geoevents.events.speakers.status import StatusReading, status_of
from geoevents.lexicon import load_lexicon
from geoevents.model import Attribution, Span
from geoevents.text import parse

LEXICON = load_lexicon()


def read(text: str, words: str, country: str | None = None) -> StatusReading:
    prose = parse(text, LEXICON)
    span = Span(text.index(words), text.index(words) + len(words))
    said = attribution_of(find_attributions(prose, (), LEXICON), span)
    return status_of(prose, span, said, LEXICON, event_country=country)


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        ("A bridge collapsed on Monday.", "A bridge collapsed", "asserted"),
        ("Six people died in the fire, the mayor said.", "Six people died in the fire", "asserted"),
        ("Syrian forces claimed to have taken the hill.", "taken the hill", "claimed"),
        ("The Syrian Defence Ministry said its troops had taken the hill.", "troops had taken the hill", "claimed"),
        ("The rebels released footage claiming to show the captured base.", "the captured base", "claimed"),
        ("Reports indicate that the town has fallen.", "the town has fallen", "hedged"),
        ("The raid could involve 1,000 men.", "The raid could involve 1,000 men", "hedged"),
        ("Two men were reportedly detained.", "Two men were reportedly detained", "hedged"),
        ("A dam broke, but this could not be independently verified.", "A dam broke", "hedged"),
        ("The army denied that it had shelled the school.", "shelled the school", "denied"),
        ("Shells hit the school, witnesses said. The army denied responsibility.", "Shells hit the school", "disputed"),
        ("The president said schools would reopen.", "schools would reopen", "asserted"),
        ("Smoke could be seen for miles after the depot burned.", "the depot burned", "asserted"),
    ],
)
def test_status(text: str, words: str, status: str) -> None:
    assert read(text, words).status == status


def test_an_unverified_claim_stays_a_claim_with_the_words_of_doubt() -> None:
    text = "The top Sudanese commander claims his forces hold the port, though it is not possible to independently verify that."
    found = read(text, "his forces hold the port")
    assert found.status == "claimed"
    assert found.span is not None
    assert found.span.of(text) == "not possible to independently verify"
    assert [reason.rule for reason in found.reasons] == ["attribution.claim", "status.unverified"]


def test_an_authority_about_another_country_claims() -> None:
    text = "The Chilean interior ministry said rockets struck the town."
    assert read(text, "rockets struck the town", country="PE").status == "claimed"
    assert read(text, "rockets struck the town", country="CL").status == "asserted"


def test_the_words_are_kept() -> None:
    text = "Two men were reportedly detained."
    found = read(text, text)
    assert found.span is not None
    assert found.span.of(text) == "reportedly"
    assert found.reasons[0].rule == "status.reportedly"


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_text_has_a_status(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    found = status_of(parse(text, LEXICON), Span(start, end), None, LEXICON)
    assert found.span is None or Span(0, len(text)).contains(found.span)
    assert found.reasons


def test_a_hand_made_attribution() -> None:
    text = "Troops took the hill."
    said = Attribution(
        "General Staff of Chad", Span(0, 6), Span(0, len(text)), party="party", verb="said", country="TD"
    )
    assert status_of(parse(text, LEXICON), Span(0, len(text)), said, LEXICON).status == "claimed"
