"""Options that several commands share, and what their words mean."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from geoevents.pipeline import Options, Resources
    from geoevents.store.filters import Filter

STATUSES = ("asserted", "claimed", "hedged", "disputed", "denied")
VIEWS = ("international", "de-facto")


def add_store(parser: argparse.ArgumentParser) -> None:
    """Add `--store`."""
    parser.add_argument(
        "--store",
        type=Path,
        metavar="FILE",
        help="the store (default: GEOEVENTS_STORE, else events.gpkg in the user's data folder)",
    )


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add what `extract` and `ingest` read and how."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files and folders of reports (.txt .md .html .jsonl .csv); - reads one report from standard input",
    )
    parser.add_argument(
        "--jsonl",
        metavar="FILE",
        help='reports as JSON lines {"id", "text", "title"?, "published"?, "publisher"?, "url"?, "language"?};'
        " - is standard input",
    )
    parser.add_argument("--published", metavar="DATE", help="publication date of reports that state none (YYYY-MM-DD)")
    add_steering(parser)


def add_workers(parser: argparse.ArgumentParser) -> None:
    """Add `--workers`."""
    parser.add_argument(
        "--workers",
        type=whole_number,
        default=1,
        metavar="N",
        help="processes that read side by side, sharing one gazetteer in memory (default: 1); the output is the same",
    )


def whole_number(words: str) -> int:
    """Return a number of one or more, for argparse."""
    number = int(words) if words.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{words!r} is no whole number of 1 or more")
    return number


def add_steering(parser: argparse.ArgumentParser) -> None:
    """Add where the reports play and whose borders count."""
    parser.add_argument("--near", metavar="NAME", help="a place that the reports are about: nearer places win")
    parser.add_argument("--focus-bbox", metavar="W,S,E,N", help="where the reports play, in degrees: places inside win")
    add_places(parser)
    add_view(parser)
    add_borders(parser)


def add_places(parser: argparse.ArgumentParser) -> None:
    """Add `--places`."""
    parser.add_argument(
        "--places",
        type=Path,
        metavar="FILE",
        help="your own places, CSV or GeoJSON (default: places.csv beside the store, where it exists)",
    )


def places_file(arguments: argparse.Namespace) -> Path:
    """Return the file of own places: the one named, else `places.csv` beside the store."""
    from geoevents.resources import default_store  # noqa: PLC0415 - commands without own places do without

    given: Path | None = arguments.places
    store: Path | None = getattr(arguments, "store", None)
    return given or (store or default_store()).with_name("places.csv")


def add_view(parser: argparse.ArgumentParser) -> None:
    """Add `--border-view`."""
    parser.add_argument(
        "--border-view",
        choices=VIEWS,
        default="international",
        help="whose borders: recognised ones (default), or who holds what",
    )


def add_gazetteer(parser: argparse.ArgumentParser) -> None:
    """Add `--gazetteer`."""
    parser.add_argument(
        "--gazetteer",
        type=Path,
        metavar="FOLDER",
        help="the folder of added places (default: GEOEVENTS_GAZETTEER, else gazetteer in the user's data folder)",
    )


def add_borders(parser: argparse.ArgumentParser) -> None:
    """Add `--borders` and `--border-accuracy`."""
    parser.add_argument(
        "--borders",
        type=Path,
        metavar="FILE",
        help="better borders: lines or country polygons (GeoJSON, GeoPackage, shapefile); see docs/atlas.md",
    )
    parser.add_argument(
        "--border-accuracy", type=float, metavar="KM", help="how far the lines of --borders may be from the true ones"
    )
    parser.add_argument("--border-date", metavar="WHEN", help="what the lines of --borders are as of, for the notes")


def named_borders(arguments: argparse.Namespace) -> AbstractContextManager[None]:
    """Return the context in which the borders that a command names stand; without any, those of the user's own stay.

    Raises:
        InputError: when their accuracy is not given or out of range, or given without a file.
    """
    from geoevents.errors import InputError  # noqa: PLC0415

    if getattr(arguments, "borders", None) is None:
        for option in ("border_accuracy", "border_date"):
            if getattr(arguments, option, None) is not None:
                raise InputError(f"--{option.replace('_', '-')} belongs to --borders FILE: give both.")
        return nullcontext()
    from geoevents.atlas import BorderFile  # noqa: PLC0415

    return BorderFile.of(arguments.borders, arguments.border_accuracy, arguments.border_date or "").in_environment()


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Add the filters of events."""
    group = parser.add_argument_group("filters (all that are given must hold)")
    group.add_argument("--from", dest="date_from", metavar="DATE", help="events on or after this day (YYYY-MM-DD)")
    group.add_argument("--to", dest="date_to", metavar="DATE", help="events on or before this day")
    group.add_argument("--undated", action="store_true", help="also undated events; alone: only these")
    group.add_argument("--type", dest="types", metavar="T", action="extend", nargs="+", default=[], help="event types")
    group.add_argument("--bbox", metavar="W,S,E,N", help="events with a place in this box, in degrees")
    group.add_argument("--text", metavar="WORDS", help="events whose words include all of these")
    group.add_argument(
        "--status", dest="statuses", metavar="S", action="extend", nargs="+", default=[], choices=STATUSES,
        help="how sure the sources are: " + ", ".join(STATUSES),
    )  # fmt: skip
    group.add_argument("--min-sources", type=int, metavar="N", help="events that at least N publications tell")
    group.add_argument(
        "--within-km-of-border",
        type=float,
        metavar="N",
        help="events at most N km from a border; unknown ones are left out",
    )


