"""A point that a person set is kept as one of the user's own places, and every stored report is read with it at once.

Only reports that may name the place are read again: the others cannot come out otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geoevents.atlas.own_files import OWN
from geoevents.errors import InputError
from geoevents.model import MAPPED_RELATIONS, Document, Event, EventPlace, Extraction, OwnPlace, Place
from geoevents.store.events import Merged
from geoevents.store.fields import place_value
from geoevents.store.reviews import Review
from geoevents.text import fold

if TYPE_CHECKING:
    from geoevents.atlas.own_files import OwnRow
    from geoevents.pipeline import Options, Resources
    from geoevents.store.store import EventStore

_STEM = 4  # letters of a name that a text must hold: endings of languages that decline names may differ
Watch = Callable[[Iterable[Document]], Iterable[Document]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a point did: the own place, the decision that puts the event there, what was read again and merged."""

    place: Place
    review: Review
    read: int
    merged: Merged
    failed: tuple[str, ...] = ()


def hand_set_point(event: Event) -> tuple[float, float] | None:
    """Return longitude and latitude, in degrees, of the own place or point that an event has; None where it has none."""
    for place in event.places:
        if place.relation in MAPPED_RELATIONS and place.place.place_id.startswith(OWN):
            return place.place.lon, place.place.lat
    return None


def keep_as_place(
    store: EventStore,
    event: str,
    name: str,
    *,
    file: Path,
    resources: Resources,
    who: str,
    why: str = "",
    point: tuple[float, float] | None = None,
    radius_km: float | None = None,
    spellings: Sequence[str] = (),
    kind: str = "settlement",
    options: Options | None = None,
    watch: Watch = iter,
) -> Kept:
    """Make an own place of the point of an event, put the event there, and read with it what is stored.

    Whatever ends it midway, what is done stays, and `geoevents reprocess` does the rest.

    Args:
        store: where the event and the reports are.
        event: the event's id, or any it ever had.
        name: as shown, and as reports write it.
        file: the file of own places; the place is added to it.
        resources: to read with.
        who: the person who decides.
        why: a note on the decision.
        point: longitude and latitude in degrees; by default the point that a person set for the event.
        radius_km: how far the place reaches from its point; 1 by default.
        spellings: other ways in which reports write it.
        kind: of place: settlement, site, water, ...
        options: how the stored reports were read, apart from own places.
        watch: wraps the reports that are read again, for a progress bar.

    Raises:
        InputError: when there is no such event, no point is given or was set, a value is none, or another own place
            bears the name.
        BadCoordinates: when the point is none.
    """
    from geoevents.atlas.own import resolve_own  # noqa: PLC0415 - who keeps no place needs no atlas
    from geoevents.atlas.own_files import read_own, write_own  # noqa: PLC0415
    from geoevents.events.merging import border_distance  # noqa: PLC0415

    known = store.event(event)
    if known is None:
        raise InputError(f"No event {event!r} in the store.")
    point = point or hand_set_point(known)
    if point is None:
        raise InputError(f"{known.id} has no point that was set by hand: give one (latitude,longitude).")
    before = read_own(file) if file.exists() else ()
    values = {
        "name": name, "spellings": "|".join(spellings), "lat": f"{point[1]:.6f}", "lon": f"{point[0]:.6f}",
        "radius_km": "" if radius_km is None else f"{radius_km:g}", "kind": kind,
    }  # fmt: skip
    row = _row(values, before, file)
    without = [other for other in before if other.id != row.id]
    old, new = resolve_own(without, resources.atlas), resolve_own([*without, row], resources.atlas)
    if row not in before:
        write_own(file, [*without, row])
    place = new[-1].place
    border = border_distance(EventPlace(place, "in"), resources.atlas)
    review = store.add_review(known.id, "place", place_value(place, border=border), who=who, why=why)
    read, failed = _read_again(store, resources, (_with(options, old), _with(options, new)), new[-1], watch)
    merged = store.merge(atlas=resources.atlas, lexicon=resources.lexicon)
    return Kept(place, review, read, merged, tuple(failed))


def _row(values: Mapping[str, str], known: Sequence[OwnRow], file: Path) -> OwnRow:
    """Return the line of the file: the one that is there already, or a new one."""
    from geoevents.atlas.own_files import check_row, free_id  # noqa: PLC0415

    row = check_row(values, "own place")
    for other in known:
        if other.means is None and fold(other.name) == fold(row.name):
            if replace(row, id=other.id, where=other.where, note=other.note) == other:
                return other
            raise InputError(
                f"{row.name!r} stands in {file} as {other.id}, with other values: choose another name, or remove it first."
            )
    return replace(row, id=free_id(row.name, {other.id for other in known}))


def _with(options: Options | None, own: tuple[OwnPlace, ...]) -> Options:
    from geoevents.pipeline import Options as Made  # noqa: PLC0415

    return replace(options or Made(), own_places=own)


def _read_again(
    store: EventStore, resources: Resources, change: tuple[Options, Options], own: OwnPlace, watch: Watch
) -> tuple[int, list[str]]:
    """Read again the stored reports that may name the place, and note of the others that they would be the same.

    Returns:
        How many were read, and why which were not.
    """
    from geoevents.pipeline import extract, versions  # noqa: PLC0415

    was, now = (versions(resources, options) for options in change)
    current = frozenset(store.stale(now)) - frozenset(store.stale(was))
    stems = _stems(own)
    named = [report for report in _documents(store, sorted(current)) if _may_name(report.text, stems)]
    failed: list[str] = []

    def readings() -> Iterator[tuple[Document, Extraction]]:
        for report in watch(named):
            try:
                yield report, extract(report, resources, change[1])
            except Exception as error:  # noqa: BLE001 - one report must not stop the others; the reason goes to the user
                failed.append(f"{report.id} was passed over: {type(error).__name__}: {error}")

    store.add(readings())
    store.restamp(sorted(current - {report.id for report in named}), now)
    return len(named) - len(failed), failed


def _documents(store: EventStore, names: Iterable[str]) -> Iterator[Document]:
    return (report for name in names if (report := store.document(name)) is not None)


def _stems(own: OwnPlace) -> tuple[str, ...]:
    return tuple(fold(name).split()[0][:_STEM] for name in (own.place.name, *own.spellings))


def _may_name(text: str, stems: Iterable[str]) -> bool:
    folded = fold(text)
    return any(stem in folded for stem in stems)
