"""Review on the evidence card: confirm, correct, note, merge, split, reject, and take back; the machine's value stays beside it."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, get_args

import streamlit as st

from geoevents.model import Event, Figure, FigureKind, Status
from geoevents.store.fields import FIELDS
from geoevents.ui import selection
from geoevents.ui.hand import act, ask_who, typed, who
from geoevents.ui.library import Library
from geoevents.ui.placing import show_place_form
from geoevents.ui.plain import LONG, plain
from geoevents.views.amounts import UNITS, amount_of, amount_text
from geoevents.views.decisions import FIELD_WORDS, review_foot, review_words
from geoevents.views.palette import type_label
from geoevents.views.words import date_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_EARLIEST, _LATEST = date(1, 1, 1), date(9999, 12, 31)
_PRECISIONS = {
    "day": "to the day", "interval": "a stretch of days", "week": "to the week", "month": "to the month",
    "year": "to the year", "unknown": "no date",
}  # fmt: skip
_NEARBY = timedelta(3)
_MOST_MERGED = 300


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One form: the event, where its widgets keep their values, and how it is closed."""

    library: Library
    event: Event

    def key(self, name: str) -> str:
        return f"rv_{name}_{self.event.id}"

    def close(self) -> None:
        st.session_state[self.key("what")] = None

    def done(self, action: Callable[[], object], said: str) -> None:
        """Do what a form says, and close it when that went well."""
        if act(action, said):
            self.close()

    def decide(self, values: Mapping[str, object], said: str) -> None:
        """Set fields of the event."""
        why = typed(self.key("why"))
        name, event = who(), self.event.id
        self.done(
            lambda: [self.library.decide(event, field, value, who=name, why=why) for field, value in values.items()],
            said,
        )

    def foot(self) -> None:
        """Draw what every form asks."""
        st.text_input("Why (kept, never exported)", key=self.key("why"), max_chars=300)
        ask_who(self.key("who"))


def show_review(library: Library, event: Event) -> None:
    """Draw the choice of what to do with an event, and the form of what was chosen."""
    sheet = _Sheet(library, event)
    names = [name for name in _FORMS if name != "Split" or len(event.mentions) > 1]
    names = [name for name in names if not (event.rejected and name != "Note")]
    chosen = st.pills(
        "Review", names, key=sheet.key("what"), help="Decisions are kept; the machine’s value stays beside them."
    )
    if chosen is None:
        return
    with st.container(border=True, key="review_form"):
        _FORMS[str(chosen)](sheet)


def _confirm(sheet: _Sheet) -> None:
    known = ["event", *(name for name in FIELDS if name not in {"level", "summary"})]
    st.multiselect(
        "What is right", known, default=["event"], key=sheet.key("fields"),
        format_func=lambda name: "all of it" if name == "event" else FIELD_WORDS[name],
        help="Later reports do not change what was confirmed.",
    )  # fmt: skip
    sheet.foot()

    def go() -> None:
        fields = st.session_state[sheet.key("fields")]
        sheet.done(
            lambda: sheet.library.confirm(sheet.event.id, fields, who=who(), why=typed(sheet.key("why"))), "Confirmed."
        )

    st.button("Confirm", key=sheet.key("go"), type="primary", on_click=go)


def _place(sheet: _Sheet) -> None:
    show_place_form(sheet.library, sheet.event, sheet.decide, sheet.foot)


def _date(sheet: _Sheet) -> None:
    dates = sheet.event.dates
    precision = dates.precision if dates.precision in _PRECISIONS else "day"
    st.selectbox("Known", list(_PRECISIONS), index=list(_PRECISIONS).index(precision), format_func=_PRECISIONS.__getitem__,
                 key=sheet.key("precision"))  # fmt: skip
    span = {"format": "YYYY-MM-DD", "min_value": _EARLIEST, "max_value": _LATEST}
    st.date_input("First day", dates.first, key=sheet.key("first"), **span)  # type: ignore[call-overload]
    st.date_input("Last day", dates.last, key=sheet.key("last"), **span)  # type: ignore[call-overload]
    sheet.foot()

    def go() -> None:
        state = st.session_state
        found = days_of(state[sheet.key("precision")], state[sheet.key("first")], state[sheet.key("last")])
        if found is None:
            state.notes = ["A date needs its first day."]
            return
        sheet.decide({"date": found}, "The date is set.")

    st.button("Set the date", key=sheet.key("go"), type="primary", on_click=go)


