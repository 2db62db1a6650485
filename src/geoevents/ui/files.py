"""A file of exactly what is filtered, made when a button is pressed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from geoevents.store import EventStore, PublicView
from geoevents.store.filters import Filter

if TYPE_CHECKING:
    from geoevents.atlas import Atlas
    from geoevents.exports import Format

MOST_IN_A_FILE = 100_000  # events: a browser is handed a file whole, out of the server's memory


def file_of(
    view: EventStore | PublicView,
    wanted: Filter,
    form: Format,
    atlas: Atlas,
    *,
    title: str = "",
    internal: bool = False,
) -> bytes:
    """Return a file of the events that a filter keeps.

    Args:
        view: the store, or what of it may be shared; the filter is asked of what is seen there.
        wanted: the filter.
        form: the format of the file.
        atlas: what maps and regions are drawn with; its border view is named in the file.
        title: the heading of a map or briefing.
        internal: also write what only internal reports tell (`view` is the store then).
    """
    from geoevents.exports import write  # noqa: PLC0415 - only when a button is pressed

    with TemporaryDirectory(prefix="geoevents-") as folder:
        path = Path(folder) / "file"
        write(view.events(wanted), form, path, atlas=atlas, title=title, internal=internal)
        return path.read_bytes()
