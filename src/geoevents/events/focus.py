"""Where a report plays: the places that it names most, for events that name none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from geoevents.events.fallbacks import CARRIED, NEIGHBOURING
from geoevents.events.sites import Site
from geoevents.events.siting import POINT_KINDS, Siting, uncertainty_km
from geoevents.events.triggers import Trigger
from geoevents.model import EventPlace, Place, Reason

_PLACED = (CARRIED | NEIGHBOURING) - {"aid"}
_LEAD = 3  # sentences whose places count thrice


class Focus:
    """The places of one report by how often it names them as sites, and its regions; counted once for all its events."""

    def __init__(self, sites: Sequence[Site]) -> None:
        """Count them; sites are in order of the text."""
        counts: Counter[str] = Counter()
        places: dict[str, Place] = {}
        self._named: dict[str, int] = {}  # the sentence that first names a place
        regions: dict[str, Place] = {}
        for site in sites:
            self._named.setdefault(site.place.place_id, site.sentence)
            if site.usable and site.place.kind == "admin1":
                regions.setdefault(site.place.place_id, site.place)
            if site.usable and site.relation in ("in", "near", "across") and site.place.kind != "wider-region":
                weight = 3 if site.sentence < _LEAD else 1
                counts[site.place.place_id] += weight * (1 if site.place.kind == "country" else 2)
                places[site.place.place_id] = site.place
        self._places = [places[place_id] for place_id, _ in sorted(counts.items(), key=lambda item: -item[1])]
        self.regions = tuple(regions.values())

    def siting(self, trigger: Trigger, foreign: frozenset[str], *, areas: bool = False) -> Siting:
        """Return the place that the report is about, for a type that may be placed so: the one named most in its lead.

        A town, and with `areas` any place, counts where it was named by then: later ones may be of another story. With
        `areas` only regions and countries are looked at.
        """
        if trigger.rule.type not in _PLACED:
            return Siting()
        for place in self._places:
            town = place.kind in POINT_KINDS
            later = self._named[place.place_id] > trigger.sentence
            if (areas and (town or later)) or (town and later):
                continue
            if not foreign or place.country in foreign:
                why = Reason("events.place.focus", place.name)
                return Siting((EventPlace(place, "in", None, uncertainty_km(place), (why,)),), "focus", [why])
        return Siting()
