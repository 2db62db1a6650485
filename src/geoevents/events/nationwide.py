"""Events told of a whole country: "nationwide", "across the country"; no town of the report is then their place."""

from __future__ import annotations

from collections.abc import Sequence

from geoevents.atlas import Atlas
from geoevents.events.sites import Site
from geoevents.events.siting import Siting
from geoevents.events.triggers import Trigger
from geoevents.events.view import ReportView
from geoevents.model import EventPlace, Reason

_WIDE = frozenset({"nationwide", "countrywide", "nationally"})
_SPREAD = frozenset({"across", "throughout", "around", "in", "over"})


def nationwide_siting(view: ReportView, trigger: Trigger, sites: Sequence[Site], atlas: Atlas) -> Siting | None:
    """Return the country of the places told before, where the trigger's clause speaks of all of it; None elsewhere.

    Args:
        view: the report.
        trigger: what tells the event.
        sites: the sites of the sentences around, in order.
        atlas: gives the country by its code.
    """
    words = view.words[trigger.clause.first : trigger.clause.last]
    wide = next((word for word in words if word in _WIDE), None) or _spread(words)
    if wide is None:
        return None
    for site in reversed(sites):
        if site.first < trigger.clause.last and site.place.country and (site.usable or site.how == "container"):
            country = atlas.gazetteer.country_place(site.place.country)
            if country is not None:
                why = Reason("events.place.nationwide", wide)
                return Siting((EventPlace(country, "in", None, None, (why,)),), "pointed", [why])
    return None


def _spread(words: Sequence[str]) -> str | None:
    for at, word in enumerate(words[:-2]):
        if word in _SPREAD and words[at + 1] == "the" and words[at + 2] in {"country", "nation"}:
            return f"{word} the {words[at + 2]}"
    return None
