"""The atlas: every place name, region and border, with honest distances.

atlas = Atlas.load()                        # data/gazetteer, international view
rows = atlas.gazetteer.find("Sudzha")       # rows of every place of that name
atlas.borders.nearest(35.271, 51.191).why   # "about 10 km (9–11) from the Russia–Ukraine border, measured …"
"""

from geoevents.atlas.atlas import Atlas
from geoevents.atlas.border_files import BorderFile
from geoevents.atlas.borders import BORDER_ERROR_KM, Borders, Nearest
from geoevents.atlas.format import KINDS
from geoevents.atlas.gazetteer import Gazetteer
from geoevents.atlas.geodesy import bearing_deg, compass, distance_km
from geoevents.atlas.measure import measure
from geoevents.atlas.printing import VIEW_WORDS, border_name, describe_border, in_range
from geoevents.atlas.regions import Regions

__all__ = [
    "BORDER_ERROR_KM",
    "KINDS",
    "VIEW_WORDS",
    "Atlas",
    "BorderFile",
    "Borders",
    "Gazetteer",
    "Nearest",
    "Regions",
    "bearing_deg",
    "border_name",
    "compass",
    "describe_border",
    "distance_km",
    "in_range",
    "measure",
]
