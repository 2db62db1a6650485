"""What of an event may be shared: its public reports alone decide, value by value."""

from __future__ import annotations

from dataclasses import replace

from geoevents.events.conflicts import without_situation
from geoevents.model import Event


def public_view(event: Event) -> Event | None:
    """Return an event as its public reports alone tell it; None where no public report does.

    Sentences, addresses, publishers, figures, dates, places and conflicts that only an internal report supports are not
    in it; id and aliases are those of the event. Where it is not known what the public reports say alone, there is none.
    """
    if event.sharing != "public":
        return None
    if event.public is None:
        return event if is_public(event) else None
    if not is_public(event.public):
        return None
    return replace(
        event.public,
        id=event.id,
        aliases=event.aliases,
        first_seen=event.public.first_seen or event.first_seen,
        last_changed=event.public.last_changed or event.last_changed,
    )


def is_public(event: Event) -> bool:
    """Whether public reports alone stand behind an event and all that it says."""
    return event.sharing == "public" and event.public is None and all(ref.sharing == "public" for ref in event.mentions)


def unsettled(event: Event) -> Event:
    """Return an event without what it and others say against each other, nor a public view that differs in this alone."""
    bare = without_situation(event)
    if event.public is None:
        return bare
    shared = without_situation(event.public)
    alike = replace(shared, aliases=bare.aliases) == replace(bare, public=None)
    return replace(bare, public=None if alike else shared)
