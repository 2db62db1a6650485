"""One id given to two texts: nothing is lost, but the user should know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from geoevents.model import Document
from geoevents.reading.documents import ReadFailure, shown

Item = Document | ReadFailure


def noted_repeats(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items; a document whose id came before with another text carries a note that says so."""
    texts: dict[str, int] = {}
    for item in items:
        if isinstance(item, Document):
            mark = int(item.text_sha256[:15], 16)
            if texts.setdefault(item.id, mark) != mark:
                note = f"the id {shown(item.id)} came before with another text: both are kept as versions of one report, the last published counts."
                yield replace(item, notes=(*item.notes, note))
                continue
        yield item
