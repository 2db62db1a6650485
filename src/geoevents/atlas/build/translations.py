"""Names of countries and of their regions in other languages and scripts, from the Common Locale Data Repository.

CLDR files names by locale (`main/ru.xml` territories, `subdivisions/ru.xml` regions by ISO 3166-2). All its locales that
write in another script than the Latin are read. Of those in Latin letters a country's own languages are read, and those of
`EVERYWHERE`: a name in any language would meet too many words and names of English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from geoevents.atlas.build.packages import Found
from geoevents.atlas.build.rows import ALTERNATE, OFFICIAL, UNLIKE, Row, is_latin
from geoevents.errors import DataError
from geoevents.text.folding import fold

EVERYWHERE = frozenset({"de", "es", "fr", "it", "pt"})
_OTHER_SCRIPTS = (
    "am", "ar", "as", "be", "bg", "bn", "ckb", "el", "fa", "gu", "he", "hi", "hy", "ja", "ka", "kk", "km", "kn", "ko",
    "ky", "lo", "mk", "ml", "mn", "mr", "my", "ne", "or", "pa", "ps", "ru", "sd", "si", "sr", "ta", "te", "th", "ti",
    "uk", "ur", "yue", "zh", "zh_Hant",
)  # fmt: skip
_LATIN = (
    "af", "az", "bs", "ca", "cs", "cy", "da", "de", "es", "et", "eu", "fi", "fil", "fr", "ga", "gl", "hr", "hu", "id",
    "is", "it", "lt", "lv", "ms", "mt", "nl", "no", "pl", "pt", "ro", "sk", "sl", "so", "sq", "sr_Latn", "sv", "sw", "tk",
    "tr", "uz", "vi",
)  # fmt: skip
LOCALES = (*_OTHER_SCRIPTS, *_LATIN)
_ALSO_WRITTEN = {"nb": "no", "nn": "no", "tl": "fil"}  # GeoNames' codes of languages that CLDR files under another
# Other scripts that regions of every country are read in; countries are read in all.
_REGIONS_EVERYWHERE = EVERYWHERE | {"ar", "el", "fa", "he", "hi", "ja", "ko", "ru", "uk", "ur", "zh"}
WORDS = frozenset(  # names in other languages that are words in English
    [
        "capital",
        "cascade",
        "cat",
        "central",
        "centre",
        "city",
        "delta",
        "der",
        "east",
        "eastern",
        "est",
        "grenade",
        "grenadines",
        "gulf",
        "hero",
        "host",
        "indie",
        "interior",
        "island",
        "lakes",
        "land",
        "man",
        "marches",
        "maritime",
        "men",
        "mid",
        "most",
        "north",
        "northeast",
        "northern",
        "northwest",
        "oriental",
        "plateau",
        "pole",
        "pool",
        "rim",
        "ruse",
        "sad",
        "saga",
        "sale",
        "soul",
        "south",
        "southeast",
        "southern",
        "southwest",
        "sur",
        "unite",
        "unity",
        "valle",
        "van",
        "wake",
        "wan",
        "west",
        "western",
    ]
)
_SHORTEST = 4  # letters of a name in another language, in Latin letters
_LARGE = 20_000  # people of a settlement that keeps its name for itself
_REFERENCE = re.compile(r"\s*\(.*\)$")


@dataclass(frozen=True, slots=True)
class Translated:
    """A name and the language it is in ("ru", "de")."""

    name: str
    language: str


Names = Mapping[str, tuple[Translated, ...]]


def _tree(path: Path) -> ET.ElementTree[ET.Element[str]]:
    try:
        return ET.parse(path)  # noqa: S314 - a pinned package whose hash was checked
    except ET.ParseError as error:
        raise DataError(f"{path} is broken ({error}): fetch its package again.") from error


def _displayed(path: Path, element: str) -> Iterator[tuple[str, str]]:
    """Yield code and name of each `<territory>` or `<subdivision>` that one locale names, short and other forms too.

    Raises:
        DataError: when the file is broken.
    """
    for item in _tree(path).iterfind(f"./localeDisplayNames/*/{element}"):
        name = _REFERENCE.sub("", (item.text or "").strip())
        if name and "↑" not in name:
            yield item.get("type", ""), name


def read_names(cldr: Found, element: str) -> Names:
    """Read the names of all territories (by ISO 3166-1 code) or subdivisions (by ISO 3166-2, small and without hyphen)."""
    folder = {"territory": "main", "subdivision": "subdivisions"}[element]
    found: dict[str, dict[Translated, None]] = {}
    paths = {p.stem: p for p in cldr.files() if p.parent.name == folder}
    for locale in LOCALES:
        if locale in paths:
            language = locale.split("_")[0]
            for code, name in _displayed(paths[locale], element):
                found.setdefault(code, {})[Translated(name, language)] = None
    return {code: tuple(names) for code, names in found.items()}


def read_cities(cldr: Found) -> Names:
    """Read the names of the cities that time zones are called after, by zone ("Africa/Khartoum"), in other scripts only."""
    found: dict[str, dict[Translated, None]] = {}
    paths = {p.stem: p for p in cldr.files() if p.parent.name == "main"}
    for locale in _OTHER_SCRIPTS:
        for zone in _tree(paths[locale]).iterfind("./dates/timeZoneNames/zone") if locale in paths else ():
            name = _REFERENCE.sub("", (zone.findtext("exemplarCity") or "").strip())
            if name and "↑" not in name and not is_latin(name):
                found.setdefault(zone.get("type", ""), {})[Translated(name, locale.split("_")[0])] = None
    return {zone: tuple(names) for zone, names in found.items()}


def name_cities(towns: Sequence[Row], zones: Mapping[str, str], cities: Names) -> int:
    """Give cities that a time zone is called after their names in other scripts; return how many there are.

    `zones` has the time zone of each town by its id. The city is the largest town in its zone that bears its name.
    """
    best: dict[str, Row] = {}
    for row in towns:
        zone = zones.get(row.place_id, "")
        if zone in cities and fold(zone.rsplit("/", 1)[-1].replace("_", " ")) in row.names:
            best[zone] = max(best.get(zone, row), row, key=lambda r: r.population)
    for zone, row in best.items():
        for item in cities[zone]:
            row.called(item.name, ALTERNATE)
    return len(best)


def spoken(languages: str) -> frozenset[str]:
    """Return the languages of a country from GeoNames' list of them ("de-CH,fr-CH,it-CH,rm")."""
    codes = {code.partition("-")[0] for code in languages.split(",") if code}
    return frozenset(_ALSO_WRITTEN.get(code, code) for code in codes)


