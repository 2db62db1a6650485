"""The evidence card: each fact of an event beside the words it came from, what speaks against it, what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geoevents.events.audience import is_public
from geoevents.model import (
    Conflict,
    DistanceClaim,
    Event,
    EventMention,
    EventPlace,
    Figure,
    MentionRef,
    Report,
    Series,
    Span,
)
from geoevents.views.decisions import by_hand
from geoevents.views.markup import Html, element, join, link
from geoevents.views.palette import family_of, type_label
from geoevents.views.words import (
    AREA_KINDS,
    amount_words,
    border_label,
    date_words,
    day_words,
    echo_words,
    figure_words,
    isolated,
    place_words,
    precision_words,
    reading_words,
    status_words,
    value_words,
    verdict_words,
)

Mark = tuple[Span, str]
_WHY_SHOWN = 4
_SPARK_HEIGHT = 22  # pixels


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the card needs beside the event: its mentions and reports by id, the names of countries by code.

    `claims` are distances that its reports state of its places in other sentences; `around` is the text before and after
    the sentence of a mention, by the mention's id.
    """

    mentions: Mapping[str, EventMention] = field(default_factory=dict)
    reports: Mapping[str, Report] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    claims: tuple[DistanceClaim, ...] = ()
    around: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def highlight(text: str, start: int, marks: Sequence[Mark]) -> Html:
    """Return `text` with marks; spans count from the document's start, `text` begins at `start`.

    Where marks overlap the earlier one keeps its words; what lies outside the text is passed over.
    """
    pieces: list[str | Html] = []
    at = 0
    for span, cls in sorted(marks, key=lambda mark: (mark[0].start, -mark[0].end)):
        first, last = max(span.start - start, at), min(span.end - start, len(text))
        if first >= last or span.start - start < 0:
            continue
        pieces += [text[at:first], element("mark", text[first:last], cls=f"ge-{cls}")]
        at = last
    return join(*pieces, text[at:])


def mention_marks(mention: EventMention) -> list[Mark]:
    """Return the stretches of a mention's report that say what, when, where, how many and who says so."""
    marks: list[Mark] = [(mention.trigger, "what")]
    if mention.dates.span:
        marks.append((mention.dates.span, "when"))
    marks += [(place.span, "where") for place in mention.places if place.span]
    marks += [(figure.span, "figure") for figure in mention.figures]
    if mention.attribution_span:
        marks.append((mention.attribution_span, "who"))
    return marks


def _row(label: str, *pieces: str | Html | None) -> Html:
    return join(element("dt", label), element("dd", *pieces))


def _small(*pieces: str | Html | None) -> Html:
    return element("span", *pieces, cls="ge-small")


def _when(event: Event) -> Html:
    known = _small(" – ", precision_words(event.dates))
    return _row("When", element("b", date_words(event.dates, weekday=True)), known, by_hand(event, "date"))


def _place(place: EventPlace, evidence: Evidence) -> Html:
    why = [str(reason) for reason in place.why[:_WHY_SHOWN]]
    known = "somewhere in the region" if place.place.kind in AREA_KINDS else "somewhere in the town"
    if place.relation != "in":
        known = "not in it" if place.relation == "near" else "on the way to it"
    if place.uncertainty_km:
        known += f", within about {place.uncertainty_km:,.0f} km"
    reasons = (
        element("details", element("summary", "why this place"), *(element("div", w) for w in why)) if why else None
    )
    return element(
        "div",
        element("b", place_words(place, evidence.countries)),
        _small(" · ", known, " · ", place.place.place_id),
        reasons,
    )


def _where(event: Event, evidence: Evidence) -> Html:
    mapped = [place for place in event.places if place.relation not in {"topic", "from"}]
    hand = by_hand(event, "place", countries=evidence.countries)
    if not mapped:
        return _row("Where", "no place that could be put on a map", hand)
    return _row("Where", *(_place(place, evidence) for place in mapped), hand)


def _figure(figure: Figure, as_of: str) -> Html:
    said = f" says {figure.said_by}" if figure.said_by else " no source named"
    bounds = f"low {_bound(figure.low)} · best {_bound(figure.best)} · high {_bound(figure.high)}"
    return element("div", element("b", figure_words(figure)), _small(f" · {bounds} ·{said}{as_of}"))


def _bound(value: float | None) -> str:
    return "–" if value is None else amount_words(value, value, value)


def _figures(event: Event) -> Html | None:
    hand = by_hand(event, "figures")
    if not event.figures:
        return _row("Figures", "none", hand) if hand else None
    rows = [_figure(f.figure, f" · {day_words(f.as_of)}" if f.as_of else "") for f in event.figures]
    return _row("Figures", *rows, *(_series(series) for series in event.series if len(series.points) > 1), hand)


def _series(series: Series) -> Html:
    steps = [
        amount_words(p.figure.low, p.figure.best, p.figure.high) + (f" ({day_words(p.as_of)})" if p.as_of else "")
        for p in series.points
    ]
    return element("div", _small(f"{series.kind} over time: "), _spark(series), " → ".join(steps))


def _spark(series: Series) -> Html | None:
    """Return the points of a series as small bars, high as their values; the words beside them say the same."""
    known = [p.figure.best or p.figure.high or p.figure.low for p in series.points]
    values = [value for value in known if value is not None]
    most = max(values, default=0.0)
    if len(values) < 2 or most <= 0:  # noqa: PLR2004 - one value does not grow
        return None
    heights = [max(2, round(_SPARK_HEIGHT * value / most)) for value in values]
    return element("span", *(element("i", "", style=f"height:{height}px") for height in heights), cls="ge-spark")