def days_of(precision: str, first: date | None, last: date | None) -> dict[str, str | None] | None:
    """Return the value of a date: whole weeks, months and years where it is known no better; None without a day."""
    if precision == "unknown":
        return {"start": None, "end": None, "precision": "unknown"}
    if first is None:
        return None
    last = max(first, last) if last is not None else first
    if precision == "day":
        last = first
    elif precision == "week":
        first, last = first - timedelta(first.weekday()), last + timedelta(6 - last.weekday())
    elif precision == "month":
        first, last = first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])
    elif precision == "year":
        first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
    return {"start": first.isoformat(), "end": last.isoformat(), "precision": precision}


def _type(sheet: _Sheet) -> None:
    kinds = sorted({*sheet.library.types, sheet.event.type})
    st.selectbox("Type", kinds, index=kinds.index(sheet.event.type), format_func=type_label, key=sheet.key("type"))
    st.text_input("Headline", sheet.event.summary, key=sheet.key("summary"), max_chars=200)
    sheet.foot()

    def go() -> None:
        now = {"type": st.session_state[sheet.key("type")], "summary": typed(sheet.key("summary"))}
        changed = {name: value for name, value in now.items() if value != getattr(sheet.event, name)}
        sheet.decide(changed, "Type and headline are set.") if changed else sheet.close()

    st.button("Set it", key=sheet.key("go"), type="primary", on_click=go)


def _status(sheet: _Sheet) -> None:
    known = list(get_args(Status))
    st.selectbox("Status", known, index=known.index(sheet.event.status), key=sheet.key("status"),
                 help="Asserted: by the report itself or an authority about its own territory. Claimed: by a party.")  # fmt: skip
    sheet.foot()
    st.button(
        "Set the status", key=sheet.key("go"), type="primary",
        on_click=lambda: sheet.decide({"status": st.session_state[sheet.key("status")]}, "The status is set."),
    )  # fmt: skip


def _figures(sheet: _Sheet) -> None:
    st.caption("14 · 14 or more · up to 10 · about 3,000 · 10–12; an empty number takes the line out")
    figures: list[Figure | None] = [*(dated.figure for dated in sheet.event.figures), None]
    kinds = list(get_args(FigureKind))
    for number, figure in enumerate(figures):
        left, right = st.columns([1, 1.2])
        left.selectbox("Kind" if figure else "One more", kinds, index=kinds.index(figure.kind) if figure else 0,
                       key=sheet.key(f"kind{number}"))  # fmt: skip
        right.text_input("Number", amount_text(figure) if figure else "", key=sheet.key(f"number{number}"))
    sheet.foot()

    def go() -> None:
        try:
            rows = [row for n, old in enumerate(figures) if (row := _typed_figure(sheet, n, old)) is not None]
        except ValueError as error:
            st.session_state.notes = [str(error)]
            return
        sheet.decide({"figures": rows}, "The figures are set.")

    st.button("Set the figures", key=sheet.key("go"), type="primary", on_click=go)


def _typed_figure(sheet: _Sheet, number: int, old: Figure | None) -> dict[str, object] | None:
    words = typed(sheet.key(f"number{number}"))
    if not words:
        return None
    kind = st.session_state[sheet.key(f"kind{number}")]
    if old is not None and old.kind == kind and words == amount_text(old):
        low, best, high = old.low, old.best, old.high
    else:
        low, best, high = amount_of(words)
    unit = old.unit if old is not None and old.kind == kind else UNITS.get(kind, "people")
    return {"kind": kind, "low": low, "best": best, "high": high, "unit": unit}


