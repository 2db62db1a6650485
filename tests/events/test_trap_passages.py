"""What is only played, feared, warned of, ranked or described makes no event; what is counted beside it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geoevents.model import EventMention

Reader = Callable[..., tuple[EventMention, ...]]
PUBLISHED = date(2025, 6, 12)  # a Thursday

UNREAL = [
    # rehearsals
    "In the scenario, missiles destroyed two bridges over the Tamsui.",
    "Volunteers in Wellington pretended that a quake had killed dozens.",
    "Pupils in Osaka hid under desks in a drill in which sirens announced an air raid.",
    "Medics in Leuven took part in an exercise in which a train derailed near Ghent.",
    # warnings and sayings about people
    "Washington warned Tehran against killing protesters.",
    'The minister said in Minsk that protesters "must be taught a lesson".',
    # what only describes
    "Crews with dogs dug through collapsed houses in Antakya.",
    "He grew up among displaced families in Goma.",
]
UNREAL_TYPES = {"strike", "disaster", "accident", "protest", "arrest", "attack", "aid", "evacuation"}


@pytest.mark.parametrize("text", UNREAL, ids=[text[:40] for text in UNREAL])
def test_no_event(told: Reader, text: str) -> None:
    assert UNREAL_TYPES.isdisjoint(m.type for m in told(text, PUBLISHED) if m.mapped)


def test_water_that_is_sent_is_no_aid(told: Reader) -> None:
    assert "aid" not in [
        mention.type for mention in told("The dyke gave way near Canton, sending water into the streets.", PUBLISHED)
    ]


TOLD = [
    ("Two soldiers died in an exercise in which a helicopter crashed near Darwin.", "accident"),
    ("A farmer was hurt in Bejaia province, where 8,000 people have fled their homes.", "evacuation"),
    ("Parents protested in Birnin Kebbi.", "protest"),
    ("In Vienna about 2,000 exiles marched to the chancellery.", "protest"),
    ("The army said its troops had taken two villages outside Lashio.", "control"),
    ("A power cut paralysed Havana on Monday.", "accident"),
    ("Storms on Sunday spawned three tornadoes in Kansas.", "disaster"),
    ("Chad and Sudan promised to cooperate on their border.", "agreement"),
    ("Some 4,600 Afghans returned from Pakistan through Torkham on Saturday, UNHCR said.", "evacuation"),
    ("Some 40 cm of snow fell on Sapporo.", "disaster"),
    ("Karachi came to a halt on Tuesday when 145 mm of rain fell in a day.", "disaster"),
]


@pytest.mark.parametrize(("text", "kind"), TOLD, ids=[row[0][:40] for row in TOLD])
def test_what_is_told(told: Reader, text: str, kind: str) -> None:
    assert kind in [mention.type for mention in told(text, PUBLISHED)]


def test_the_start_of_a_ranking_is_no_event(told: Reader) -> None:
    text = "Six soldiers died in fighting near Tyre on Wednesday, the heaviest loss in a day since the army crossed the border in May."
    assert "incursion" not in [mention.type for mention in told(text, PUBLISHED)]


# --- one happening, told by two words of one clause
ONE = [
    ("A lightning strike burned down a church in Demopolis.", ["disaster"]),
    ("Two people drowned on Monday after a small dam failed near Canton.", 1),
    ("Soldiers shot dead five demonstrators in Bamako on Friday and arrested 1,200 people.", ["attack", "arrest"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), ONE, ids=[row[0][:40] for row in ONE])
def test_one_happening(told: Reader, text: str, wanted: list[str] | int) -> None:
    types = [mention.type for mention in told(text, PUBLISHED)]
    assert (len(types) if isinstance(wanted, int) else types) == wanted


# --- what became of those counted
COUNTED = [
    ("About 900 prisoners escaped from a jail in Bukavu.", ("other", 900)),
    ("Some 60 inmates broke out of a prison in Tagaytay.", ("other", 60)),
    ("Police in Lyon charged three men with a raid in 2023 in which a guard was killed.", ("captured", 3)),
    ("An air strike in Goma killed a midwife and three patients.", ("killed", 4)),
]
NOT_COUNTED = ("Four masked men robbed a jeweller's in Paris on Sunday and fled on motorbikes.", "displaced")


@pytest.mark.parametrize(("text", "wanted"), COUNTED, ids=[row[0][:40] for row in COUNTED])
def test_what_became_of_them(told: Reader, text: str, wanted: tuple[str, int]) -> None:
    assert wanted in [(f.kind, f.best) for mention in told(text, PUBLISHED) for f in mention.figures]


def test_culprits_are_not_displaced(told: Reader) -> None:
    text, kind = NOT_COUNTED
    assert kind not in [f.kind for mention in told(text, PUBLISHED) for f in mention.figures]


# --- what is to come, and what a protest is about
QUIET = [
    ("A march is planned in Chicago.", "protest"),
    ("The film shows rebels storming Goma.", "attack"),
    ("The novel tells of a bomb in Belfast.", "attack"),
    ("Talks are expected in Geneva on Monday.", "meeting"),
    ("Protests over raids on migrants went on in Denver.", "attack"),
    ("A helicopter carrying aid to Bajaur crashed, killing its five crew.", "aid"),
]


@pytest.mark.parametrize(("text", "kind"), QUIET, ids=[row[0][:40] for row in QUIET])
def test_no_event_of_a_type(told: Reader, text: str, kind: str) -> None:
    assert kind not in [mention.type for mention in told(text, PUBLISHED)]


def test_what_once_happened_at_a_place_dates_nothing(told: Reader) -> None:
    text = "A vigil was held outside the school in Uvalde where 21 people were killed in 2022."
    assert [str(m.dates.first) for m in told(text, PUBLISHED) if m.type == "protest"] == ["2025-06-12"]


# --- what a sentence tells, and what it only counts from
SORTED_OUT = [
    ("At least 16 people were killed in protests across Kenya, a year after crowds stormed parliament.", ["protest"]),
    ("A bus carrying football fans overturned near Potosi, killing 14 people.", ["accident"]),
    ("A funicular derailed in Lisbon and crashed into a building, killing 16 people.", ["accident"]),
    ("Debris set fire to a shopping centre in Obolon.", ["damage"]),
    ("Mount Etna sent a cloud of ash above Sicily on Monday.", ["disaster"]),
    ("A blast at a steel plant in Clairton hurt two.", ["accident"]),
    ("Iran said it had hit an oil terminal near Haifa.", ["strike"]),
    ("In Brussels police used water cannon against a column of 500 tractors.", ["protest"]),
    ("In Garoua, his home town, youths threw stones at soldiers.", ["protest"]),
    ("A man drove a pickup truck into crowds in New Orleans, killing 14 people.", ["attack"]),
    ("Power was out for 200,000 customers in Michigan.", ["damage"]),
    ("Houthi militants sank a cargo ship off Hodeidah.", ["strike"]),
    ("Burglars stole 40 laptops from a museum in Leeds.", ["attack"]),
    ("Fire crews fought a barn fire near Elkhart on Wednesday.", ["accident"]),
    (
        "In Rio de Janeiro, 121 people died in October in the deadliest police raid in the history of Brazil.",
        ["arrest"],
    ),
    ("The army seized power in Gabon two months after rebels overran Bria.", ["control"]),
]


@pytest.mark.parametrize(("text", "wanted"), SORTED_OUT, ids=[row[0][:40] for row in SORTED_OUT])
def test_which_event_it_is(told: Reader, text: str, wanted: list[str]) -> None:
    assert [mention.type for mention in told(text, PUBLISHED)] == wanted


def test_a_toll_of_another_town_is_not_that_of_an_unknown_one(told: Reader) -> None:
    text = "Lorries were shot at by soldiers near Naungchox on Tuesday. Thailand said 22 had died in Bangkok."
    assert [f.kind for m in told(text, PUBLISHED) if m.type == "attack" for f in m.figures] == []


def test_the_same_quarter_of_a_city_is_no_quarter_of_the_year(told: Reader) -> None:
    text = "A building fell in Karachi on Friday. In 2020, a collapse in the same quarter killed 22 people."
    assert [str(m.dates.last) for m in told(text, PUBLISHED) if m.background] == ["2020-12-31"]


def test_an_owner_who_fled_is_no_evacuation(told: Reader) -> None:
    text = "An explosion at a fireworks factory in Sivakasi killed six workers, the collector said, adding that the owner had fled."
    assert [mention.type for mention in told(text, PUBLISHED)] == ["accident"]


def test_those_trapped_underground_are_missing(told: Reader) -> None:
    found = [
        m for m in told("Some 30 miners were trapped in a shaft near Zonguldak.", PUBLISHED) if m.type == "accident"
    ]
    assert [(f.kind, f.best) for f in found[0].figures] == [("missing", 30)]


def test_a_denial_answers_its_own_sentence(told: Reader) -> None:
    text = "Drones set fire to a depot in Feodosia, officials said. The ministry reported the capture of Siversk; Kyiv denied it."
    statuses = {mention.type: mention.status for mention in told(text, PUBLISHED)}
    assert (statuses["attack"], statuses["control"]) == ("asserted", "disputed")


ASSUMED = [
    ("At least 20 people were killed in Jos on Friday.", "attack", "People killed or hurt in Jos, cause not told"),
    ("Five civilians were killed in Kramatorsk and two in Sloviansk, the governor said.", "attack", "People killed or hurt in Kramatorsk, cause not told"),
    ("Six workers were injured in Durban on Monday.", "accident", "People killed or hurt in Durban, cause not told"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "summary"), ASSUMED, ids=[row[0][:40] for row in ASSUMED])
def test_a_type_that_no_word_tells_is_said_to_be_assumed(told: Reader, text: str, kind: str, summary: str) -> None:
    (mention,) = told(text, PUBLISHED)
    assert (mention.type, mention.summary) == (kind, summary)
    assert mention.confidence < 0.5
    assert "type assumed, no cause is told" in str(mention.rules[0])


def test_a_type_that_is_told_is_not_assumed(told: Reader) -> None:
    (mention,) = told("A bomb killed 20 people in Jos on Friday.", PUBLISHED)
    assert mention.summary == "Attack in Jos"
    assert "assumed" not in " ".join(map(str, mention.rules))
