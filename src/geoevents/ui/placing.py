"""Placing by hand: an event by one of its candidates, by another name or by a click; a place of one's own by a click."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import wait

import streamlit as st

from geoevents.errors import GeoEventsError
from geoevents.model import MAPPED_RELATIONS, Candidate, Event, Place, Relation
from geoevents.store.fields import hand_point
from geoevents.ui import selection
from geoevents.ui.desk import Keeping
from geoevents.ui.hand import act, typed, who
from geoevents.ui.library import Library
from geoevents.ui.plain import LONG, plain
from geoevents.ui.spots import Spot, missing_names, placed_at, readings, search, spot_at
from geoevents.views.words import full_name, plural

Decide = Callable[[Mapping[str, object], str], None]
_RELATIONS: dict[Relation, str] = {"in": "in it", "near": "near it", "toward": "toward it", "across": "across it"}
_NOWHERE = "nowhere: no place that may stand on a map"
_WIDEST_KM = 200.0
_LOOK_EVERY = 0.2  # seconds
assert set(_RELATIONS) == MAPPED_RELATIONS  # noqa: S101 - a relation without words could not be chosen


def show_place_form(library: Library, event: Event, decide: Decide, foot: Callable[[], None]) -> None:
    """Draw the ways to correct an event's place; `decide` takes the values and what to say, `foot` draws what all forms ask."""
    key = f"pl_{event.id}"
    name = st.text_input("Find a place by name", key=f"{key}_name", max_chars=120, placeholder="or choose one below")
    found = _offered(library, event, name.strip())
    labels = [*found, _NOWHERE]
    st.radio(
        "The event was", labels, key=f"{key}_choice_{name.strip()}",
        captions=[*(_caption(found[label]) for label in found), "it stays in the table"],
        format_func=plain,
    )  # fmt: skip
    st.segmented_control("and it was", list(_RELATIONS), default="in", key=f"{key}_relation", format_func=_RELATIONS.__getitem__,
                         required=True)  # fmt: skip

    foot()

    def go() -> None:
        candidate = found.get(str(st.session_state[f"{key}_choice_{name.strip()}"]))
        if candidate is None:
            decide({"place": None}, "The event has no place on the map.")
            return
        relation: Relation = st.session_state.get(f"{key}_relation") or "in"
        _decide_place(library, event, candidate.place, relation, decide)

    with st.container(horizontal=True, gap="small"):
        st.button("Set the place", key=f"{key}_go", type="primary" if found else "secondary", on_click=go)
        st.button("Click it on the map", key=f"{key}_click", type="secondary" if found else "primary", on_click=lambda: selection.pick(on=True),
                  help="Then one click on the map, or Enter at its middle, is the place")  # fmt: skip


def _offered(library: Library, event: Event, name: str) -> dict[str, Candidate]:
    """Return the places to choose from by their full names: what a typed name may mean, else what the sentences name."""
    atlas = library.atlas("international")
    if name:
        found = [*search(name, atlas)]
    else:
        found = [c for reading in readings(event, library.extractions(event)) for c in reading.places]
        own = {place.place.place_id for place in event.places}
        found.sort(key=lambda candidate: candidate.place.place_id not in own)
    out: dict[str, Candidate] = {}
    for candidate in found:
        label = full_name(candidate.place, library.countries)
        label = label if label not in out else f"{label} ({candidate.place.lat:.2f}, {candidate.place.lon:.2f})"
        if all(candidate.place.place_id != other.place.place_id for other in out.values()):
            out[label] = candidate
    return out


def _caption(candidate: Candidate) -> str:
    place = candidate.place
    people = f"{place.population:,} people · " if place.population else ""
    return plain(f"{place.kind} · {people}{place.place_id}")


def _decide_place(library: Library, event: Event, place: Place, relation: Relation, decide: Decide) -> None:
    values = placed_at(event, place, relation, library.atlas("international"))
    decide(values, f"The event is {relation} {place.name} now.")


# ---- a point that was set on the map


def show_point(library: Library, event: Event | None) -> None:
    """Draw what can be done with the point that was set on the map: place the selected event there, keep it as a place."""
    at = selection.picking().at
    if at is None:
        return
    spot = spot_at(*at, library.atlas("international"))
    with st.container(border=True, key="point"):
        st.html('<h3 class="ge-title">The point on the map</h3>')
        st.caption(plain(spot.words(), LONG))
        places = event is not None and st.checkbox(
            "The selected event was here", value=True, key="point_event", help=plain(event.summary)
        )
        keeps = st.checkbox(
            "Keep it in my places",
            value=True,
            key="point_keep",
            help="Every stored and later report that names it is read with it",
        )
        _fields(library, event, spot, at, keeps=keeps)
        with st.container(horizontal=True, gap="small"):
            label = "Save to my places" if keeps else "Place the event"
            st.button(
                label, key="point_go", type="primary", disabled=not (keeps or places),
                on_click=_save, args=(library, event if places else None, spot),
            )  # fmt: skip
            st.button("Cancel", key="point_cancel", on_click=selection.pick)


