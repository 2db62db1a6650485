"""Who says so, and how sure the text is: attribution of stretches of text to sources, and their status."""

from geoevents.events.speakers.attribution import attribution_of, find_attributions
from geoevents.events.speakers.status import status_of

__all__ = ["attribution_of", "find_attributions", "status_of"]
