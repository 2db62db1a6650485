from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geoevents.events.speakers.attribution import attribution_of, find_attributions
from geoevents.lexicon import load_lexicon
from geoevents.model import Attribution, Place, Resolution, Span, Toponym
from geoevents.text import parse

LEXICON = load_lexicon()


def read(text: str) -> tuple[Attribution, ...]:
    return find_attributions(parse(text, LEXICON), (), LEXICON)


def source_of(text: str, words: str) -> str | None:
    start = text.index(words)
    found = attribution_of(read(text), Span(start, start + len(words)))
    return found.source if found else None


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The Syrian Defence Ministry said the army had entered the town.", "Syrian Ministry of Defence"),
        ("Syria's Defense Ministry said the army had entered the town.", "Syrian Ministry of Defence"),
        ("The Ministry of Defence of Syria said the army had entered the town.", "Syrian Ministry of Defence"),
        ("Colombia’s General Staff said a jet had crashed.", "General Staff of Colombia"),
        ("The U.S. State Department said it knew of no plan.", "US State Department"),
        ("Six people died, the regional health service said.", "regional health service"),
        ("Six people died, police chief Maria Lopez told reporters on Monday.", "Maria Lopez"),
        ("Minas acting governor João Silva said roads were cut.", "João Silva"),
        ("Minas Governor João Silva said roads were cut.", "João Silva"),
        ("João Silva, a spokesman for the police, said roads were cut.", "João Silva"),
        ("Local officials, including Mayor Anne Roux, described the damage as small.", "Local officials"),
        ("“We will stay,” said Anne Roux.", "Anne Roux"),
        ("According to the Red Cross, six people died.", "Red Cross"),
        ("Six died, according to figures from Washington-based think tank the Institute for River Studies.", "Institute for River Studies"),
        ("The strike was confirmed by the Israeli military.", "Israeli military"),
        ("Reports indicate that the town has fallen.", "reports"),
        ("The latest Chilean figure for evacuations was 400.", "Chilean figure"),
        ("A top adviser to President Anne Roux said talks go on.", "top adviser to President Anne Roux"),
        ("A Peruvian Foreign Ministry spokesperson said talks go on.", "Peruvian Ministry of Foreign Affairs"),
        ("Sudan’s army shelled the camp, saying it had fighters in it.", "Sudan’s army"),
        ("The local health ministry put the toll at 12.", "local health ministry"),
        ("In footage released by the Chilean navy, boats are seen.", "Chilean navy"),
        ("Every second train was cancelled, the operator Railco said.", "operator Railco"),
        ("Anne Roux was quoted as saying the dam would hold.", "Anne Roux"),
        ("Two men drowned, the heads of the two regions reported on Telegram.", "heads of the two regions"),
        ("The crane fell, two port employees told Reuters by telephone.", "port employees"),
        ("A clinic was hit, the rebels' relief wing said.", "rebels' relief wing"),
        ("The town was quiet, said a trader who gave his name as Ali.", "trader"),
        ("The governor, João Silva, wrote on Telegram that three men had died.", "João Silva"),
        ("At least five people died, tribal elders said.", "tribal elders"),
        ("At least five people died, a war monitor said.", "war monitor"),
        ("Six people died, a medical source at the hospital said on condition of anonymity.", "medical source"),
        ("Some 200 people were displaced, UNHCR data show.", "UNHCR data"),
    ],
)  # fmt: skip
def test_sources(text: str, source: str) -> None:
    assert source in [a.source for a in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The army has not commented.",
        "The mayor refused to say more.",
        "The United States sent aid.",
        "He was told to leave.",
        "They released a prisoner.",
        "She had a claim.",
        "An estimated 300 people came.",
    ],
)
def test_what_is_no_attribution(text: str) -> None:
    assert read(text) == ()


def test_he_is_the_last_person_named() -> None:
    text = "President Anne Roux met miners on Monday. They drank tea. “It is a hard day,” she said at the mine."
    assert source_of(text, "hard day") == "Anne Roux"
    spoken = "Governor João Silva said a dam broke. Roads were cut. Help is on its way, he said."
    assert source_of(spoken, "Help") == "João Silva"


def test_a_surname_is_expanded() -> None:
    text = "Governor João Silva said a dam broke. Silva said roads were cut."
    assert [a.source for a in read(text)] == ["João Silva", "João Silva"]


def test_they_is_the_last_body_named() -> None:
    text = "The Chilean Defence Ministry said ships had left. They reported that nobody was hurt."
    assert source_of(text, "nobody was hurt") == "Chilean Ministry of Defence"


