"""Web pages as they were saved: their main text, and what their metadata state."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from geoevents.errors import UnreadableFile
from geoevents.reading.days import parse_day
from geoevents.reading.documents import shown

_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publish-date",
    "publication_date", "dc.date", "dc.date.issued", "dcterms.created", "sailthru.date", "parsely-pub-date",
    "article.published",
)  # fmt: skip
_TIME = "time datetime"  # dates anything on a page, durations too
_BLOCKS = "p|div|li|h1|h2|h3|h4|h5|h6|td|tr|br|section|article|blockquote|pre"


@dataclass(frozen=True, slots=True)
class Page:
    """Main text of a page and its metadata; `day_from` names the element that states the day, `notes` those that do not."""

    text: str
    title: str | None
    day: date | None
    day_from: str
    publisher: str | None
    url: str | None
    language: str | None
    notes: tuple[str, ...] = ()


def read_page(html: str, where: str) -> Page:
    """Return the main text of an HTML page (through trafilatura) and the metadata that it states, none guessed.

    Raises:
        UnreadableFile: when the page has no text.
    """
    import lxml.html  # noqa: PLC0415 - only pages need it
    from lxml.etree import LxmlError, ParserError  # noqa: PLC0415

    try:
        tree = lxml.html.fromstring(html.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (LxmlError, ParserError, ValueError) as error:
        raise UnreadableFile(f"{where} is no HTML page: {str(error).rstrip('.')}.") from error
    text = _main_text(html, tree)
    if not text.strip():
        raise UnreadableFile(f"{where} is a page without text: save the article itself.")
    meta = _meta(tree)
    day, day_from, passed_over = _stated_day(tree, meta)
    return Page(
        text=text,
        title=meta.get("og:title") or _first(tree, "//h1//text()") or _first(tree, "//title/text()"),
        day=day,
        day_from=day_from,
        publisher=meta.get("og:site_name"),
        url=_first(tree, "//link[@rel='canonical']/@href") or meta.get("og:url"),
        language=(_first(tree, "/html/@lang") or "").split("-")[0].lower() or None,
        notes=passed_over,
    )


def _main_text(html: str, tree: Any) -> str:  # noqa: ANN401 - lxml has no types
    import trafilatura  # noqa: PLC0415 - half a second to import

    text = trafilatura.extract(html, include_comments=False, include_tables=True, deduplicate=False)
    if text:
        return str(text)
    # A page too short for trafilatura, which wants some hundred characters.
    for element in tree.xpath("//script|//style|//noscript|//head|//nav|//footer"):
        element.drop_tree()
    for element in tree.xpath("|".join(f"//{name}" for name in _BLOCKS.split("|"))):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in str(tree.text_content()).splitlines())
    return "\n".join(line for line in lines if line)


def _meta(tree: Any) -> dict[str, str]:  # noqa: ANN401
    found: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        found.setdefault(name.lower(), element.get("content").strip())
    return found


def _stated_day(tree: Any, meta: dict[str, str]) -> tuple[date | None, str, tuple[str, ...]]:  # noqa: ANN401
    """Return the day that is stated first, what states it, and a note for each value before it that is none."""
    notes: list[str] = []
    for source, value in _stated_dates(tree, meta):
        if day := parse_day(value):
            return day, f"{source}: {value.strip()[:40]}", tuple(notes)
        if value.strip() and source != _TIME:
            notes.append(f"its metadata {source}: {shown(value)} is no date; it was passed over.")
    return None, "", tuple(dict.fromkeys(notes))


def _stated_dates(tree: Any, meta: dict[str, str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    yield from ((name, meta[name]) for name in _DATE_NAMES[:2] if name in meta)
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        yield from (("JSON-LD datePublished", value) for value in _published_in(script))
    yield from ((name, meta[name]) for name in _DATE_NAMES[2:] if name in meta)
    for query in ("//time[@pubdate]/@datetime", "//*[@itemprop='datePublished']/@datetime", "//time/@datetime"):
        yield from ((_TIME, value) for value in tree.xpath(query)[:1])


def _published_in(script: str) -> Iterator[str]:
    try:
        pending: list[Any] = [json.loads(script)]
    except (ValueError, RecursionError):
        return
    while pending:
        node = pending.pop(0)
        if isinstance(node, list):
            pending.extend(node)
        elif isinstance(node, dict):
            if isinstance(value := node.get("datePublished"), str):
                yield value
            pending.extend(child for child in node.values() if isinstance(child, dict | list))


def _first(tree: Any, query: str) -> str | None:  # noqa: ANN401
    for value in tree.xpath(query):
        if words := " ".join(str(value).split()):
            return words
    return None
