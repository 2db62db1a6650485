"""Colours, shapes and letters of the types of events, by family: Okabe–Ito colours, darkened to 3:1 on white.

No fact is told by colour alone: each family has a shape and a letter of its own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """Types of events that share a look. `shape` is one that symbols.js draws."""

    id: str
    label: str
    colour: str
    shape: str
    letter: str
    types: tuple[str, ...]


FAMILIES: tuple[Family, ...] = (
    Family(
        "ground",
        "Ground fighting, incursion, control",
        "#d55e00",
        "circle",
        "G",
        ("incursion", "advance", "control", "battle", "capture", "mobilization"),
    ),
    Family("strike", "Strike, attack, damage", "#0072b2", "triangle", "S", ("strike", "attack", "damage")),
    Family("emergency", "Emergency, security measure", "#00805c", "square", "E", ("emergency", "security-measure")),
    Family("evacuation", "Evacuation, aid", "#b0508c", "pentagon", "V", ("evacuation", "aid")),
    Family("talks", "Meeting, agreement, statement", "#4a4a4a", "diamond", "M", ("meeting", "agreement", "statement")),
    Family("unrest", "Protest, arrest", "#8a6100", "hexagon", "P", ("protest", "arrest")),
    Family("disaster", "Disaster, accident", "#2b7aa5", "hexagon", "D", ("disaster", "accident")),
    Family("other", "Other types", "#858585", "circle", "O", ()),
)
FAMILY_IDS: tuple[str, ...] = tuple(family.id for family in FAMILIES)
_BY_TYPE = {kind: family for family in FAMILIES for kind in family.types}
_OTHER = FAMILIES[-1]


def family_of(event_type: str) -> Family:
    """Return the family of a type; a type that a user added belongs to "other"."""
    return _BY_TYPE.get(event_type, _OTHER)


def family_index(event_type: str) -> int:
    """Return the place of a type's family in `FAMILIES`: a small number for arrays."""
    return FAMILY_IDS.index(family_of(event_type).id)


def type_label(event_type: str) -> str:
    """Return a type as people read it: "security-measure" → "security measure"."""
    return event_type.replace("-", " ")
