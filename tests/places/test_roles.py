"""What a name does in its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from geoevents.lexicon import load_lexicon
from geoevents.model import Toponym
from geoevents.places.roles import role_rules

Find = Callable[[str], tuple[Toponym, ...]]


def role_of(find: Find, text: str, name: str) -> str:
    return next(toponym.role for toponym in find(text) if toponym.surface == name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tehran said on Monday that it would not talk.", "Tehran"),
        ("Norway has agreed to send aid.", "Norway"),
        ("Peru sent reinforcements to the border.", "Peru"),
        ("The Kremlin declined to comment.", "Kremlin"),
        ("Officials urged Ethiopia to sign.", "Ethiopia"),
        ("It was Cairo's biggest offensive in years.", "Cairo"),
        ("Baghdad troops crossed the river.", "Baghdad"),
        ("A truce between Addis Ababa and Asmara held.", "Asmara"),
        ("The deal was brokered by Qatar.", "Qatar"),
        ("A Tehran-backed militia fired rockets.", "Tehran"),
        ("For Kenya, the ruling is a relief.", "Kenya"),
        ("Sanctions against Belarus were extended.", "Belarus"),
    ],
)
def test_governments_and_forces(find: Find, text: str, name: str) -> None:
    assert role_of(find, text, name) == "metonym"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rockets landed in Tehran on Monday.", "Tehran"),
        ("They fled from Norway to Sweden.", "Norway"),
        ("The town lies 40 km southwest of Cairo.", "Cairo"),
        ("Peru was hit by a storm.", "Peru"),
        ("Peru has seen heavy rain.", "Peru"),
        ("A fire burned near the Kremlin.", "Kremlin"),
        ("The Tambov region declared an emergency.", "Tambov"),
        ("Protesters marched across Baghdad.", "Baghdad"),
        ("Parts of northern Kenya are dry.", "Kenya"),
    ],
)
def test_places(find: Find, text: str, name: str) -> None:
    assert role_of(find, text, name) == "literal"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kenya's Foreign Ministry summoned the envoy.", "Kenya"),
        ("Tambov acting governor Ivan Petrov spoke.", "Tambov"),
        ("Peruvian President Ana Quispe resigned.", "Peruvian"),
        ("The Gaza Health Ministry gave new figures.", "Gaza"),
        ("A Geneva-based charity said so.", "Geneva"),
        ("Both signed the Minsk agreements.", "Minsk"),
        ("A case of Marburg virus was found.", "Marburg"),
    ],
)
def test_parts_of_names(find: Find, text: str, name: str) -> None:
    assert role_of(find, text, name) == "name-part"


@pytest.mark.parametrize(
    "text",
    [
        "Peruvian troops advanced.",
        "The Ethiopians withdrew.",
        "KENYAN police made arrests.",
        "A pro-Russian crowd met.",
    ],
)
def test_peoples(find: Find, text: str) -> None:
    assert [toponym.role for toponym in find(text)] == ["demonym"]


def test_each_role_says_why(find: Find) -> None:
    for toponym in find("Tehran said Peruvian troops were in Cairo. The Kremlin's UN envoy agreed."):
        assert toponym.reasons
        assert all(reason.rule.startswith(("roles.", "places.")) for reason in toponym.reasons)


TEXTS = [
    re.sub(r"[\[\]]", "", sentence)
    for rule in load_lexicon()["roles"].rules
    for sentence in (*rule.examples, *rule.counter_examples)
]
BRACKETED = "He [sic] said in [Kyiv] that Kyiv’s army — “the” [army of Mali] — was in\u00a0Mali."


@pytest.mark.parametrize("texts", [TEXTS, [BRACKETED]])
def test_no_rule_that_matches_is_left_out(texts: list[str]) -> None:
    rules = role_rules(load_lexicon())
    for text in texts:
        for word in re.finditer(r"\w+", text):
            left, right = text[: word.start()], text[word.end() :]
            window = f"{left}[{word[0]}]{right}"
            for kind in ("place", "power", "demonym"):
                asked = list(rules.of(kind, left, right, sole=window.count("[") == 1))
                assert [rule for rule in rules.rules if rule in asked] == asked
                for rule in rules.rules:
                    mark = len(left) + len(word[0]) + 1
                    match = rule.regex.match(window, mark) if rule.ahead else rule.regex.search(window)
                    mine = match and match.start() <= mark <= match.end()
                    fits = (not rule.only or kind in rule.only) and (kind != "demonym" or rule.role == "name-part")
                    assert rule in asked or not (mine and fits), (rule.id, window)
