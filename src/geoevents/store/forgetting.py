"""What a purge takes out of the places where merging does not look: reviews, the log of changes, search, areas."""

from __future__ import annotations

import json
import sqlite3

from geoevents.store.reviews import CREATE, Review, all_reviews

_STAY = ("reviews_stay", "reviews_remain")  # the triggers that keep reviews append-only


def forget_reviews(db: sqlite3.Connection, report: str) -> None:
    """Remove reviews on events that a report alone tells, and its traces in others, inside the caller's transaction.

    A decision on an event that other reports tell too stays, but for what the machine had read there.
    """
    concerned = [r for r in all_reviews(db) if any(anchor[0] == report for anchor in r.anchors)]
    if not concerned:
        return
    triggers = [db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0] for name in _STAY]
    for name in _STAY:
        db.execute(f"DROP TRIGGER {name}")
    gone = {review.id for review in concerned if _alone(review, report)}
    rest = [review for review in concerned if review.id not in gone]
    while more := {r.id for r in all_reviews(db) if r.undoes in gone} - gone:
        gone |= more
    for number in sorted(gone, reverse=True):
        db.execute("DELETE FROM reviews WHERE id = ?", (number,))
    for review in rest:
        anchors = [anchor for anchor in review.anchors if anchor[0] != report]
        value = _without(review, report)
        row = (json.dumps(anchors, ensure_ascii=False), json.dumps(value, ensure_ascii=False), review.id)
        db.execute("UPDATE reviews SET anchors = ?, value = ?, machine = NULL WHERE id = ?", row)
    for sql in triggers:
        db.execute(sql)


def _alone(review: Review, report: str) -> bool:
    return all(anchor[0] == report for anchor in review.anchors)


def _without(review: Review, report: str) -> object:
    """Return the value of a review without what names or quotes a report."""
    if isinstance(review.value, list):  # figures are objects, mentions lists that begin with their report
        return [item for item in review.value if not (isinstance(item, list) and item[:1] == [report])]
    if review.field == CREATE and isinstance(review.value, dict):
        refs = [ref for ref in review.value.get("mentions", []) if ref.get("report") != report]
        return {**review.value, "mentions": refs}
    return review.value


def forget_traces(db: sqlite3.Connection, report: str) -> None:
    """Take a report's id out of the log of changes, and what no event has any more out of search index and areas."""
    rows = db.execute(
        "SELECT id, reports FROM changes WHERE EXISTS (SELECT 1 FROM json_each(changes.reports) WHERE value = ?)",
        (report,),
    ).fetchall()
    for number, reports in rows:
        left = json.dumps([name for name in json.loads(reports) if name != report], ensure_ascii=False)
        db.execute("UPDATE changes SET reports = ? WHERE id = ?", (left, number))
    db.execute("INSERT INTO event_words (event_words) VALUES ('rebuild')")
    db.execute("DELETE FROM areas WHERE place_id NOT IN (SELECT place_id FROM event_places)")