def add_translations(row: Row, names: Iterable[Translated], languages: frozenset[str], most: int = ALTERNATE) -> None:
    """Give a country or region the names that it has in other scripts, in its own languages, and in `EVERYWHERE`.

    `most` is the weight of a name in another script or in a language of its own, however unlike the shown name it is.
    What is added is noted in `Row.foreign`.
    """
    for item in names:
        name, key = item.name, fold(item.name)
        latin, own = is_latin(name), item.language in languages
        if key in row.names or (latin and (key in WORDS or len(key) < _SHORTEST or not name[0].isupper())):
            continue
        if own or not latin or item.language in EVERYWHERE:
            row.called(name, most if own or not latin else UNLIKE)
            row.foreign.add(key)


def for_region(names: Iterable[Translated], languages: frozenset[str], *, first_level: bool) -> list[Translated]:
    """Choose names for a region: in its country's languages, and of first-level regions in the world's large ones."""
    wanted = languages | _REGIONS_EVERYWHERE if first_level else languages
    return [item for item in names if item.language in wanted]


def drop_namesakes(rows: Sequence[Row]) -> int:
    """Take names in other languages away where they are another place's; return how many.

    "Granada" is Spanish for Grenada, and a city in Spain. "Венеция" is Russian for Veneto, and for the city in it.
    """
    wanted = set().union(*(row.foreign for row in rows))
    owners: dict[str, dict[int, int]] = {}
    for index, row in enumerate(rows):
        if max(row.prominence, row.population) >= _LARGE or row.kind not in {"settlement", "admin2", "site"}:
            for key in wanted & row.names.keys():
                owners.setdefault(key, {})[index] = row.names[key]
    dropped = 0
    for number, row in enumerate(rows):
        for key in row.foreign:
            others = [(rows[i], weight) for i, weight in owners.get(key, {}).items() if i != number]
            if any(_outdone(row, key, other, weight) for other, weight in others):
                del row.names[key]
                dropped += 1
    return dropped


def _outdone(row: Row, key: str, other: Row, weight: int) -> bool:
    if key in other.foreign:
        return False
    abroad = other.country != row.country and weight >= OFFICIAL
    chief = other.kind in {"settlement", "capital"} and other.code == row.code and weight >= ALTERNATE
    return abroad or (row.kind in {"admin1", "admin2"} and chief)
