"""The store: one GeoPackage that holds every report, mention and event, and never loses one."""

from geoevents.store.busiest import PlaceCount
from geoevents.store.filters import Filter, mapped_places, parse_bbox, parse_date, parse_filter
from geoevents.store.own_places import Kept, keep_as_place
from geoevents.store.snapshot import Snapshot
from geoevents.store.store import Added, Change, Counts, EventStore, Merged, PublicView, Purged, Review, StoredReport

__all__ = [
    "Added",
    "Change",
    "Counts",
    "EventStore",
    "Filter",
    "Kept",
    "Merged",
    "PlaceCount",
    "PublicView",
    "Purged",
    "Review",
    "Snapshot",
    "StoredReport",
    "keep_as_place",
    "mapped_places",
    "parse_bbox",
    "parse_date",
    "parse_filter",
]
