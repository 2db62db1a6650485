"""The names that lead to a region: as news writes them, as sources do, with and without the word for its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from geoevents.atlas.build.rows import (
    ALTERNATE,
    BARE,
    GENERIC,
    OFFICIAL,
    SHOWN,
    UNLIKE,
    WEAK,
    Row,
    alternate_weight,
    is_latin,
)
from geoevents.atlas.build.shapes import Unit
from geoevents.atlas.build.translations import WORDS
from geoevents.text.folding import fold

_KINDS = (
    "oblast", "oblast'", "krai", "kray", "region", "province", "governorate", "prefecture", "state", "county",
    "district", "department", "canton", "voivodeship", "emirate", "republic", "autonomous okrug", "voblast",
    "voblasts'", "territory", "parish", "municipality", "division", "raion", "rayon",
)  # fmt: skip
_KIND = "|".join(re.escape(k) for k in sorted(_KINDS, key=len, reverse=True))
_TAIL = re.compile(rf"\s+(?:{_KIND})$", re.IGNORECASE)
_HEAD = re.compile(rf"^(?:the\s+)?(?:{_KIND})\s+of\s+(?:the\s+)?", re.IGNORECASE)
_ALWAYS = ("region", "province")
# Countries whose first level is called oblast in English news, whatever word the source has.
_OBLASTS = frozenset({"RU", "UA", "BY", "KZ", "KG", "UZ", "BG"})
_FORMER_SOVIET_DISTRICT = re.compile(r"s(k|’k|'k)(iy|yy|yi|ij|y|yj)?\s+Rai?on$|s(k)(iy|yy)\s+Rayon$", re.IGNORECASE)
# What news in English calls the second level, where it is a district or province and not one town.
_DISTRICT = ("District",)
_PROVINCE = ("Province",)
DISTRICT_WORDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("AF", "BD", "DE", "GH", "IN", "IQ", "KH", "LA", "LK", "MW", "MZ", "NP", "PK", "RW", "SL", "SY", "TH", "TR", "TZ", "UG",
         "VN", "YE", "ZM", "ZW"), _DISTRICT,
    ),
    **dict.fromkeys(("ES", "IT", "PH"), _PROVINCE),
    "CN": ("Prefecture",), "ID": ("Regency",), "IR": ("County",), "PL": ("County",), "SS": ("County",),
    "NG": ("LGA", "Local Government Area", "Local Government", "Council Area"),
}  # fmt: skip
_LONGEST_ALIAS = 30  # letters; longer ones describe ("Agbègbè Ìjọba Ìbílẹ̀ Àríwá Aba")
# Words that Natural Earth uses for kinds and news does not.
_NOT_A_WORD = frozenset({"", "city", "unitary authority", "capital", "country"})


def bare(name: str) -> str:
    """Return a region's name without the word for its kind: "Kursk" of "Kursk Oblast"."""
    return _HEAD.sub("", _TAIL.sub("", name)).strip() or name


def _kind_words(row: Row, units: Iterable[Unit]) -> set[str]:
    words = set(_ALWAYS)
    if row.country in _OBLASTS:
        words |= {"oblast", "district"} if row.country == "UA" else {"oblast"}
    for unit in units:
        for word in str(unit.facts.get("type_en") or "").casefold().split("|"):
            if word not in _NOT_A_WORD and len(word.split()) == 1:
                words.add(word)
    if row.country == "US":
        words.add("state")
    return words


def _source_names(units: list[Unit]) -> Iterable[str]:
    if len(units) != 1:
        return
    facts = units[0].facts
    yield from (str(facts.get(key) or "") for key in ("name", "gn_name", "woe_name"))
    for key in ("name_alt", "name_local"):
        yield from str(facts.get(key) or "").split("|")


def name_admin1(row: Row, units: list[Unit], news: Mapping[str, str]) -> None:
    """Give a first-level region its shown name and every name that leads to it."""
    source = row.name
    row.name = news.get("name") or source
    stem = bare(row.name)
    main = fold(stem)
    for name in _source_names(units):
        if name.strip() and name.isprintable():
            row.called(name.strip(), min(BARE, alternate_weight(name.strip(), main)))
    others = [n for n in news.get("other_names", "").split("|") if n]
    for name in (stem, bare(source)):
        row.called(name, BARE)
    for name in others:
        row.called(name, BARE)
    stems = {stem, bare(source), *(n for n in others if n.isalpha() and n.isascii() and not n.isupper())}
    words = _kind_words(row, units)
    for base in sorted(stems):
        for word in sorted(words):
            row.called(f"{base} {word}", GENERIC)
            row.called(f"{word} of {base}", ALTERNATE)
    for name in news.get("weak", "").split("|"):
        row.called(name, WEAK)
    row.called(source, OFFICIAL if source != bare(source) else BARE)
    row.called(row.name, SHOWN)


def name_district(row: Row) -> None:
    """Name a second-level region that is called as its chief town: only with the word for its kind."""
    stem, words = row.name, DISTRICT_WORDS[row.country]
    row.name = f"{stem} {words[0]}"
    for word in words:
        row.called(f"{stem} {word}", GENERIC)
    row.called(row.name, SHOWN)


def name_admin2(row: Row, aliases: Iterable[str] = ()) -> None:
    """Give a second-level region its names; "Sudzhanskiy Rayon" is also "Sudzhansky district".

    `aliases` are the source's further names of it; one without a word for its kind may be a town's or a person's too.
    """
    label = row.name
    row.called(bare(label), WEAK if row.country == "US" else UNLIKE)
    if _TAIL.search(label) and (match := re.search(r"(?:iy|yy|yi|ij|y)\s+Ra[iy]on$", label)):
        stem = label[: match.start()]
        for ending in ("yi", "y") if row.country == "UA" else ("iy", "y"):
            for word in ("district", "raion"):
                row.called(f"{stem}{ending} {word}", GENERIC)
    for name in aliases if row.country != "US" else ():  # Spanish for counties: "Condado de Harris"
        if len(name) <= _LONGEST_ALIAS and fold(name) not in WORDS:
            row.called(name, ALTERNATE if bare(name) != name or not is_latin(name) else UNLIKE)
    row.called(label, SHOWN)
