"""Names as newspapers print them: marks of romanisation go, marks of spelling stay."""

from __future__ import annotations

import unicodedata

import pytest

from geoevents.atlas import Atlas
from geoevents.atlas.romanised import printed
from geoevents.text import fold


@pytest.mark.parametrize(
    ("country", "name", "shown"),
    [
        ("AF", "Kandahār", "Kandahar"),
        ("YE", "Al Ḩudaydah", "Al Hudaydah"),
        ("PS", "Khān Yūnis", "Khan Yunis"),
        ("SY", "‘Afrīn", "Afrin"),
        ("RU", "Kazan’", "Kazan"),
        ("BY", "Homyel'", "Homyel"),
        ("UA", "Znam'yanka", "Znamyanka"),
        ("RU", "Fëdorovka", "Fedorovka"),
        ("JP", "Kyōto", "Kyoto"),
        ("KH", "Ŏtâr Méanchey", "Otar Meanchey"),
        ("KP", "P’yŏngsŏng", "Pyongsong"),
        ("ET", "Mek'ele", "Mekele"),
        ("ET", "South West Ethiopia Peoples' Region", "South West Ethiopia Peoples' Region"),
        ("CN", "Xi’an", "Xi'an"),
        ("CN", "Ürümqi", "Ürümqi"),
        ("DZ", "Béjaïa", "Béjaïa"),
        ("TN", "Qābis", "Qabis"),
        ("LB", "Zahlé", "Zahlé"),
        ("TR", "Şanlıurfa", "Şanlıurfa"),  # noqa: RUF001 - a letter of Turkish
        ("PL", "Kraków", "Kraków"),
        ("LV", "Rīga", "Rīga"),
        ("VN", "Cần Thơ", "Cần Thơ"),
        ("AZ", "Gəncə", "Gəncə"),
        ("YE", "Sana'a", "Sana'a"),
        ("NZ", "Māngere", "Māngere"),
        (None, "Māngere", "Māngere"),
    ],
)
def test_marks_of_romanisation_are_left_out(country: str | None, name: str, shown: str) -> None:
    """Marks that only tell letters of another script apart are not printed."""
    assert printed(name, country) == shown


def test_every_printed_name_is_that_of_its_place(atlas: Atlas) -> None:
    """Printing changes marks and signs alone: letters, words and their order stay, for every place of the world."""
    gazetteer = atlas.gazetteer
    changed = 0
    for row in range(0, len(gazetteer), 7):
        label, shown = gazetteer.label(row), gazetteer.printed(row)
        if label == shown:
            continue
        changed += 1
        assert shown.strip() == shown
        assert unicodedata.is_normalized("NFC", shown)
        letters = [
            char for char in unicodedata.normalize("NFD", label) if unicodedata.category(char) in {"Ll", "Lu", "Lo"}
        ]
        assert [
            char for char in unicodedata.normalize("NFD", shown) if unicodedata.category(char) in {"Ll", "Lu", "Lo"}
        ] == letters
    assert changed > 1_000


def test_the_place_bears_the_printed_name_and_is_found_by_the_other(atlas: Atlas) -> None:
    """The name shown is plain; the scholarly spelling still leads to the place."""
    (best, *_) = atlas.gazetteer.find("Kandahār")
    assert "Kandahar" in {atlas.gazetteer.place(row).name for row in atlas.gazetteer.find("Kandahār")}
    assert fold(atlas.gazetteer.label(best)) == "kandahar"
