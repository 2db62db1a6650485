"""Places: find the place names of a report, their roles, and the places that they mean.

Verbs: `find_toponyms` and `resolve`; `Recogniser.load()` opens the trained model.
"""

from geoevents.places.recogniser import Recogniser
from geoevents.places.resolve import Focus, resolve
from geoevents.places.toponyms import find_toponyms

__all__ = ["Focus", "Recogniser", "find_toponyms", "resolve"]