def _note(sheet: _Sheet) -> None:
    st.text_area("Note (kept, never exported)", key=sheet.key("note"), height=90, max_chars=2000)
    ask_who(sheet.key("who"))
    st.button(
        "Write it down", key=sheet.key("go"), type="primary",
        on_click=lambda: sheet.decide({"note": typed(sheet.key("note"))}, "The note is kept."),
    )  # fmt: skip


def _merge(sheet: _Sheet) -> None:
    others = {event.id: event for event in _nearby(sheet) if event.id != sheet.event.id}
    st.multiselect(
        "The same happening as", list(others), key=sheet.key("others"), placeholder="events of these days",
        format_func=lambda name: f"{date_words(others[name].dates)} · {others[name].summary}",
    )  # fmt: skip
    sheet.foot()

    def go() -> None:
        names = [sheet.event.id, *st.session_state[sheet.key("others")]]
        sheet.done(lambda: sheet.library.merge(names, who=who(), why=typed(sheet.key("why"))), "Merged into one event.")

    st.button("Merge", key=sheet.key("go"), type="primary", on_click=go)


def _nearby(sheet: _Sheet) -> Sequence[Event]:
    """Return the events of the days around that reports tell, the nearest first, of them those of its type: what may be merged."""
    found = [event for event in sheet.library.around(sheet.event, _NEARBY, _MOST_MERGED) if event.mentions]
    places = {place.place.place_id for place in sheet.event.places}
    return sorted(
        found,
        key=lambda e: (places.isdisjoint(p.place.place_id for p in e.places), e.type != sheet.event.type),
    )


def _split(sheet: _Sheet) -> None:
    refs = {(ref.report, ref.mention): ref for ref in sheet.event.mentions}

    def words(name: tuple[str, str]) -> str:
        return f"{refs[name].publisher or name[0]}: {refs[name].quote}"[:120]

    st.multiselect("These tell of another happening", list(refs), format_func=words, key=sheet.key("parts"))
    sheet.foot()

    def go() -> None:
        parts = st.session_state[sheet.key("parts")]
        sheet.done(
            lambda: sheet.library.split(sheet.event.id, parts, who=who(), why=typed(sheet.key("why"))),
            "They are an event of their own now.",
        )

    st.button("Split them off", key=sheet.key("go"), type="primary", on_click=go)


def _reject(sheet: _Sheet) -> None:
    st.caption(
        "The event leaves all lists and exports. “Not mapped” keeps it among the rejected ones; it can be taken back."
    )
    sheet.foot()
    st.button(
        "Reject the event", key=sheet.key("go"), type="primary",
        on_click=lambda: sheet.done(
            lambda: sheet.library.reject(sheet.event.id, who=who(), why=typed(sheet.key("why"))), "Rejected."
        ),
    )  # fmt: skip


_FORMS: dict[str, Callable[[_Sheet], None]] = {
    "Confirm": _confirm, "Place": _place, "Date": _date, "Type": _type, "Figures": _figures, "Status": _status,
    "Note": _note, "Merge": _merge, "Split": _split, "Reject": _reject,
}  # fmt: skip


def show_decisions(library: Library, event: Event) -> None:
    """List what was decided on an event, each with the way back."""
    decided = library.decisions(event)
    if not decided:
        return
    st.html('<p class="ge-label">Decisions</p>')
    for review, holds in decided:
        with st.container(horizontal=True, gap="small", key=f"decision_{review.id}"):
            words = plain(review_words(review, library.countries), LONG)
            st.markdown(f"{words if holds else f'~~{words}~~'}  \n:small[{plain(review_foot(review))}]")
            st.button(
                "Undo", key=f"undo_{review.id}", type="tertiary", disabled=not holds,
                help="Take this decision back; both stay in the log", on_click=_undo, args=(library, review.id),
            )  # fmt: skip


def _undo(library: Library, review: int) -> None:
    act(lambda: library.undo(review, who=who()), "Taken back.")
    event = selection.event_id()
    if event and library.event(event) is None:
        selection.select()
