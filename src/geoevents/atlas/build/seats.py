"""Districts without settlements in the sources, put at the town that they are named after.

"Sudzhanskiy Rayon" is named after Sudzha: GeoNames' list of districts has no points, and its table of settlements says of
few which district they are in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from geoevents.atlas.build.rows import Row
from geoevents.text.folding import fold

DISTRICT_KM = 30.0  # reach of a district around its seat: Russia's and Kazakhstan's take 1,000 to 3,000 km2 in the west
SEAT_NOTE = "point of the town it is named after"
_NAMED_AFTER = re.compile(r"^(?P<stem>\w+?)(?:s|ts|z)?k(?:iy|yy|yi|y) (?:ra[iy]on|district)$")
_ENDINGS = ("", "an", "yan", "en", "in", "ov", "ev", "ovets", "n")  # what may stand between a town's name and -skiy
_LEAST_STEM, _MOST_MORE = 4, 3  # letters of the stem; letters by which the town's name may be longer
_COUNTRIES = frozenset({"RU", "UA", "BY", "KZ", "KG", "UZ"})


class Seats:
    """Towns by first-level region, to find the one that a district is named after."""

    def __init__(self, towns: Sequence[Row]) -> None:
        """Keep the towns of the countries whose districts are named so, largest first."""
        self._towns: dict[str, list[tuple[str, Row]]] = defaultdict(list)
        for row in sorted(towns, key=lambda r: (-r.prominence, r.place_id)):
            if row.country in _COUNTRIES:
                self._towns[row.code].append((fold(row.name), row))

    def of(self, code: str, name: str) -> Row | None:
        """Return the town that a district (its code, its name in Latin letters) is named after, None when none is sure.

        The town lies in the same first-level region, and its name begins with the district's without its ending.
        """
        match = _NAMED_AFTER.match(fold(name))
        towns = self._towns[code.rsplit(".", 1)[0]]
        for ending in _ENDINGS if match else ():
            stem = match["stem"].removesuffix(ending) if match and match["stem"].endswith(ending) else ""
            for key, row in towns if len(stem) >= _LEAST_STEM else ():
                if key.startswith(stem) and len(key) - len(stem) <= _MOST_MORE and " " not in key:
                    return row
        return None