def test_it_is_what_the_sentence_before_is_about() -> None:
    text = (
        "Doctors said six died. The Rapid Front did not respond. In a statement it claimed to have shot down a plane."
    )
    assert source_of(text, "shot down a plane") == "Rapid Front"


def test_a_denial_and_a_statement_of_one_speaker_are_two() -> None:
    text = "The Chilean army dismissed the claim and said six assaults had failed."
    assert [a.verb for a in read(text)] == ["dismissed", "said"]


def test_quotes_over_sentences_and_interrupted() -> None:
    text = "“The dam is gone,” Mayor Anne Roux said. “Two bridges fell. Three roads are cut.”"
    assert source_of(text, "Three roads") == "Anne Roux"
    assert source_of(text, "dam is gone") == "Anne Roux"


def test_scopes_of_two_speakers_do_not_mix() -> None:
    text = "The army denied that it had shelled the school, but witnesses said two shells hit it."
    assert source_of(text, "shelled the school") == "army"
    assert source_of(text, "two shells hit") == "witnesses"


def test_the_origin_is_nearer_than_the_messenger() -> None:
    text = "At least six people died, the BBC reported, citing a hospital source."
    assert source_of(text, "six people died") == "hospital source"


def test_what_stands_before_the_speaker_is_not_said_by_him() -> None:
    text = "A dam broke on Monday. Mayor Anne Roux said roads were cut."
    assert source_of(text, "A dam broke") is None


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Syrian troops shelled it. The Syrian Defence Ministry said it was a base.", "party"),
        ("Syrian troops shelled it. The White House said it was watching.", "third-party"),
        ("Syrian troops shelled it. Mayor Anne Roux said six died.", "authority"),
        ("The president said the quake was strong.", "authority"),
        ("Witnesses said they saw smoke.", "unnamed"),
        ("Analysts said the price would rise.", "third-party"),
        ("The United Nations said 200 had fled.", "third-party"),
    ],
)
def test_parties(text: str, party: str) -> None:
    assert read(text)[-1].party == party


def test_capitals_speak_for_their_country() -> None:
    text = "Kyiv said its forces had shelled the base."
    place = Place("x:1", "Kyiv", "capital", 30.5, 50.4, country="UA")
    resolution = Resolution(Toponym(Span(0, 4), "Kyiv", "metonym"), place)
    (found,) = find_attributions(parse(text, LEXICON), (resolution,), LEXICON)
    assert (found.source, found.country) == ("Kyiv", "UA")


def test_spans_are_verbatim() -> None:
    text = "Six people died, the regional health service said on Monday."
    (found,) = read(text)
    assert found.span.of(text) == "regional health service"
    assert found.scope.of(text).startswith("Six people died")


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for found in read(text):
        assert Span(0, len(text)).contains(found.span)
        assert Span(0, len(text)).contains(found.scope)


VOCABULARY = [
    "said",
    "“",
    "”",
    ",",
    ".",
    "the",
    "Russian",
    "Defence",
    "Ministry",
    "he",
    "they",
    "according",
    "to",
    "police",
    "that",
    "and",
    "claimed",
    "Anne",
    "Roux",
    "president",
    "but",
    "as",
    "reported",
    "by",
    "saying",
    "figure",
    "for",
    "was",
    "who",
]


@given(st.lists(st.sampled_from(VOCABULARY), max_size=50))
def test_any_order_of_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    assert all(Span(0, len(text)).contains(found.scope) for found in read(text))


def test_nested_and_unclosed_quotes() -> None:
    for text in ("“‘“‘" * 300, "“He said “she said “" * 100, '"' * 999, "said " * 2000):
        assert isinstance(read(text), tuple)


def test_a_fire_brigade_is_no_army() -> None:
    assert [a.party for a in read("At least five people died, the fire brigade said.")] == ["authority"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Shells hit a market in Baidoa, killing nine, said Col. Ali Noor, an army spokesman.", "Ali Noor"),
        ("Six people died, said Dr. Asha Mire.", "Asha Mire"),
        ("The bridge is closed, said John F. Lee.", "John F Lee"),
        ("Two people died under shelling in Pokrovsk, Vadym Filashkin, the head of the region, wrote on Telegram.", "Vadym Filashkin"),
        ("A missile hit a school in Izium, Oleh Syniehubov, the regional governor, said.", "Oleh Syniehubov"),
    ],
)  # fmt: skip
def test_ranks_with_full_stops_and_names_before_an_apposition(text: str, source: str) -> None:
    assert source_of(text, text.split(maxsplit=1)[0]) == source
