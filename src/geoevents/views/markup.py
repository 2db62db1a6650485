"""HTML of our own, in which every piece of text is escaped because there is no other way to put it in."""

from __future__ import annotations

import html
from urllib.parse import urlsplit

from geoevents.views.calm import calm


class Html(str):
    """A piece of finished markup. Only `element` and `join` make it; a plain `str` is text and is escaped."""

    __slots__ = ()


Piece = str | Html | None


def text(piece: Piece) -> Html:
    """Return text as markup: escaped, unless it is markup already; None is nothing."""
    if piece is None:
        return Html("")
    return piece if isinstance(piece, Html) else Html(html.escape(calm(str(piece)), quote=True))


def join(*pieces: Piece) -> Html:
    """Put pieces behind each other."""
    return Html("".join(text(piece) for piece in pieces))


def element(tag: str, *pieces: Piece, cls: str = "", title: str = "", style: str = "") -> Html:
    """Return `<tag class="cls">pieces</tag>`. `style` is for our own colours, never for text of reports."""
    attributes = "".join(
        f' {name}="{html.escape(value, quote=True)}"'
        for name, value in (("class", cls), ("title", title), ("style", style))
        if value
    )
    return Html(f"<{tag}{attributes}>{join(*pieces)}</{tag}>")


def link(url: str | None, label: str) -> Html:
    """Return a link that opens in a new tab, or the bare label where the address is not plain http(s)."""
    if not url:
        return text(label)
    try:
        parts = urlsplit(url)
    except ValueError:
        return text(label)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return text(label)
    address = html.escape(url, quote=True)
    return Html(f'<a href="{address}" target="_blank" rel="noopener noreferrer nofollow">{text(label)}</a>')
