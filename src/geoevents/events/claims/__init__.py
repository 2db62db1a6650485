"""Distances, depths, lengths and areas that a text states, and what the map says to them."""

from geoevents.events.claims.find import find_claims

__all__ = ["find_claims"]
