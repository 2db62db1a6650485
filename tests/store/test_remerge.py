"""Merging only what changed gives what merging everything gives, whatever comes in and in whatever order."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from merge_builders import DAY, OBLAST, OTHER_TOWN, TOWN, at, day, heard, mention, one, report
from merge_strategies import one_report
from store_builders import Clock, pair

from geoevents.events.audience import public_view
from geoevents.events.merging import merge
from geoevents.lexicon import Lexicon, load_lexicon
from geoevents.model import UNDATED, Event, Extraction
from geoevents.resources import data_folder
from geoevents.store import EventStore
from geoevents.store.remerge import FEW

Step = list[Extraction]


@st.composite
def steps(draw: st.DrawFn) -> list[Step]:
    """Batches of reports; a name that comes again is another version of its report, or another reading of it."""
    names = st.integers(0, 5).map(lambda n: f"r{n}")
    some = st.builds(shared, names.flatmap(one_report), st.integers(0, 3).map(lambda n: n == 0))
    return draw(st.lists(st.lists(some, min_size=1, max_size=3), min_size=1, max_size=5))


def shared(extraction: Extraction, internal: bool) -> Extraction:
    """A report, internal or not."""
    head = replace(extraction.report, sharing="internal" if internal else "public")
    return replace(extraction, report=head)


def take(store: EventStore, step: Step, *, whole: bool) -> tuple[object, ...]:
    """Ingest a batch and return everything that can be seen of it: counts, events with ids and times, changes."""
    store.add(pair(extraction) for extraction in step)
    merged = replace(store.merge(whole=whole), looked_at=0)
    looks = store, store.public()
    changes = [sorted((c.event, c.kind, c.at, c.reports) for c in x.changed_since(date(2031, 1, 1))) for x in looks]
    aliases = {name: event.id for event in store.events() for name in event.aliases}
    events = list(store.events())
    return merged, events, [public_view(event) for event in events], changes, aliases


@settings(max_examples=120, deadline=None)
@given(steps())
def test_step_by_step_the_events_are_those_of_a_full_merge(batches: list[Step]) -> None:
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        paths = Path(folder, "part.gpkg"), Path(folder, "whole.gpkg")
        with EventStore(paths[0], now=clock) as part, EventStore(paths[1], now=clock) as whole:
            for batch in batches:
                clock.turn(1)
                assert take(part, batch, whole=False) == take(whole, batch, whole=True)
            assert part.check() == ()
            before = list(part.events())
            again = part.merge(whole=True)
            assert (again.new, again.changed, again.withdrawn) == (0, 0, 0)
            assert list(part.events()) == before


@settings(max_examples=40, deadline=None)
@given(steps())
def test_the_events_of_a_store_are_those_that_merge_makes(batches: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, EventStore(Path(folder, "a.gpkg"), now=Clock()) as store:
        for batch in batches:
            take(store, batch, whole=False)
        counting = [store.extraction(s.report.id, s.report.text_sha256) for s in store.documents() if s.latest]
        wanted = merge([extraction for extraction in counting if extraction is not None])
        assert [bare(event) for event in store.events()] == [bare(event) for event in wanted]


def bare(event: Event) -> Event:
    return replace(event, aliases=(), first_seen=None, last_changed=None)


def many(number: int) -> list[Extraction]:
    """Reports of as many months, each by itself."""
    return [
        one(f"m{n}", dates=heard(day), published=day) for n in range(number) if (day := DAY + timedelta(days=40 * n))
    ]


def looked_at(store: EventStore, step: Step, lexicon: Lexicon | None = None) -> int:
    """Ingest a batch and return how many mentions were merged."""
    store.add(pair(extraction) for extraction in step)
    return store.merge(lexicon=lexicon).looked_at


def test_only_what_a_report_touches_is_merged_anew(store: EventStore) -> None:
    assert looked_at(store, many(50)) == 50
    assert looked_at(store, [one("new", dates=heard(DAY))]) == 2
    assert looked_at(store, [one("far", places=(at(OBLAST),), dates=day(date(2035, 1, 1)))]) == 1
    assert looked_at(store, []) == 0


def test_a_longer_copy_that_comes_later_draws_its_copies_in(store: EventStore) -> None:
    words = [f"word{n}" for n in range(60)]
    undated = {
        "dates": day(DAY, DAY + timedelta(days=90), "year"),
        "background": True,
        "quote": "Long ago a mill burned.",
    }
    short = [one(name, text=" ".join(part), **undated) for name, part in (("a", words[:30]), ("b", words[30:]))]
    take(store, [*short, *many(9)], whole=False)
    take(store, [one("c", text=" ".join(words), **undated)], whole=False)
    (event,) = [event for event in store.events() if event.background]
    assert (event.reports, event.sources) == (3, 1)


def test_a_contradiction_reaches_an_event_of_another_component(store: EventStore, clock: Clock) -> None:
    held = one("held", "control", quote="Troops say they are controlling the town.", dates=day(DAY))
    take(store, [held, *many(9)], whole=False)
    clock.turn(1)
    fight = one(
        "fight", "battle", quote="Fighting went on in the outskirts.", dates=day(DAY), places=(at(TOWN), at(OTHER_TOWN))
    )
    take(store, [fight], whole=False)
    contradicted = [event for event in store.events() if event.conflicts]
    assert {ref.report for event in contradicted for ref in event.mentions} == {"held", "fight"}
    take(store, [replace(fight, mentions=())], whole=False)
    assert not any(event.conflicts for event in store.events())


def test_other_rules_merge_everything_anew(store: EventStore) -> None:
    lexicon = load_lexicon(data_folder("lexicons"))
    assert looked_at(store, many(5), lexicon) == 5
    assert looked_at(store, [], lexicon) == 0
    file = lexicon["merging"]
    other = replace(file, lists={**file.lists, "plain_words": (*file.words("plain_words"), "cannery")})
    assert looked_at(store, [], replace(lexicon, files={**lexicon.files, "merging": other})) == 5


def test_many_new_reports_are_merged_with_everything(store: EventStore) -> None:
    assert looked_at(store, many(20)) == 20
    new = [one(f"new{n}", places=(), dates=UNDATED, background=True) for n in range(FEW + 1)]
    assert looked_at(store, new[:-1]) == FEW
    assert looked_at(store, [replace(extraction, mentions=()) for extraction in new]) == 20


def test_a_report_of_two_mentions_leaves_its_other_event_alone(store: EventStore) -> None:
    first = mention("a", "strike", 0, dates=day(DAY))
    second = mention("a", "evacuation", 50, places=(at(OBLAST),), dates=day(DAY + timedelta(days=200)))
    assert looked_at(store, [report("a", first, second)]) == 2
    assert looked_at(store, [one("b", dates=day(DAY))]) == 2
    assert sorted(len(event.mentions) for event in store.events()) == [1, 2]
    assert store.check() == ()


def test_a_report_read_otherwise_and_then_as_before_keeps_its_event(store: EventStore) -> None:
    told = one("a")
    assert looked_at(store, [told]) == 1
    assert looked_at(store, [replace(told, mentions=()), told]) == 1
    assert store.check() == ()
    assert [len(event.mentions) for event in store.events()] == [1]
