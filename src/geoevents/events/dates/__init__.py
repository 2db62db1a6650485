"""Which days an event is told of: its own words, the story it stands in, the publication date at last."""

from geoevents.events.dates.dating import date_trigger

__all__ = ["date_trigger"]
