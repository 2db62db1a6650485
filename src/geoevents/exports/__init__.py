"""Files for other programs: one module a format, one verb `write`; a file is complete or not there."""

from geoevents.exports.columns import COLUMNS, SCHEMA_VERSION
from geoevents.exports.mapdata import MOST_EVENTS
from geoevents.exports.writing import BINARY, FORMATS, Format, Written, write, write_to

__all__ = ["BINARY", "COLUMNS", "FORMATS", "MOST_EVENTS", "SCHEMA_VERSION", "Format", "Written", "write", "write_to"]
