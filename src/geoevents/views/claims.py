"""Distances that reports state, in words: what the text says, what the map measures, what either leaves open."""

from __future__ import annotations

from geoevents.events.claims.verdicts import Stated, stated_interval
from geoevents.events.figures.number_words import Mode
from geoevents.model import DistanceClaim
from geoevents.views.card import highlight
from geoevents.views.markup import Html, element, join
from geoevents.views.words import amount_words, kilometres, verdict_words

_UNITS = {"km": "km", "km2": "km²"}
_TONES = {"consistent": "good", "does-not-match": "bad", "cannot-check": "open"}


def claim_key(report: str, claim: DistanceClaim) -> str:
    """Return the name of a claim in links: where it stands, and in which report."""
    return f"{claim.span.start}-{claim.span.end}@{report}"


def parse_claim_key(key: str) -> tuple[str, int, int] | None:
    """Return report, first and last position of a claim's words; None where the key is none."""
    where, _, report = key.partition("@")
    first, _, last = where.partition("-")
    if not report or not (first.isascii() and first.isdecimal() and last.isascii() and last.isdecimal()):
        return None
    return report, int(first[:9]), int(last[:9])


def stated_words(claim: DistanceClaim) -> str:
    """Return the stated value in the unit of the map: "about 10 km", "1–2 km"."""
    return f"{amount_words(claim.low, claim.best, claim.high)} {_UNITS[claim.unit]}"


def measured_words(claim: DistanceClaim) -> str:
    """Return the measured value: "9.6 km"; of a depth without a place that was reached, the most that there is."""
    measured = claim.measurement
    if measured is None:
        return "not measured"
    if claim.kind == "depth" and claim.verdict == "cannot-check":
        return f"at most {_amount(measured.high)} {_UNITS[measured.unit]}"
    return f"{_amount(measured.value)} {_UNITS[measured.unit]}"


def tolerance_words(claim: DistanceClaim) -> str:
    """Return what the words allow and what the map leaves open, the two ranges that the verdict compares."""
    parts = []
    allowed = allowed_range(claim)
    if allowed is not None:
        low, high = allowed
        many = "or more" if high == float("inf") else f"– {_amount(high)}"
        parts.append(f"words {_amount(low)} {many}")
    if claim.measurement is not None:
        parts.append(f"map {_amount(claim.measurement.low)} – {_amount(claim.measurement.high)}")
    return " · ".join(parts) + f" {_UNITS[claim.unit]}" if parts else "–"


def allowed_range(claim: DistanceClaim) -> tuple[float, float] | None:
    """Return the least and greatest value, in km or km², that a claim's words allow; None for words without a number."""
    known = claim.best if claim.best is not None else claim.low if claim.low is not None else claim.high
    if known is None:
        return None
    digits = claim.stated_value.replace(",", "")
    try:
        factor = known / float(digits) if float(digits) else 1.0
    except ValueError:
        digits, factor = f"{known:g}", 1.0
    upper = claim.high / factor if claim.low is not None and claim.high is not None and factor else None
    return stated_interval(
        Stated(value=known / (factor or 1.0), mode=_mode(claim), factor=factor or 1.0, digits=digits, upper=upper)
    )


def _mode(claim: DistanceClaim) -> Mode:
    if claim.low is not None and claim.high is not None and claim.low != claim.high and claim.best is None:
        return "range"
    if claim.best is not None:
        return "around" if claim.qualifier else "exact"
    return "at-least" if claim.low is not None else "up-to"


def _amount(value: float) -> str:
    return kilometres(value) if value >= 10 else f"{value:,.1f}"  # noqa: PLR2004 - below ten a tenth is worth saying


def claim_label(claim: DistanceClaim) -> str:
    """Return the label of a claim's line on the map: "text: about 10 km · map: 9.6 km"."""
    return f"text: {stated_words(claim)} · map: {measured_words(claim)}"


def claim_row(claim: DistanceClaim, report: str) -> dict[str, str]:
    """Return a claim as one row of words, column by column."""
    return {
        "The text says": claim.text,
        "Stated": stated_words(claim),
        "Measured": measured_words(claim),
        "Tolerance": tolerance_words(claim),
        "Verdict": verdict_words(claim),
        "From": claim.subject_name or (claim.subject.name if claim.subject else "–"),
        "To": claim.reference_name or (claim.reference.name if claim.reference else "–"),
        "Why": claim.why,
        "Direction": claim.direction_verdict or "",
        "Said by": claim.attributed_to or "the report",
        "Report": report,
    }


def claim_card(claim: DistanceClaim, report: str, sentence: str) -> Html:
    """Return the card of one claim as markup; `sentence` is the text of the claim's sentence in its report."""
    badge = element("span", verdict_words(claim), cls=f"ge-badge ge-{_TONES[claim.verdict]}")
    rows = [("Stated", stated_words(claim)), ("Measured", measured_words(claim)),
            ("Tolerance", tolerance_words(claim)), ("Why", claim.why or "–"),
            ("Said by", claim.attributed_to or "the report itself")]  # fmt: skip
    quote = element(
        "blockquote", highlight(sentence, claim.sentence.start, [(claim.span, "claim")]), element("footer", report)
    )
    facts = [join(element("dt", name), element("dd", words)) for name, words in rows]
    head = join(element("h3", "“", claim.text, "”"), element("p", badge, cls="ge-sub"))
    return element(
        "article", head, element("dl", *facts, element("dt", "Sentence"), element("dd", quote)), cls="ge-card"
    )
