"""Which mentions become one event, and which never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
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
    figure,
    heard,
    mention,
    one,
    report,
)

from geoevents.events.merging import merge
from geoevents.model import UNDATED, DateRange, EventMention, Extraction, Figure, Reason

NEXT = DAY + timedelta(days=1)


def groups(*extractions: Extraction) -> list[list[str]]:
    return sorted(sorted(ref.report for ref in event.mentions) for event in merge(extractions))


def test_one_strike_of_two_reports_is_one_event_with_two_sources() -> None:
    (event,) = merge([one("a", publisher="Herald"), one("b", publisher="Tribune")])
    assert (event.reports, event.sources, event.origins) == (2, 2, 2)
    assert [ref.report for ref in event.mentions] == ["a", "b"]


@pytest.mark.parametrize(
    "b",
    [
        {"dates": day(DAY + timedelta(days=2))},
        {"background": True},
        {"places": (at(OTHER_TOWN),)},
        {"places": (at(OTHER_OBLAST),)},
        {"places": ()},
        {"kind": "meeting"},
        {"dates": day(DAY.replace(year=2030))},
    ],
    ids=["two days later", "history", "another town", "another region", "no place", "another family", "a year before"],
)
def test_what_never_merges(b: dict[str, object]) -> None:
    kind = str(b.pop("kind", "strike"))
    assert groups(one("a"), one("b", kind, **b)) == [["a"], ["b"]]


def test_levels_are_two_acts() -> None:
    emergency = {"kind": "emergency", "places": (at(OBLAST),)}
    same = [one("a", level="federal", **emergency), one("b", level="federal", **emergency)]
    other = one("c", level="regional", **emergency)
    assert groups(*same, other) == [["a", "b"], ["c"]]


def test_an_unknown_level_joins_a_known_one_only_on_the_same_days() -> None:
    emergency = {"kind": "emergency", "places": (at(OBLAST),)}
    known = one("a", level="federal", **emergency)
    assert groups(known, one("b", **emergency)) == [["a", "b"]]
    assert groups(known, one("b", dates=day(NEXT), **emergency)) == [["a"], ["b"]]


def test_a_mall_is_no_market_even_in_one_town_on_one_day() -> None:
    mall = one("a", quote="A missile slammed into a shopping mall, killing many.")
    market = one("b", quote="A missile slammed into an outdoor market, killing many.")
    again = one("c", quote="The missile that hit the mall came from a plane.")
    assert groups(mall, market, again) == [["a", "c"], ["b"]]


def test_neighbouring_days_meet_and_the_contradiction_is_listed_with_its_reports() -> None:
    emergency = {"kind": "emergency", "level": "federal", "places": (at(OBLAST),)}
    (event,) = merge([one("a", **emergency), one("b", dates=day(NEXT), published=NEXT, **emergency)])
    assert event.dates.first == DAY
    (conflict,) = event.conflicts
    assert conflict.field == "date"
    assert [(value.value, value.reports) for value in conflict.values] == [
        (DAY.isoformat(), ("a",)),
        (NEXT.isoformat(), ("b",)),
    ]


def test_a_chain_of_days_does_not_swallow_its_neighbours() -> None:
    chain = [
        one(f"r{n}", "emergency", level="federal", places=(at(OBLAST),), dates=day(DAY + timedelta(days=n)))
        for n in range(6)
    ]
    for event in merge(chain):
        days = {ref.report for ref in event.mentions}
        assert len(days) <= 2


def test_an_oblast_and_a_town_in_it_meet_when_the_rest_agrees() -> None:
    tale = {"actors": ("Norland army",), "quote": "Saboteurs derailed a freight convoy carrying ammonia cylinders"}
    town, region = one("a", **tale), one("b", places=(at(OBLAST),), **tale)
    (event,) = merge([town, region])
    assert [place.place.name for place in event.places] == ["Vesna"]
    assert groups(one("a"), one("b", "attack", places=(at(OBLAST),))) == [["a"], ["b"]]


def test_a_country_is_no_place_of_a_town() -> None:
    assert groups(one("a"), one("b", places=(at(COUNTRY),))) == [["a"], ["b"]]


def test_evacuations_are_one_event_whose_total_grows_and_is_never_added() -> None:
    totals = [(0, 3_000), (1, 3_000), (3, 76_000)]
    extractions = [
        one(
            f"r{n}",
            "evacuation",
            published=DAY + timedelta(days=n),
            dates=heard(DAY + timedelta(days=n)),
            places=(at(OBLAST),),
            figures=(exactly("evacuated", number),),
        )
        for n, number in totals
    ]
    for order in permutations(extractions):
        (event,) = merge(order)
        (series,) = event.series
        assert [point.figure.best for point in series.points] == [3_000, 3_000, 76_000]
        assert [dated.figure.best for dated in event.figures] == [76_000]
        assert (event.dates.first, event.dates.last) == (DAY, DAY + timedelta(days=3))
        assert "79000" not in repr(event)
        assert not event.conflicts


def test_a_running_total_does_not_shrink() -> None:
    def evacuated(name: str, days: int, number: int) -> Extraction:
        published = DAY + timedelta(days=days)
        numbers = (exactly("evacuated", number),)
        return one(
            name, "evacuation", published=published, dates=heard(published), places=(at(OBLAST),), figures=numbers
        )

    assert groups(evacuated("a", 0, 76_000), evacuated("b", 1, 500)) == [["a"], ["b"]]


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (exactly("killed", 14), exactly("killed", 17), True),
        (figure("killed", 14, 14, None), exactly("killed", 17), False),
        (figure("killed", 14, 14, None), exactly("killed", 9), True),
        (figure("killed", None, 15, None), exactly("killed", 14), False),
        (exactly("killed", 14), exactly("wounded", 17), False),
    ],
)
def test_figures_that_exclude_each_other_on_one_day_are_a_conflict(first: Figure, second: Figure, clash: bool) -> None:
    quote = "The rocket hit a nursery kitchen beside the cement works"
    (event,) = merge([one("a", figures=(first,), quote=quote), one("b", figures=(second,), quote=quote)])
    assert [conflict.field for conflict in event.conflicts] == (["killed"] if clash else [])


def test_a_later_and_greater_toll_is_growth_and_a_later_smaller_one_a_conflict() -> None:
    def told(name: str, published: date, dead: int) -> Extraction:
        return one(name, published=published, figures=(exactly("killed", dead),))

    (grown,) = merge([told("a", DAY, 14), told("b", NEXT, 17)])
    assert not grown.conflicts
    assert [dated.figure.best for dated in grown.figures] == [17]
    (shrunk,) = merge([told("a", DAY, 17), told("b", NEXT, 14)])
    assert [conflict.field for conflict in shrunk.conflicts] == ["killed"]


def test_fighting_against_controls_stands_on_both_events() -> None:
    fight = one("a", "battle", quote="The ministry reported fighting in the outskirts.")
    held = one("b", "control", quote="Soldiers say they are controlling the whole town.")
    for event in merge([fight, held]):
        (conflict,) = event.conflicts
        assert conflict.field == "situation"
        assert [(v.value, v.reports) for v in conflict.values] == [("contested", ("a",)), ("held", ("b",))]


def test_halted_against_advanced_needs_a_party_in_common() -> None:
    def told(name: str, quote: str, actor: str) -> Extraction:
        return one(name, "advance", places=(at(OBLAST),), quote=quote, actors=(actor,), dates=heard(DAY))

    halted = told("a", "Guards halted the northern column near a dam.", "Northern army")
    assert [len(e.conflicts) for e in merge([halted, told("b", "Its men advanced up to 10 km.", "Northern army")])] == [
        1,
        1,
    ]
    assert not any(e.conflicts for e in merge([halted, told("b", "They advanced up to 10 km.", "Southern army")]))


def test_a_denial_beside_an_assertion_is_a_dispute() -> None:
    (event,) = merge([one("a"), one("b", status="denied")])
    assert event.status == "disputed"
    assert [conflict.field for conflict in event.conflicts] == ["status"]


def test_of_dates_the_finest_then_the_earliest_published_wins() -> None:
    month = day(DAY.replace(day=1), DAY.replace(day=31), "month")
    words = {"quote": "The rocket hit a nursery kitchen beside the cement works"}
    (event,) = merge([one("a", dates=month, **words), one("b", published=NEXT, **words)])
    assert event.dates == day(DAY)
    assert any(reason.rule == "merge.date.finest-then-earliest" for reason in event.rules)


def test_two_things_that_one_author_tells_apart_stay_apart() -> None:
    first = mention("a", start=0, quote="Tanks rolled over the frontier orchard.")
    second = mention("a", start=90, quote="Elsewhere howitzers pounded the harbour granary.")
    assert len(merge([report("a", first, second)])) == 2


def test_undated_mentions_merge_with_copies_of_their_report_only() -> None:
    text = "Long ago a mill burned down beside the river and nobody in the valley could say who had set it alight"
    undated = {"dates": UNDATED, "quote": text, "background": True}
    copies = [one("a", text=text, **undated), one("b", text=text + " again", **undated)]
    assert groups(*copies, one("c", **undated)) == [["a", "b"], ["c"]]


def test_no_mention_is_lost_and_none_stands_twice() -> None:
    extractions = [one(f"r{n}", places=(at(TOWN if n % 2 else OTHER_TOWN),)) for n in range(20)]
    told = [ref.report for event in merge(extractions) for ref in event.mentions]
    assert sorted(told) == sorted(e.report.id for e in extractions)


def test_nothing_makes_nothing() -> None:
    assert merge([]) == ()
    assert merge([report("a")]) == ()


def test_a_region_that_one_of_many_sources_names_is_left_to_its_mention() -> None:
    emergency = {"kind": "emergency", "level": "federal"}
    all_name = [one(name, publisher=name, places=(at(OBLAST),), **emergency) for name in "abc"]
    one_names = one("d", publisher="d", places=(at(OBLAST), at(OTHER_OBLAST)), **emergency)
    (event,) = merge([*all_name, one_names])
    assert [place.place for place in event.places] == [OBLAST]
    (both,) = merge([all_name[0], one_names])
    assert [place.place for place in both.places] == [OBLAST, OTHER_OBLAST]


def test_a_region_stays_beside_a_town_that_it_happened_near() -> None:
    tale = {"quote": "Saboteurs derailed a freight convoy carrying ammonia cylinders", "actors": ("Norland army",)}
    (event,) = merge([one("a", places=(at(TOWN, "near"),), **tale), one("b", places=(at(OBLAST),), **tale)])
    assert [place.place for place in event.places] == [TOWN, OBLAST]
    (event,) = merge([one("a", places=(at(OBLAST), at(COUNTRY)))])
    assert [place.place for place in event.places] == [OBLAST]


def test_a_day_after_a_report_that_tells_it_already_is_no_day() -> None:
    emergency = {"kind": "emergency", "level": "federal", "places": (at(OBLAST),)}
    told = one("early", dates=heard(DAY), **emergency)
    late = one("late", published=DAY + timedelta(days=5), dates=day(NEXT), **emergency)
    (event,) = merge([told, late])
    assert (event.dates.first, event.dates.precision) == (DAY, "publication")
    (conflict,) = event.conflicts
    assert [(v.value, v.reports) for v in conflict.values] == [
        (NEXT.isoformat(), ("late",)),
        (f"by {DAY.isoformat()}", ("early",)),
    ]


def test_a_counted_day_yields_to_a_stated_one_and_contradicts_none() -> None:
    counted = DateRange(DAY - timedelta(days=1), DAY - timedelta(days=1), "day", "events.date.offset: four days after")
    words = {"quote": "Guards saw the column cross the frontier by the dam", "kind": "incursion"}
    (event,) = merge([one("a", dates=counted, **words), one("b", published=NEXT, **words)])
    assert event.dates.first == DAY
    assert not event.conflicts


def test_statements_are_one_only_with_shared_words() -> None:
    speech = {"kind": "statement", "places": (at(OBLAST, "topic"),), "actors": ("President",), "mapped": False}
    first = one("a", quote="He called the harvest festival a triumph of reindeer breeding", **speech)
    other = one("b", quote="She denounced plans for another casino", **speech)
    again = one("c", quote="The harvest festival was a triumph of reindeer breeding, he said", **speech)
    assert groups(first, other, again) == [["a", "c"], ["b"]]


def test_what_recurs_daily_is_not_one_event_because_its_days_touch() -> None:
    shelling = {"actors": ("Norland army",), "places": (at(TOWN),)}
    assert groups(one("a", **shelling), one("b", published=NEXT, dates=day(NEXT), **shelling)) == [["a"], ["b"]]
    words = {"quote": "A guided bomb tore the roof off the sugar refinery laboratory"}
    assert groups(one("a", **words), one("b", published=NEXT, dates=day(NEXT), **words)) == [["a", "b"]]


def test_two_totals_of_one_report_are_two_things() -> None:
    moved = mention("a", "evacuation", 0, dates=heard(DAY), quote="Children are taken to camps by bus, 5,000 so far.")
    fled = mention("a", "evacuation", 60, dates=heard(DAY), quote="Another 11,000 locals left their flats on foot.")
    assert len(merge([report("a", moved, fled)])) == 2


def test_an_act_placed_at_the_country_and_then_in_its_region_by_one_report_is_one_event() -> None:
    emergency = {"level": "regional", "dates": heard(DAY)}
    wide = mention("a", "emergency", 0, places=(at(COUNTRY),), actors=("Government of Xanadu",), **emergency)
    fine = mention("a", "emergency", 90, places=(at(OBLAST),), actors=("Southern army",), **emergency)
    (event,) = merge([report("a", wide, fine)])
    assert [place.place for place in event.places] == [OBLAST]
    assert len(merge([report("a", wide, replace(fine, level="federal"))])) == 2


def test_a_sentence_that_names_the_incursion_tells_it_unless_it_measures_the_advance() -> None:
    began = one("a", "incursion", places=(at(OBLAST),), actors=("Northern army",))
    later = {"published": DAY + timedelta(days=3), "dates": heard(DAY + timedelta(days=3)), "places": (at(OBLAST),)}
    quote = "Northern troops advance in the largest incursion for decades."
    told = one("b", "advance", quote=quote, actors=("Northern army",), **later)
    far = one(
        "c", "advance", quote=quote, actors=("Northern army",), figures=(exactly("depth", 10, unit="km"),), **later
    )
    assert groups(began, told, far) == [["a", "b"], ["c"]]


def test_a_report_without_a_date_tells_a_strike_again_days_later_when_much_speaks_for_it() -> None:
    def later(name: str, days: int, dead: int, quote: str) -> Extraction:
        published, figures = DAY + timedelta(days=days), (exactly("killed", dead), exactly("wounded", 21))
        return one(name, published=published, dates=heard(published), figures=figures, quote=quote)

    quote = "The missile slammed into a bakery beside the tannery."
    first = one("a", figures=(exactly("killed", 7), exactly("wounded", 21)), quote=quote)
    assert groups(first, later("b", 3, 7, quote)) == [["a", "b"]]
    assert groups(first, later("b", 4, 7, quote)) == [["a"], ["b"]]
    assert groups(first, later("b", 3, 2, "A drone burned a tractor.")) == [["a"], ["b"]]


def test_kinds_of_disasters_and_measures_are_told_apart() -> None:
    def told(name: str, kind: str, rule: str) -> Extraction:
        return one(name, kind, rules=(Reason(rule),), quote="The whole valley by the tannery was struck that evening.")

    quake, flood = told("a", "disaster", "disaster.quake"), told("b", "disaster", "disaster.water")
    assert groups(quake, flood, told("c", "disaster", "disaster.rain")) == [["a"], ["b", "c"]]
    alert, regime = told("a", "security-measure", "security.alert"), told("b", "security-measure", "security.regime")
    assert groups(alert, regime) == [["a"], ["b"]]


def test_one_report_tells_a_days_shelling_of_a_region_twice() -> None:
    def told(start: int, kind: str, **more: object) -> EventMention:
        fields = {"places": (at(OBLAST),), "dates": heard(DAY), "actors": ("Northern army",), **more}
        return mention("a", kind, start, **fields)

    assert len(merge([report("a", told(0, "attack"), told(90, "strike"))])) == 1
    assert len(merge([report("a", told(0, "attack"), told(90, "strike", places=(at(TOWN),)))])) == 2


def test_the_fullest_mention_speaks_and_the_place_of_most_sources_stands_first() -> None:
    short = one("a", publisher="a", places=(at(OTHER_TOWN), at(TOWN)), summary="short")
    full = one("b", publisher="b", summary="full", actors=("Northern army",), figures=(exactly("killed", 3),))
    (event,) = merge([short, full, one("c", publisher="c", places=(at(OTHER_TOWN), at(TOWN)))])
    assert event.summary == "full"
    assert [place.place for place in event.places] == [TOWN, OTHER_TOWN]


def test_what_a_report_rounds_contradicts_nothing() -> None:
    more = figure("evacuated", 76_001, 76_000, None)
    first, second = (
        mention("a", "evacuation", 0, figures=(more,)),
        mention("a", "evacuation", 9, figures=(exactly("evacuated", 76_000),)),
    )
    (event,) = merge([report("a", first, second), one("b", "evacuation", figures=(exactly("evacuated", 76_000),))])
    assert not event.conflicts


def test_halted_without_a_place_stands_against_advanced_of_one_army() -> None:
    halted = one(
        "a",
        "battle",
        places=(),
        quote="Guards halted the northern column.",
        actors=("Northern army",),
        dates=heard(DAY),
    )
    advanced = one(
        "b", "advance", places=(at(OBLAST),), quote="Its men advanced up to 10 km.", actors=("Northern army",)
    )
    assert [[c.field for c in event.conflicts] for event in merge([halted, advanced])] == [["situation"], ["situation"]]
    elsewhere = replace(advanced, mentions=(replace(advanced.mentions[0], actors=("Southern army",)),))
    assert not any(event.conflicts for event in merge([halted, elsewhere]))


def told_together(*mentions: EventMention) -> list[int]:
    """How many mentions of one report each event holds, in whatever order the report tells them."""
    found = {tuple(sorted(len(e.mentions) for e in merge([report("a", *order)]))) for order in permutations(mentions)}
    (sizes,) = found
    return list(sizes)


def gain(start: int, **fields: object) -> EventMention:
    given: dict[str, object] = {"places": (at(OBLAST),), "actors": ("Northern Army",), "dates": heard(DAY), **fields}
    return mention("a", str(given.pop("kind", "advance")), start, **given)


def test_what_one_side_gains_in_a_region_in_a_day_is_one_whatever_the_words() -> None:
    paces = gain(0, dates=day(DAY), figures=(figure("depth", 1, None, 2, unit="km"),), quote="moved a mile on")
    vague = gain(200, quote="kept pushing")
    quoted = gain(400, actors=(), figures=(figure("depth", 1, None, 2, unit="km"),), quote="we go on, by one to two km")
    assert told_together(paces, vague, quoted) == [3]
    ground = gain(600, kind="control", quote="The Northern Army seized further territory.")
    assert told_together(paces, vague, ground) == [3]


@pytest.mark.parametrize(
    "other",
    [
        {"actors": ("Southern Army",)},
        {"places": (at(TOWN),)},
        {"places": (at(OTHER_OBLAST),)},
        {"figures": (figure("area", 300, 300, 300, unit="km2"),)},
        {"kind": "control", "quote": "The Northern Army took the dam."},
        {"kind": "battle"},
        {"background": True},
    ],
    ids=["another side", "a town", "another region", "all that was won so far", "a place held", "a battle", "history"],
)
def test_what_tells_two_gains_apart(other: dict[str, object]) -> None:
    assert told_together(gain(0, dates=day(DAY), quote="moved on"), gain(200, **other)) == [1, 1]


def test_a_count_of_people_agrees_with_one_of_a_kind_of_people() -> None:
    """Of arrests that only the days of their reports date, in one town, a day apart."""

    def arrested(name: str, number: float, unit: str, after: int) -> Extraction:
        heard_on = DAY + timedelta(days=after)
        counted = exactly("captured", number, unit=unit)
        return one(name, "arrest", dates=heard(heard_on), published=heard_on, figures=(counted,))

    assert groups(arrested("a", 22, "protesters", 0), arrested("b", 22, "people", 1)) == [["a", "b"]]
    assert groups(arrested("a", 22, "protesters", 0), arrested("b", 60, "people", 1)) == [["a"], ["b"]]
    assert groups(arrested("a", 2, "protesters", 0), arrested("b", 2, "people", 1)) == [["a"], ["b"]]
    assert groups(arrested("a", 22, "protesters", 0), arrested("b", 22, "police", 1)) == [["a"], ["b"]]
