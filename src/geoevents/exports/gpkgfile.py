"""GeoPackage of the filtered events: the features of the GeoJSON file in one layer, for QGIS and geopandas."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from geoevents.exports.columns import Catalogue
from geoevents.exports.geojson import RegionsAs, write_geojson
from geoevents.exports.whole import write_bytes
from geoevents.model import Event

LAYER = "events"


def write_gpkg(
    events: Iterable[Event], path: Path, catalogue: Catalogue, *, regions: RegionsAs = "polygon"
) -> tuple[int, int, int]:
    """Write the file, aside first; return how many events, features and events without a place there are.

    Raises:
        UnreadableFile: when the file cannot be written.
    """
    import pyogrio  # noqa: PLC0415 - GDAL is loaded for this format alone

    with TemporaryDirectory(prefix="geoevents-") as folder:
        source, made = Path(folder) / "events.geojson", Path(folder) / "events.gpkg"
        with source.open("w", encoding="utf-8") as stream:
            counts = write_geojson(events, stream, catalogue, regions=regions)
        frame = pyogrio.read_dataframe(source, use_arrow=False)
        pyogrio.write_dataframe(frame, made, layer=LAYER, driver="GPKG", geometry_type="Unknown")
        write_bytes(path, made.read_bytes())
    return counts