def _distance(event: Event, evidence: Evidence) -> Html | None:
    pieces: list[Html] = []
    if event.border is not None:
        area = bool(event.places) and event.places[0].place.kind in AREA_KINDS
        between = f", {event.border.between.replace('-', '–')}" if event.border.between else ""
        source = f" · {event.border.source}" if event.border.source else ""
        origin = "from any point of the region" if area else "from the town’s point, not the front line"
        pieces.append(
            element("div", element("b", border_label(event.border, area=area)), _small(f"{between} · {origin}{source}"))
        )
    stated: dict[object, DistanceClaim] = {}  # "around 10" and "about 10" of two editions are one statement
    for claim in (*event.claims, *evidence.claims):
        subject = claim.subject.place_id if claim.subject else claim.subject_name
        stated.setdefault((claim.kind, claim.low, claim.best, claim.high, claim.unit, subject), claim)
    pieces += [claim_line(claim) for claim in stated.values()]
    return _row("Distance", *pieces) if pieces else None


def claim_line(claim: DistanceClaim) -> Html:
    """Return what the text says of a distance, and what the map says to it."""
    tone = {"consistent": "good", "does-not-match": "bad", "cannot-check": "open"}[claim.verdict]
    badge = element("span", verdict_words(claim), cls=f"ge-badge ge-{tone}")
    return element("div", "Text says “", claim.text, "” ", badge, _small(" ", claim.why) if claim.why else None)


def _sources(event: Event, evidence: Evidence) -> list[Html]:
    """Return each sentence once, with everyone who prints it below: an echo is not a second witness."""
    same: dict[str, list[MentionRef]] = {}
    for ref in event.mentions:
        same.setdefault(" ".join(ref.quote.split()), []).append(ref)
    return [_quote(refs, evidence) for refs in same.values()]


def _quote(refs: Sequence[MentionRef], evidence: Evidence) -> Html:
    first = refs[0]
    mention = evidence.mentions.get(first.mention)
    marks = mention_marks(mention) if mention else []
    status = status_words(mention.status, (mention.attributed_to,) if mention.attributed_to else ()) if mention else ""
    names = [join(link(ref.url, source_name(ref, evidence)), "; ") for ref in refs[:-1]]
    last = link(refs[-1].url, source_name(refs[-1], evidence))
    kept = " · internal report" if any(ref.sharing == "internal" for ref in refs) else None
    foot = element("footer", *names, last, f" · {status}" if status else None, kept)
    return element("blockquote", highlight(first.quote, first.sentence.start, marks), foot, _context(first, evidence))


def _context(ref: MentionRef, evidence: Evidence) -> Html | None:
    """Return the sentence in the text of its report, folded away."""
    before, after = evidence.around.get(ref.mention, ("", ""))
    if not before.strip() and not after.strip():
        return None
    text = element("div", before, element("mark", ref.quote, cls="ge-here"), after, cls="ge-context")
    return element("details", element("summary", "in the report’s text"), text)


def source_name(ref: MentionRef, evidence: Evidence) -> str:
    """Return who published a report and when: "The Courier, 7 May 2024", by its title or id where no one is named."""
    report = evidence.reports.get(ref.report)
    name = ref.publisher or (report.title if report else None) or ref.report
    return f"{isolated(name)}, {day_words(ref.published) if ref.published else 'without a date'}"


def source_names(event: Event, evidence: Evidence) -> dict[str, str]:
    """Return who published each report that an event or one of its conflicts names, by the report's id."""
    names = {report.id: isolated(report.publisher or report.title or report.id) for report in evidence.reports.values()}
    dated = {r.id: r.published for r in evidence.reports.values() if r.published is not None}
    names = {name: f"{words}, {day_words(dated[name])}" if name in dated else words for name, words in names.items()}
    return names | {ref.report: source_name(ref, evidence) for ref in event.mentions}


def _conflict(conflict: Conflict, names: Mapping[str, str]) -> Html:
    values = [
        element("li", element("b", value_words(v.value)), _small(" · ", "; ".join(names.get(r, r) for r in v.reports)))
        for v in conflict.values
    ]
    return element(
        "div", conflict.field.replace("_", " "), ": ", conflict.why, element("ul", *values), cls="ge-against"
    )


def _reading(event: Event) -> Html:
    rules = element("details", element("summary", "rules"), *(element("div", str(rule)) for rule in event.rules))
    return _row(
        "Machine’s reading",
        element("b", reading_words(event.confidence)),
        _small(" – how sure the reading of the words is, not the likelihood of truth"),
        rules if event.rules else None,
    )


def evidence_card(event: Event, evidence: Evidence) -> Html:
    """Return the card of one event as markup; every word of a report in it is escaped."""
    family = family_of(event.type)
    kind = element("span", type_label(event.type), cls="ge-kind", style=f"border-color:{family.colour}")
    flags = [words for words, holds in (
        ("history", event.background), ("internal", not is_public(event)), ("rejected", event.rejected),
        ("confirmed by a person", "event" in event.reviewed and not event.rejected), ("made by hand", "create" in event.reviewed),
    ) if holds]  # fmt: skip
    badges = join(*(join(element("span", words, cls="ge-badge ge-open"), " ") for words in flags))
    head = join(
        element("h3", event.summary),
        element("p", kind, " ", status_words(event.status, event.attributed_to), " ", badges, cls="ge-sub"),
        by_hand(event, "type", "summary", "status", "level"),
    )
    facts = [_when(event), _where(event, evidence), _figures(event), _distance(event, evidence)]
    quotes = _row("Sources", echo_words(event), *_sources(event, evidence))
    names = source_names(event, evidence)
    against = _row("Against it", *(_conflict(c, names) for c in event.conflicts)) if event.conflicts else None
    return element("article", head, element("dl", *facts, quotes, against, _reading(event)), cls="ge-card")
