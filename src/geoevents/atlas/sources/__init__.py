"""Official sources that a user with a network can fetch, made into a layer over the shipped gazetteer.

add_sources([Path("RU.zip"), Path("alternateNamesV2.zip")], folder)

Each source is read as a stream of items (`geonames`, `vector`, `own`); `collect` writes them to disk as they come, and
`index` sorts their names in pieces, so that the twelve million places of allCountries.txt need little memory. The new
folder takes the old one's place when all of it is complete; a source that is broken changes nothing.
"""

from __future__ import annotations

from geoevents.atlas.sources.adding import AddReport, add_sources

__all__ = ["AddReport", "add_sources"]