def filter_of(arguments: argparse.Namespace) -> Filter:
    """Return the filter that the arguments mean.

    Raises:
        BadDate, BadFilter: when a value means nothing.
    """
    from geoevents.errors import BadFilter  # noqa: PLC0415
    from geoevents.store.filters import parse_filter, search_words  # noqa: PLC0415 - commands without filters do without

    if arguments.text is not None and not search_words(arguments.text):
        raise BadFilter(f"--text {arguments.text!r} holds no word to look for.")
    return parse_filter(
        date_from=arguments.date_from,
        date_to=arguments.date_to,
        undated=arguments.undated,
        types=arguments.types,
        known_types=event_types(),
        bbox=arguments.bbox,
        text=arguments.text,
        statuses=arguments.statuses,
        min_sources=arguments.min_sources,
        within_km_of_border=arguments.within_km_of_border,
    )


def event_types() -> list[str]:
    """Return the event types that have a rule file."""
    from geoevents.resources import data_folder  # noqa: PLC0415

    return sorted(path.stem for path in (data_folder("lexicons") / "events").glob("*.toml"))


def steering_of(arguments: argparse.Namespace, resources: Resources) -> Options:
    """Return the options of one run.

    Raises:
        BadFilter: when the focus box is none, or no place is called as `--near` says.
        UnreadableFile, InputError: when the file of own places or a line of it cannot be used.
    """
    from geoevents.atlas.own import load_own  # noqa: PLC0415
    from geoevents.errors import BadFilter  # noqa: PLC0415
    from geoevents.pipeline import Options  # noqa: PLC0415
    from geoevents.store.filters import parse_bbox  # noqa: PLC0415

    box = None
    if arguments.focus_bbox:
        try:
            box = parse_bbox(arguments.focus_bbox)
        except BadFilter as error:
            raise BadFilter(str(error).replace("--bbox", "--focus-bbox")) from None
    if arguments.near and not resources.atlas.gazetteer.candidates(arguments.near, limit=1):
        raise BadFilter(f"--near {arguments.near!r}: no place is called that; try `geoevents geocode`.")
    file = places_file(arguments)
    own = load_own(file, resources.atlas) if arguments.places or file.exists() else ()
    return Options(focus_bbox=box, near=arguments.near, border_view=arguments.border_view, own_places=own)
