"""The address bar: filters and selection as words that can be read, sent to a colleague and typed by hand.

    ?from=2024-08-06&to=2024-08-14&undated=1&type=battle,strike&status=claimed&sources=2&border=50&text=mall
    &who=…|…&source=…&figures=any&dated=day&placed=town
    &event=…&place=…&claim=…&view=de-facto

A value that means nothing is passed over, and a note says so.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, get_args
from urllib.parse import urlencode

from geoevents.errors import GeoEventsError
from geoevents.model import BorderView, FigureKind
from geoevents.store.filters import ANY, PLACE_KNOWN, Filter, parse_filter
from geoevents.ui.facets import DATE_KNOWN

FACET_NAMES = {
    "who": "said_by",
    "source": "publishers",
    "figures": "figures",
    "dated": "date_known",
    "placed": "place_known",
}
KEYS = (
    "from",
    "to",
    "undated",
    "type",
    "status",
    "sources",
    "border",
    "text",
    *FACET_NAMES,
    "event",
    "place",
    "claim",
    "view",
)
_MOST_TEXT = 200
_MOST_VALUES = 50
_ALLOWED: dict[str, tuple[str, ...]] = {
    "figures": (ANY, *get_args(FigureKind)),
    "dated": tuple(DATE_KNOWN),
    "placed": PLACE_KNOWN,
}


@dataclass(frozen=True, slots=True)
class Address:
    """What an address asks for. `notes` are sentences about values that were passed over."""

    filter: Filter = field(default_factory=Filter)
    event: str = ""
    place: str = ""
    view: BorderView = "international"
    notes: tuple[str, ...] = ()
    claim: str = ""


def read_address(params: Mapping[str, str], known_types: Collection[str]) -> Address:
    """Return what the parameters ask for; each broken one is left out, with a note."""
    notes: list[str] = []
    found = Filter()
    for name, read in _READERS.items():
        given = params.get(name, "")
        words = given if name in FACET_NAMES else given.strip()
        if not words.strip():
            continue
        try:
            found = read(found, words, known_types)
        except (GeoEventsError, ValueError) as error:
            notes.append(f"The address has {name}={words[:40]!r}, which was passed over: {error}")
    if found.date_from and found.date_to and found.date_to < found.date_from:
        notes.append(
            f"The address ends on {found.date_to}, before it begins on {found.date_from}: the dates were passed over."
        )
        found = replace(found, date_from=None, date_to=None)
    view = params.get("view", "")
    if view not in {"", "international", "de-facto"}:
        notes.append(f"The address has view={view[:40]!r}, which is neither international nor de-facto.")
    return Address(
        filter=found,
        event=params.get("event", "")[:_MOST_TEXT],
        place=params.get("place", "")[:_MOST_TEXT],
        view="de-facto" if view == "de-facto" else "international",
        notes=tuple(notes),
        claim=params.get("claim", "")[:_MOST_TEXT],
    )


def _number(words: str) -> float:
    try:
        value = float(words)
    except ValueError:
        raise ValueError(f"{words[:40]!r} is no number.") from None
    if not math.isfinite(value):
        raise ValueError(f"{words[:40]!r} is no number that anything can have.")
    return value


def _list(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in words.split(",") if part.strip()))


def _names(values: tuple[str, ...]) -> str:
    """Return names as one word, parted by "|"; a name may hold anything."""
    return "|".join(value.replace("%", "%25").replace("|", "%7C") for value in values)


def _facet(name: str, found: Filter, words: str, _: Collection[str]) -> Filter:
    values = [part.replace("%7C", "|").replace("%25", "%")[:_MOST_TEXT] for part in words.split("|") if part.strip()]
    values = list(dict.fromkeys(values))[:_MOST_VALUES]
    allowed = _ALLOWED.get(name)
    if allowed and (unknown := next((value for value in values if value not in allowed), None)):
        raise ValueError(f"{unknown[:40]!r} is none of {', '.join(allowed)}.")
    changed: dict[str, Any] = {FACET_NAMES[name]: tuple(values)}
    return replace(found, **changed)


_Reader = Callable[[Filter, str, Collection[str]], Filter]
_READERS: dict[str, _Reader] = {
    "from": lambda f, w, _: replace(f, date_from=parse_filter(date_from=w).date_from),
    "to": lambda f, w, _: replace(f, date_to=parse_filter(date_to=w).date_to),
    "undated": lambda f, w, _: replace(f, undated=w in {"1", "true", "yes"}),
    "type": lambda f, w, known: replace(f, types=parse_filter(types=_list(w), known_types=sorted(known)).types),
    "status": lambda f, w, _: replace(f, statuses=parse_filter(statuses=_list(w)).statuses),
    "sources": lambda f, w, _: replace(f, min_sources=parse_filter(min_sources=int(_number(w))).min_sources),
    "border": lambda f, w, _: replace(
        f, within_km_of_border=parse_filter(within_km_of_border=_number(w)).within_km_of_border
    ),
    "text": lambda f, w, _: replace(f, text=w[:_MOST_TEXT]),
    **{name: partial(_facet, name) for name in FACET_NAMES},
}


def write_address(address: Address) -> dict[str, str]:
    """Return the parameters of an address; what is not set is left out, so that the bare page has a bare address."""
    f = address.filter
    pairs = {
        "from": f.date_from.isoformat() if f.date_from else "",
        "to": f.date_to.isoformat() if f.date_to else "",
        "undated": "1" if f.undated else "",
        "type": ",".join(f.types),
        "status": ",".join(f.statuses),
        "sources": str(f.min_sources) if f.min_sources else "",
        "border": "" if f.within_km_of_border is None else f"{f.within_km_of_border:g}",
        "text": f.text,
        **{name: _names(getattr(f, field_name)) for name, field_name in FACET_NAMES.items()},
        "event": address.event,
        "place": address.place,
        "claim": address.claim,
        "view": address.view if address.view != "international" else "",
    }
    return {name: value for name, value in pairs.items() if value}


def filter_query(wanted: Filter) -> str:
    """Return a filter as the query string that the data route reads back with `read_address`; never empty."""
    return urlencode({"f": "1", **write_address(Address(filter=wanted))})
