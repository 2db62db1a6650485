"""Names of places as newspapers print them: without the marks of scholarly romanisation ("Kandahar" for "Kandahār").

GeoNames writes names from other scripts by the systems of the US Board on Geographic Names, whose macrons, cedillas, dots,
breves and quotation marks tell letters of the original apart; no newsroom prints them. Marks that belong to a language
written in Latin letters ("Kraków", "São Paulo", "Đà Nẵng") stay as they are. The names of the gazetteer's index
are not touched: every spelling leads to its place.
"""

from __future__ import annotations

import re
import unicodedata

# By the script of a country's main language in CLDR's likely subtags; those of Latin letters beside it (Kazakhstan, Serbia,
# Azerbaijan, Uzbekistan) are left out, since their marks are spelling.
_ALL = frozenset((
    "AE", "AF", "AM", "BD", "BG", "BH", "BT", "CY", "EG", "ER", "ET", "GE", "GR", "IL", "IN", "IQ", "IR", "JO", "JP", "KH", "KP", "KR", "KW",
    "LA", "LK", "LY", "MM", "NP", "OM", "PK", "PS", "QA", "RU", "SA", "SD", "SY", "TH", "UA", "YE",
))  # fmt: skip
# Romanised with French, pinyin or like spelling, whose accents and diaereses stay ("Béjaïa", "Ürümqi", "Zahlé", "Mörön").
_SOME = frozenset(("BY", "CN", "DJ", "DZ", "LB", "MA", "MN", "MR", "MV", "TJ", "TN", "TW"))
_MACRON, _BREVE, _DOT_BELOW, _MACRON_BELOW, _CEDILLA = "\u0304", "\u0306", "\u0323", "\u0331", "\u0327"
_SCHOLARLY = frozenset({_MACRON, _BREVE, _DOT_BELOW, _MACRON_BELOW})
_EMPHATIC = frozenset("dhstzDHSTZ")  # letters whose cedilla stands for an Arabic consonant; that of French is under a c
_SIGNS = dict.fromkeys(
    map(ord, "‘’`\N{MODIFIER LETTER TURNED COMMA}\N{MODIFIER LETTER APOSTROPHE}\N{MODIFIER LETTER PRIME}")
)
_PINYIN = {ord("’"): "'", ord("‘"): "'"}
_ASPIRATES = frozenset(("ER", "ET", "KP", "KR"))
_SOFT_SIGNS = frozenset(("BY", "RU", "UA"))
_AFTER_A_LETTER = re.compile(r"(?<=\w)['’]")  # "Homyel'"
_ASPIRATE = re.compile(r"(?<=\w)['’](?=[^\W\d_A-Z])(?!s\b)")  # "Mek'ele", not "Peoples' Region" or "King's"


def printed(name: str, country: str | None) -> str:
    """Return the name of a place of `country` (ISO 3166-1 alpha-2) without marks of romanisation; others as they are."""
    if country in _ASPIRATES:
        name = _ASPIRATE.sub("", name)
    elif country in _SOFT_SIGNS:
        name = _AFTER_A_LETTER.sub("", name)
    if name.isascii() or (country not in _ALL and country not in _SOME):
        return name
    name = name.translate(_PINYIN if country in {"CN", "TW"} else _SIGNS)
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", name):
        if "\u0300" <= char <= "\u036f" and (
            country in _ALL or char in _SCHOLARLY or (char == _CEDILLA and kept[-1] in _EMPHATIC)
        ):
            continue
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))
