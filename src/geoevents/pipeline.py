"""The whole flow of one report on one screen: `extract(document, resources, options) -> Extraction`.

Pure: no clock, no network, no global setting, no randomness. The same report with the same resources and options gives
the same extraction on every machine, so a laptop, a process pool and a cluster run this one function.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geoevents import __version__
from geoevents.atlas import Atlas, BorderFile
from geoevents.atlas.own import own_version
from geoevents.events import find_attributions, find_claims, find_events
from geoevents.lexicon import Lexicon, load_lexicon
from geoevents.model import (
    Attribution,
    BorderView,
    DistanceClaim,
    Document,
    EventMention,
    Extraction,
    OwnPlace,
    Place,
    Prose,
    PublicationProposal,
    Report,
    Resolution,
    Timex,
    Toponym,
)
from geoevents.places import Focus, Recogniser, find_toponyms, resolve
from geoevents.text import parse, signature
from geoevents.times import anchor, find_timexes, infer_publication

READ_LANGUAGES = frozenset({"en", "und"})


@dataclass(frozen=True)
class Options:
    """Small values that steer one run: where the reports play, whose borders, which places are the user's own.

    `focus_bbox` is (west, south, east, north) in WGS84 degrees; `near` the name of a place that the reports are about.
    """

    focus_bbox: tuple[float, float, float, float] | None = None
    near: str | None = None
    border_view: BorderView = "international"
    own_places: tuple[OwnPlace | Place, ...] = ()


@dataclass(frozen=True)
class Resources:
    """Atlas, rules and trained recogniser: loaded once, never changed, handed in and never imported."""

    atlas: Atlas
    lexicon: Lexicon
    recogniser: Recogniser

    @classmethod
    def load(
        cls,
        data: Path | None = None,
        *,
        view: BorderView = "international",
        rules: tuple[Path, ...] = (),
        borders: BorderFile | bool = True,
        added: Path | bool = True,
    ) -> Resources:
        """Open the data folder (the shipped one by default), the user's own rule files, and a file of better borders.

        `added` is the folder of added places; True for that of this user where there is one, False for none.

        Raises:
            DataError: when a part of the data is missing, damaged or of another version.
        """

        def part(name: str) -> Path | None:
            return None if data is None else data / name

        return cls(
            atlas=Atlas.load(part("gazetteer"), view=view, borders=borders, added=added),
            lexicon=load_lexicon(part("lexicons"), rules),
            recogniser=Recogniser.load(part("models")),
        )

    def versions(self) -> tuple[tuple[str, str], ...]:
        """Name what an extraction was made with: a stored one made with other versions is stale."""
        return (
            ("geoevents", __version__),
            ("gazetteer", self.atlas.version),
            ("rules", self.lexicon.version),
            ("model", self.recogniser.version),
        )


def versions(resources: Resources, options: Options) -> tuple[tuple[str, str], ...]:
    """Name what an extraction is made with: program, data, rules, model, and the user's own places where there are any."""
    own = (("places", own_version(options.own_places)),) if options.own_places else ()
    return (*resources.versions(), *own)


def extract(document: Document, resources: Resources, options: Options | None = None) -> Extraction:
    """Read one report: its places, times, events and distance claims, each with the words it came from."""
    return extract_batch((document,), resources, options)[0]


def extract_batch(
    documents: Sequence[Document], resources: Resources, options: Options | None = None
) -> tuple[Extraction, ...]:
    """Read some reports side by side, each as `extract` reads it: what a stage needs then stays in the processor's cache.

    An exception is that of the first report that raises one in the first stage in which one does; read one by one to
    know which.
    """
    options = options or Options()
    atlas, lexicon, own = resources.atlas, resources.lexicon, options.own_places
    focus = Focus(bbox=options.focus_bbox, near=options.near)
    flows = [_Flow(document, parse(document.text, lexicon, document.language)) for document in documents]
    for f in flows:
        f.toponyms = find_toponyms(f.prose, atlas, resources.recogniser, lexicon, own)
    for f in flows:
        f.resolutions = resolve(f.toponyms, f.prose, atlas, focus=focus, own=own)
    for f in flows:
        f.timexes = anchor(find_timexes(f.prose, lexicon), f.prose, f.document.published, lexicon)
    for f in flows:
        f.said = find_attributions(f.prose, f.resolutions, lexicon)
    for f in flows:
        f.mentions = find_events(f.document, f.prose, f.resolutions, f.timexes, atlas, lexicon, attributions=f.said)
    for f in flows:
        f.claims = find_claims(f.document, f.prose, f.resolutions, f.mentions, atlas, lexicon, attributions=f.said)
    return tuple(_extraction(f, resources, options) for f in flows)


@dataclass(slots=True)
class _Flow:
    """One report on its way through the stages."""

    document: Document
    prose: Prose
    toponyms: tuple[Toponym, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    timexes: tuple[Timex, ...] = ()
    said: tuple[Attribution, ...] = ()
    mentions: tuple[EventMention, ...] = ()
    claims: tuple[DistanceClaim, ...] = ()


def _extraction(flow: _Flow, resources: Resources, options: Options) -> Extraction:
    document, prose, timexes = flow.document, flow.prose, flow.timexes
    proposal = None if document.published else infer_publication(timexes, prose, resources.lexicon)
    return Extraction(
        report=_report(document, prose, proposal),
        resolutions=flow.resolutions,
        timexes=timexes,
        mentions=flow.mentions,
        claims=flow.claims,
        sentences=prose.sentences,
        proposal=proposal,
        signature=signature(document.text),
        notes=(*document.notes, *_notes(prose, timexes, proposal)),
        versions=versions(resources, options),
    )


def _report(document: Document, prose: Prose, proposal: PublicationProposal | None) -> Report:
    """Head the extraction; a proposed date stays a proposal: `published` is only what was stated."""
    why, basis = document.published_why, document.published_basis
    if proposal is not None:
        basis = "inferred" if proposal.days else "unknown"
        days = ", ".join(day.isoformat() for day in proposal.days[:7])
        why = f"proposed: {days}; confirm with --published" if proposal.days else (proposal.asks or why)
    return Report(
        id=document.id,
        text_sha256=document.text_sha256,
        published=document.published,
        published_basis=basis,
        published_why=why,
        title=document.title,
        publisher=document.publisher,
        url=document.url,
        language=prose.language,
        sharing=document.sharing,
    )


def _notes(prose: Prose, timexes: tuple[Timex, ...], proposal: PublicationProposal | None) -> tuple[str, ...]:
    """Say in a line each what the user should know of this report."""
    notes = []
    if not prose.text.strip():
        notes.append("The report is empty.")
    if prose.language not in READ_LANGUAGES:
        notes.append(f"The report is in {prose.language!r}: places are read, events are not yet.")
    if proposal is not None and proposal.asks:
        notes.append(proposal.asks)
    if proposal is not None and any(timex.dates is None and timex.type == "DATE" for timex in timexes):
        notes.append("Dates such as weekdays stay open until the publication date is known.")
    return tuple(notes)
