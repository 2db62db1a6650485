"""The map on the page: the frame that stays, and the state that changes with filters and selection."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit_folium import st_folium

from geoevents.model import BorderView, DistanceClaim, Event, EventPlace, Measurement
from geoevents.store.filters import Filter, mapped_places
from geoevents.ui import selection
from geoevents.ui.address import filter_query
from geoevents.ui.columns import place_key
from geoevents.ui.library import Library
from geoevents.ui.shown import Shown
from geoevents.views.claims import claim_label
from geoevents.views.layer import MapConfig, Selected, ViewState, event_map, map_state
from geoevents.views.viewport import extent_of
from geoevents.views.words import AREA_KINDS, border_label

Fit = tuple[tuple[float, float], tuple[float, float]]
BASE = "../../geoevents/"  # as seen from the frame of streamlit-folium's component
HEIGHT = 620
_MARGIN = 0.6  # degrees around a single point, so that its line to the border is in view
_SAME = 1e-4  # degrees
_KEY = "map"


def show_map(library: Library, shown: Shown) -> None:
    """Draw the map; a click on it selects a place, in a callback before the next run of the page."""
    view, wanted = shown.view, shown.filter
    source = library.atlas(view).borders.legend
    config = MapConfig(base=BASE, border_view=view, border_source=source, height=HEIGHT, families=library.families)
    group = map_state(_state(library, shown))
    st_folium(
        event_map(config),
        key=f"{_KEY}_{view}",
        height=HEIGHT,
        width=None,
        use_container_width=True,
        returned_objects=["last_object_clicked_tooltip"],
        feature_group_to_add=group,
        on_change=lambda: _clicked(library, wanted, f"{_KEY}_{view}"),
    )


def _clicked(library: Library, wanted: Filter, key: str) -> None:
    place = selection.clicked_place(st.session_state.get(key))
    if place.startswith(selection.POINT):
        selection.pick(at=selection.clicked_point(place))
    elif place:
        here = library.at_place(wanted, place)
        selection.select(here[0].id if len(here) == 1 else "", place)


def _state(library: Library, shown: Shown) -> ViewState:
    fit, key = _fit(library, shown)
    claim = shown.claim[1] if shown.claim else None
    return ViewState(
        query=filter_query(shown.filter) + ("&internal=1" if library.internal else ""),
        version=library.version,
        selected=_claimed(claim) if claim else _selected(library, shown.event, shown.view),
        fit=fit,
        fit_key=key,
        tiles=shown.tiles,
        overlay={"id": shown.overlay.id, "credit": shown.overlay.credit} if shown.overlay else None,
        pick=replace(selection.picking(), radius_km=float(st.session_state.get(selection.RADIUS) or 0.0)),
    )


def _fit(library: Library, shown: Shown) -> tuple[Fit | None, str]:
    """Where the map is to look: at all that is shown when the page opens, at the selection when it is asked to go there."""
    if selection.focus() and shown.claim is not None:
        box = _box(list(_claim_points(shown.claim[1])))
        if box:
            return box, f"claim {selection.claim_key()} {selection.focus()}"
    if selection.focus() and shown.event is not None:
        box = _around(library, shown.event)
        if box:
            return box, f"event {shown.event.id} {selection.focus()}"
    wanted = shown.filter
    return library.kept(("extent", wanted), lambda: extent_of(library.columns, library.rows(wanted))), "all"


def _claim_points(claim: DistanceClaim) -> tuple[tuple[float, float], ...]:
    """Return the line of a claim, or the places that it names where nothing was measured."""
    if claim.measurement is not None and claim.measurement.line:
        return claim.measurement.line
    return tuple((place.lon, place.lat) for place in (claim.subject, claim.reference) if place is not None)


def _claimed(claim: DistanceClaim) -> Selected:
    line = claim.measurement.line if claim.measurement is not None else ()
    at = claim.subject
    key = place_key(at.lon, at.lat, region=at.kind in AREA_KINDS) if at is not None else ""
    return Selected(key, line, claim_label(claim) if line else "")


def _around(library: Library, event: Event) -> Fit | None:
    places = mapped_places(event)
    points: list[tuple[float, float]] = [(p.place.lon, p.place.lat) for p in places if p.place.kind != "country"]
    for place in places:
        if place.place.kind in AREA_KINDS - {"country"}:
            points += [at for ring in library.outline(place.place.place_id) for at in ring]
    points += list(event.border.line) if event.border else []
    return _box(points)


def _box(points: list[tuple[float, float]]) -> Fit | None:
    if not points:
        return None
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    return (min(lats) - _MARGIN / 2, min(lons) - _MARGIN), (max(lats) + _MARGIN / 2, max(lons) + _MARGIN)


def _selected(library: Library, event: Event | None, view: BorderView) -> Selected | None:
    if event is None:
        return Selected(selection.place_key()) if selection.place_key() else None
    keys = [place_key(p.place.lon, p.place.lat, region=p.place.kind in AREA_KINDS) for p in mapped_places(event)]
    key = selection.place_key() if selection.place_key() in keys else next(iter(keys), "")
    town = next((p for p in mapped_places(event) if p.place.kind not in AREA_KINDS), None)
    measured = library.border(event, view) if town else None
    if measured is None or not _from(measured, town):
        measured = library.border_of(town.place, view) if town else None
    return Selected(key, measured.line, border_label(measured)) if measured and measured.line else Selected(key)


def _from(measured: Measurement, town: EventPlace | None) -> bool:
    """Whether a measured line begins at a place: an event of several places is measured from one of them."""
    if town is None or not measured.line:
        return False
    lon, lat = measured.line[0]
    return abs(lon - town.place.lon) < _SAME and abs(lat - town.place.lat) < _SAME