def _fields(library: Library, event: Event | None, spot: Spot, at: tuple[float, float], *, keeps: bool) -> None:
    """Draw name, radius and region of the point, filled with what is likely."""
    state = st.session_state
    if state.get("point_of") != (at, event and event.id):  # another point: other proposals
        state.point_of = (at, event and event.id)
        names = missing_names(event, library.extractions(event)) if event is not None else ()
        state.point_name = names[0] if names else ""
    st.text_input("Name, as reports write it", key="point_name", max_chars=120)
    if not keeps:
        return
    st.text_input("Other spellings, parted by |", key="point_spellings", max_chars=400)
    st.number_input("Radius in km", 0.0, _WIDEST_KM, step=0.5, format="%g", key=selection.RADIUS,
                    help="How far the place reaches from its point: drawn on the map")  # fmt: skip
    areas = [place for place in (spot.region, spot.country) if place is not None]
    names_of = {place.place_id: f"{place.name} only" for place in areas} | {"": "anywhere"}
    st.selectbox("Meant in reports about", list(names_of), format_func=names_of.__getitem__, key="point_region",
                 help="In reports that play elsewhere the name is not taken for this place")  # fmt: skip


def _save(library: Library, event: Event | None, spot: Spot) -> None:
    """Keep the point as a place, or place the event there, or both: the event's point is then that place."""
    from geoevents.atlas.own_files import check_row  # noqa: PLC0415 - only where a place is kept

    state, name = st.session_state, typed("point_name")
    if not state.get("point_keep"):
        if event is not None:
            _place_there(library, event, point_place(spot, name or "a point set by hand"))
        return
    try:
        row = check_row({
            "name": name, "spellings": typed("point_spellings"), "lat": f"{spot.lat:.6f}", "lon": f"{spot.lon:.6f}",
            "radius_km": f"{state[selection.RADIUS]:g}", "kind": "settlement", "region": str(state.get("point_region") or ""),
        }, "The point")  # fmt: skip
    except GeoEventsError as error:
        state.notes = [str(error)]
        return
    state.keeping = (
        library.keep_place(row, event=event.id if event is not None else "", who=who()),
        event and event.id,
    )


def show_keeping() -> None:
    """Wait for the place that is being kept, and show how far the reports are read; the work goes on without this page."""
    asked: tuple[Keeping, str | None] | None = st.session_state.get("keeping")
    if asked is None or asked[0].future is None:
        return
    begun, event = asked
    work = asked[0].future
    slot = st.empty()
    while not wait((work,), _LOOK_EVERY).done:
        slot.progress(begun.share, "Reading the reports that name the place …")
    slot.empty()
    st.session_state.pop("keeping")
    try:
        kept = work.result()
    except GeoEventsError as error:
        st.session_state.notes = [*st.session_state.get("notes", []), str(error)]
        return
    reports = plural(kept.reports, "report")
    st.session_state.done = [f"{kept.row.name} is among your places; {reports} that name it read anew."]
    selection.pick()
    if event:
        st.session_state[f"rv_what_{event}"] = None
        selection.select(event, go=True)


def point_place(spot: Spot, name: str) -> Place:
    """Return a point that a person set as a place of its own, in the region and country where it lies."""
    region = spot.region
    code = spot.country.country if spot.country else region.country if region else None
    return hand_point(spot.lon, spot.lat, name, code, region.name if region else None)


def _place_there(library: Library, event: Event, place: Place) -> None:
    def decide(values: Mapping[str, object], said: str) -> None:
        name = who()
        if act(lambda: [library.decide(event.id, field, value, who=name) for field, value in values.items()], said):
            selection.pick()
            st.session_state[f"rv_what_{event.id}"] = None
            selection.select(event.id, go=True)

    _decide_place(library, event, place, "in", decide)


# ---- the list of places


def show_own_places(library: Library) -> None:
    """List the places that were kept, each with the way to remove it."""
    try:
        rows = library.own_rows()
    except GeoEventsError as error:
        st.warning(plain(str(error), LONG))
        return
    with st.expander(f"My places ({len(rows)})" if rows else "My places"):
        st.button("Set one on the map", key="own_new", on_click=lambda: selection.pick(on=True), width="stretch")
        for row in rows:
            with st.container(horizontal=True, gap="small", key=f"own_{row.id}"):
                where = f"means {row.means}" if row.means else f"{row.lat:.3f}, {row.lon:.3f}"
                st.markdown(f"{plain(row.name)}  \n:small[{plain(where)}]")
                st.button(
                    "Remove", key=f"drop_{row.id}", type="tertiary", on_click=_drop, args=(library, row.id, row.name)
                )
        st.caption("Reports that name one are read with it. The file places.csv beside the store holds them.")


def _drop(library: Library, name: str, said: str) -> None:
    act(lambda: library.drop_place(name), f"{said} is no longer among your places.")
