"""Nothing that only an internal report tells leaves the store: its bytes are looked for in everything that goes out."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from merge_builders import DAY, OBLAST, OTHER_TOWN, TOWN, at, day, exactly, heard, mention, one, report
from merge_strategies import one_report
from store_builders import Clock, pair

from geoevents.events.audience import public_view
from geoevents.events.merging import merge
from geoevents.model import DistanceClaim, Event, Extraction, Span
from geoevents.records import event_record
from geoevents.store import EventStore, Filter

NEXT = DAY + timedelta(days=1)
SECRET = ("Zylograph", "zylo", "Quibble", "secretive", "74391", "Letovo", "nightjar")


def internal(extraction: Extraction) -> Extraction:
    return replace(extraction, report=replace(extraction.report, sharing="internal"))


def public_one() -> Extraction:
    return one("open", figures=(exactly("killed", 14),), publisher="Herald", quote="A rocket hit the nursery kitchen.")


def secret_one(**fields: object) -> Extraction:
    """A report of the same strike that no one may see: its id, quote, publisher, address, figure, speaker and place."""
    found = one(
        "zylo-report",
        figures=(exactly("killed", 74391),),
        publisher="Quibble",
        quote="A rocket hit the nursery kitchen, said Zylograph of the secretive unit.",
        attributed_to="Zylograph",
        actors=("nightjar",),
        places=(at(TOWN), at(OTHER_TOWN, "near")),
        **fields,
    )
    head = replace(found.report, url="https://zylo.example", title="Zylograph speaks")
    claim = DistanceClaim(Span(0, 5), "zylo km", found.mentions[0].sentence, "to-border", "zylo", "km", 1, 1, 1)
    return internal(replace(found, report=head, claims=(claim,)))


def outputs(store: EventStore) -> Iterator[str]:
    """Everything that the public view gives: events, columns, facets, reports, changes."""
    view = store.public()
    yield from (json.dumps(event_record(event), ensure_ascii=False, default=str) for event in view.events())
    yield from (repr(event) for event in view.events())
    yield repr(view.rows(store.snapshot().row.tolist()))
    yield repr([view.event(event.id) for event in store.events()])
    yield repr({name: facet.counts() for name, facet in view.facets().items()})
    yield repr((view.documents(), view.document("zylo-report"), view.extraction("zylo-report")))
    yield repr((view.newest_reports(99), view.report_count()))
    yield repr(view.changed_since(date(2000, 1, 1)))
    yield repr((view.counts(), view.histogram()))


def fill(store: EventStore, *extractions: Extraction) -> None:
    for extraction in extractions:
        store.add([pair(extraction)])
        store.merge()


@pytest.mark.parametrize("turned", [False, True])
def test_an_event_that_both_tell_shows_what_the_public_report_says(store: EventStore, *, turned: bool) -> None:
    both = [public_one(), secret_one()]
    fill(store, *(reversed(both) if turned else both))
    (full,) = store.events()
    assert full.reports == 2
    assert any(word in repr(full) for word in SECRET)
    (shown,) = store.public().events()
    assert shown.id == full.id
    assert (shown.reports, shown.sources, shown.origins) == (1, 1, 1)
    assert [ref.report for ref in shown.mentions] == ["open"]
    assert shown.figures[0].figure.best == 14
    assert shown.actors == shown.attributed_to == shown.claims == ()
    for text in outputs(store):
        assert not [word for word in SECRET if word in text], text
    assert store.check() == ()


def test_an_event_that_only_internal_reports_tell_is_not_there(store: EventStore) -> None:
    fill(store, secret_one())
    (event,) = store.events()
    view = store.public()
    assert list(view.events()) == []
    assert view.event(event.id) is None
    assert (view.count(), len(view.snapshot()), view.histogram()) == (0, 0, ())
    assert view.changed_since(date(2000, 1, 1)) == ()
    for text in outputs(store):
        assert not [word for word in SECRET if word in text]


def test_filters_of_the_public_view_know_nothing_of_internal_values(store: EventStore) -> None:
    fill(store, public_one(), secret_one())
    view = store.public()
    lon, lat = OTHER_TOWN.lon, OTHER_TOWN.lat
    for where in (
        Filter(text="zylograph"),
        Filter(bbox=(lon - 0.1, lat - 0.1, lon + 0.1, lat + 0.1)),
        Filter(min_sources=2),
        Filter(publishers=("Quibble",)),
        Filter(said_by=("Zylograph",)),
    ):
        assert store.count(where) == 1, where
        assert view.count(where) == int(view.mask(where).sum()) == len(list(view.events(where))) == 0, where
    for where in (
        Filter(text="nursery kitchen"),
        Filter(publishers=("Herald",)),
        Filter(figures=("killed",)),
        Filter(),
    ):
        assert view.count(where) == int(view.mask(where).sum()) == len(list(view.events(where))) == 1, where


def test_an_internal_contradiction_is_not_shown_with_a_public_event(store: EventStore) -> None:
    held = one("held", "control", quote="Troops say they are controlling the town.", dates=day(DAY))
    fight = one("zylo", "battle", quote="Fighting went on in the outskirts.", dates=day(DAY), places=(at(TOWN),))
    fill(store, held, internal(fight))
    full = next(event for event in store.events() if event.type == "control")
    (shown,) = store.public().events()
    assert full.conflicts
    assert shown == replace(
        full, conflicts=(), public=None, first_seen=shown.first_seen, last_changed=shown.last_changed
    )
    fill(store, internal(replace(fight, mentions=())))
    (pure,) = store.events()
    assert pure.public is None


def test_changes_are_told_to_each_audience(store: EventStore, clock: Clock) -> None:
    fill(store, public_one())
    clock.turn(1)
    fill(store, secret_one())
    since = clock.now.date()
    assert [(c.kind, c.reports) for c in store.changed_since(since)] == [("contradicted", ("zylo-report",))]
    assert all(change.reports == () for change in store.public().changed_since(since))
    (shown,) = store.public().events()
    assert shown.first_seen == clock.now - timedelta(days=1)
    clock.turn(1)
    fill(store, internal(public_one()))
    assert list(store.public().events()) == []
    assert [c.kind for c in store.public().changed_since(clock.now.date())] == ["withdrawn"]


def test_what_is_internal_stays_it_when_it_comes_again_without_saying_so(store: EventStore) -> None:
    fill(store, secret_one())
    again = replace(secret_one(), report=replace(secret_one().report, sharing="public"))
    store.add([pair(again)])
    store.merge()
    assert list(store.public().events()) == []
    store.add([pair(again)], share=True)
    store.merge()
    assert len(list(store.public().events())) == 1


def test_without_internal_reports_the_public_view_is_the_store(store: EventStore) -> None:
    fill(store, public_one(), one("x", "meeting", places=(), dates=heard(NEXT)), one("y", places=(at(OBLAST),)))
    view = store.public()
    assert list(view.events()) == list(store.events())
    assert view.snapshot() is store.snapshot()
    assert view.counts() == store.counts()


@st.composite
def shared_reports(draw: st.DrawFn) -> list[Extraction]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        extraction = draw(one_report(f"r{number}"))
        found.append(internal(extraction) if draw(st.booleans()) else extraction)
    return found


def bare(event: Event) -> Event:
    return replace(event, aliases=(), first_seen=None, last_changed=None)


@settings(max_examples=60, deadline=None)
@given(shared_reports())
def test_public_views_name_public_reports_alone(reports: list[Extraction]) -> None:
    hidden = {extraction.report.id for extraction in reports if extraction.report.sharing == "internal"}
    for event in merge(reports):
        view = public_view(event)
        if view is None:
            assert {ref.report for ref in event.mentions} <= hidden
            continue
        named = {ref.report for ref in view.mentions} | {f.report for f in view.figures}
        named |= {name for conflict in view.conflicts for value in conflict.values for name in value.reports}
        named |= {point.report for series in view.series for point in series.points}
        assert not named & hidden
        assert not [reason for reason in view.rules if any(f" {name}" in f" {reason}" for name in hidden)]


@settings(max_examples=25, deadline=None)
@given(reports=shared_reports())
def test_the_public_columns_answer_as_the_public_events_do(
    reports: list[Extraction], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with EventStore(tmp_path_factory.mktemp("s") / "a.gpkg", now=Clock()) as store:
        fill(store, *reports)
        view = store.public()
        wanted = [bare(shown) for event in store.events() if (shown := public_view(event)) is not None]
        order = [(event.dates.first is None, event.dates.first or date.max, event.id) for event in wanted]
        shown = list(view.events())
        assert [bare(event) for event in shown] == [
            event for _, event in sorted(zip(order, wanted, strict=True), key=lambda p: p[0])
        ]
        assert view.count() == len(view.snapshot()) == len(shown)
        assert [event.id for event in view.rows(view.snapshot().row.tolist())] == [
            view.event(event.id).id
            for event in view.rows(view.snapshot().row.tolist())  # type: ignore[union-attr]
        ]
        for where in (
            Filter(date_from=DAY),
            Filter(types=("battle", "strike")),
            Filter(text="town"),
            Filter(place_known=("town",)),
        ):
            assert view.count(where) == int(view.mask(where).sum()) == len(list(view.events(where)))
        pages = [event.id for event in view.events(limit=1)]
        while pages and (page := [event.id for event in view.events(after=pages[-1], limit=2)]):
            pages += page
        assert pages == [event.id for event in shown]
        assert store.check() == ()


def test_files_hold_nothing_internal(store: EventStore) -> None:
    from geoevents.exports import write_to  # noqa: PLC0415 - above the store

    fill(
        store, public_one(), secret_one(), report("zylo2", mention("zylo2", "meeting", places=()), publisher="Quibble")
    )
    store.add([pair(internal(report("zylo2", mention("zylo2", "meeting", places=()), publisher="Quibble")))])
    store.merge()
    for form in ("geojson", "csv", "jsonl"):
        for events in (store.events(), store.public().events()):
            stream = io.StringIO()
            write_to(stream, events, form)  # type: ignore[arg-type]
            assert "nursery" in stream.getvalue()
            assert not [word for word in SECRET if word in stream.getvalue()]
        stream = io.StringIO()
        write_to(stream, store.events(), form, internal=True)  # type: ignore[arg-type]
        assert "Quibble" in stream.getvalue()


def test_the_newest_reports_and_their_number(store: EventStore) -> None:
    before = store.revision
    fill(store, public_one(), secret_one())
    assert store.revision > before
    assert [stored.report.id for stored in store.newest_reports(9)] == ["zylo-report", "open"]
    assert [stored.report.id for stored in store.newest_reports(1)] == ["zylo-report"]
    assert store.report_count() == 2
    view = store.public()
    assert [stored.report.id for stored in view.newest_reports(9)] == ["open"]
    assert view.report_count() == 1
    assert view.revision == store.revision
    ((name, sha),) = {(s.report.id, s.report.text_sha256) for s in view.newest_reports(9)}
    assert store.known_reports(["open", "no such report"]) == {(name, sha)}
    assert store.newest_reports(9) == tuple(sorted(store.documents(), key=lambda s: s.report.id == "open"))
