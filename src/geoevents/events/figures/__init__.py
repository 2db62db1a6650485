"""How many: numbers in words and digits, what they count, and which event they belong to."""

from geoevents.events.figures.find import find_figures
from geoevents.events.figures.numbers import find_quantities

__all__ = ["find_figures", "find_quantities"]
