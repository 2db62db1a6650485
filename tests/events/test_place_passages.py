"""Where it took place, in small passages of news of our own: what a whole country, a dateline or a helper's name says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from geoevents.model import EventMention

Reader = Callable[..., tuple[EventMention, ...]]
PUBLISHED = date(2025, 6, 12)  # a Thursday


def places(mentions: tuple[EventMention, ...], kind: str) -> list[str]:
    """The names of the places of the last event of a type."""
    found = [mention for mention in mentions if mention.type == kind]
    return [place.place.name for place in found[-1].places] if found else ["no event"]


# --- the town of a dateline is where the report was written
DATELINES = [
    ("NAIROBI - Floods have killed 32 people in western Kenya since Sunday, the Red Cross said.", "disaster", ["Kenya"]),
    ("LIMA, Peru - Landslides cut roads in the Cusco region on Monday.", "disaster", ["Cuzco Department"]),
    ("BERLIN - Storms tore roofs off houses in Bavaria on Monday, killing two people.", "disaster", ["Bavaria"]),
    ("TUNIS - Protesters clashed with police on Monday night.", "protest", ["Tunis"]),
    ("LAGOS, Nigeria - Gunmen killed nine farmers on Monday.", "attack", ["Lagos"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "wanted"), DATELINES, ids=[row[0][:40] for row in DATELINES])
def test_a_dateline_gives_way(told: Reader, text: str, kind: str, wanted: list[str]) -> None:
    assert places(told(text, PUBLISHED), kind) == wanted


# --- all of a country
WIDE = [
    ("Police shot a student in Nakuru on Monday and arrested 300 people nationwide.", "arrest", ["Kenya"]),
    ("A bomb went off in Quetta on Monday. Internet access was cut in most cities.", "security-measure", ["Pakistan"]),
    ("Rivers burst their banks in Can Tho on Monday. Rescuers moved 62,000 people to safety across six provinces.", "evacuation", ["Vietnam"]),
    ("Shops burned in Santiago on Monday. Police detained 900 people in several regions.", "arrest", ["Chile"]),
    ("Rebels shelled Goma on Monday. In the west, a landslide buried a dozen homes.", "disaster", ["Democratic Republic of the Congo"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "wanted"), WIDE, ids=[row[0][:40] for row in WIDE])
def test_a_whole_country(told: Reader, text: str, kind: str, wanted: list[str]) -> None:
    assert places(told(text, PUBLISHED), kind) == wanted


# --- who helped is not where it was
HELPED = [
    ("The two governments agreed a truce in Doha in May with the help of Egypt and France.", "agreement", ["Doha"]),
    ("Mali and Niger signed a defence pact in Bamako on Monday in the presence of Togo and Ghana.", "agreement", ["Bamako"]),
    ("The army bombed a camp near Kismayo on Monday with the support of Turkey.", "strike", ["Kismayo"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "wanted"), HELPED, ids=[row[0][:40] for row in HELPED])
def test_helpers_are_no_sites(told: Reader, text: str, kind: str, wanted: list[str]) -> None:
    assert places(told(text, PUBLISHED), kind) == wanted
