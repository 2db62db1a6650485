"""Commands that ask the atlas: geocode, distance."""

from __future__ import annotations

import argparse
import json
import re
from typing import TYPE_CHECKING

from geoevents.cli.console import FAILED, OK, Console, counted
from geoevents.cli.options import add_borders, add_gazetteer, add_view, whole_number

if TYPE_CHECKING:
    from geoevents.atlas import Atlas
    from geoevents.model import Candidate, Measurement, Place

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives this class no public name
_POINT = re.compile(r"\s*(?P<lat>[-+]?\d+(?:\.\d+)?)\s*,\s*(?P<lon>[-+]?\d+(?:\.\d+)?)\s*")
_BORDER = re.compile(r"border(?::(?P<country>[A-Za-z]{2}))?")


def add_commands(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the commands of this group."""
    geocode = commands.add_parser(
        "geocode",
        help="what a place name can mean, with reasons",
        description='Print the places that a name can mean, best first, with reasons. "Paris, Texas" gives a context.',
    )
    geocode.add_argument("names", nargs="+", metavar="NAME")
    geocode.add_argument("--country", metavar="CC", help="only places in this country (ISO code or name)")
    geocode.add_argument("--near", metavar="NAME", help="a place near which to look")
    geocode.add_argument(
        "--limit", type=whole_number, default=5, metavar="N", help="at most N places a name (default 5)"
    )
    geocode.add_argument("--format", choices=("text", "jsonl"), default="text", help="default: text")
    add_gazetteer(geocode)
    geocode.set_defaults(run=run_geocode)
    distance = commands.add_parser(
        "distance",
        help="geodesic distance and bearing between places, or to a border",
        description="Print the geodesic distance and bearing from one place to another, or to the nearest border.",
    )
    distance.add_argument("start", metavar="FROM", help="a place name, or latitude,longitude")
    distance.add_argument(
        "end", metavar="TO", help="a place name, latitude,longitude, border (nearest international), or border:UA"
    )
    add_view(distance)
    add_borders(distance)
    add_gazetteer(distance)
    distance.set_defaults(run=run_distance)


def run_geocode(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents geocode`."""
    from geoevents.atlas import Gazetteer  # noqa: PLC0415 - heavy imports wait until a command runs

    gazetteer = Gazetteer(added=arguments.gazetteer or True)
    near = gazetteer.candidates(arguments.near, limit=1) if arguments.near else ()
    if arguments.near and not near:
        console.error(f"--near {arguments.near!r}: no place is called that.")
        return FAILED
    found = 0
    for name in arguments.names:
        candidates = gazetteer.candidates(
            name, country=arguments.country, near=near[0].place if near else None, limit=arguments.limit
        )
        found += bool(candidates)
        if not candidates:
            where = f" in {arguments.country}" if arguments.country else ""
            console.error(f"no place is called {name!r}{where}: try another spelling, or the name in its own language.")
        elif arguments.format == "jsonl":
            for candidate in candidates:
                print(json.dumps({"query": name, **candidate_record(candidate)}, ensure_ascii=False))
        else:
            print(name)
            for number, candidate in enumerate(candidates, 1):
                print(candidate_text(number, candidate))
    console.say(f"{counted(len(arguments.names), 'name')}, {found:,} found.")
    return OK if found == len(arguments.names) else FAILED


def candidate_record(candidate: Candidate) -> dict[str, object]:
    """Return a candidate as a JSON object."""
    place = candidate.place
    return {
        "name": place.name,
        "place_id": place.place_id,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "lat": round(place.lat, 6),
        "lon": round(place.lon, 6),
        "population": place.population,
        "score": round(candidate.score, 3),
        "reasons": [str(reason) for reason in candidate.reasons],
    }


def candidate_text(number: int, candidate: Candidate) -> str:
    """Return a candidate in two lines: what and where it is, and why it stands here."""
    place = candidate.place
    people = f", {place.population:,} people" if place.population else ""
    where = f"{degrees(place.lat, 'N', 'S')} {degrees(place.lon, 'E', 'W')}"
    first = (
        f"  {number}. {full_name(place)}: {place.kind}{people}; {where}; {place.place_id}; score {candidate.score:.2f}"
    )
    return "\n".join([first, *(f"     {reason}" for reason in candidate.reasons)])


def degrees(value: float, positive: str, negative: str) -> str:
    """Return a coordinate as 51.191°N."""
    return f"{abs(value):.4f}°{positive if value >= 0 else negative}"


def full_name(place: Place) -> str:
    """Return a place with its region and country."""
    parts = dict.fromkeys(part for part in (place.name, place.admin1, place.country) if part)
    return ", ".join(parts)


def run_distance(arguments: argparse.Namespace, console: Console) -> int:
    """Run `geoevents distance`."""
    from geoevents.atlas import Atlas  # noqa: PLC0415

    atlas = Atlas.load(view=arguments.border_view, added=arguments.gazetteer or True)
    start = locate(arguments.start, atlas)
    border = _BORDER.fullmatch(arguments.end)
    if border:
        country = border["country"].upper() if border["country"] else None
        measured = atlas.borders.from_place(start, country)
        target = _border_words(measured, atlas)
    else:
        end = locate(arguments.end, atlas)
        measured = atlas.measure(end, start)
        target = full_name(end)
    print(
        f"{measured.value:.1f} km{_range_words(measured)} from {full_name(start)} to {target}{bearing_words(measured)}"
    )
    print(measured.why)
    console.say(f"1 distance measured, {atlas.view} borders ({atlas.view_words}).")
    return OK


def _border_words(measured: Measurement, atlas: Atlas) -> str:
    from geoevents.atlas.printing import border_name  # noqa: PLC0415

    return border_name(measured.between, atlas.borders.country_names(measured.between))


def _range_words(measured: Measurement) -> str:
    return f" ({measured.low:.1f}–{measured.high:.1f})" if measured.low != measured.high else ""


def bearing_words(measured: Measurement) -> str:
    """Return ", bearing 192° (SSW)" with its range, or nothing where there is no direction."""
    from geoevents.atlas.geodesy import compass  # noqa: PLC0415

    if measured.bearing_deg is None:
        return ""
    low, high = measured.bearing_low_deg, measured.bearing_high_deg
    spread = f", {low:.0f}–{high:.0f}°" if low is not None and high is not None and round(low) != round(high) else ""
    return f", bearing {measured.bearing_deg:.0f}° ({compass(measured.bearing_deg)}{spread})"


def locate(words: str, atlas: Atlas) -> Place:
    """Return the place that a name or "latitude,longitude" means.

    Raises:
        BadCoordinates: when the point is out of range.
        PlaceError: when no place is called that.
    """
    from geoevents.atlas.geodesy import check_coordinates  # noqa: PLC0415
    from geoevents.errors import BadCoordinates, PlaceError  # noqa: PLC0415
    from geoevents.model import Place  # noqa: PLC0415

    if match := _POINT.fullmatch(words):
        try:
            lon, lat = check_coordinates(float(match["lon"]), float(match["lat"]))
        except BadCoordinates:
            raise BadCoordinates(
                f"{words.strip()} is no point: latitude (-90 to 90) comes first here, then longitude (-180 to 180)."
            ) from None
        return Place(f"point:{lat},{lon}", f"{lat:g},{lon:g}", "other", lon, lat)
    found = atlas.gazetteer.candidates(words, limit=1)
    if not found:
        raise PlaceError(f"No place is called {words!r}: try `geoevents geocode`, or give latitude,longitude.")
    return found[0].place
