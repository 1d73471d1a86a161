"""What was said and given under the demo's works."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from bookcub.comments.actions import Guest, give_kudos, say
from bookcub.comments.models import Comment, Kudos
from bookcub.core.text import clean_comment, html_from_typed
from bookcub.home.demo.texts import Table, WorkText
from bookcub.home.demo.typography import typographic
from bookcub.home.demo.works import Pseuds, posted_at
from bookcub.works.models import Work

APPLAUDED_EVERY = timedelta(hours=7)


def speak(text: WorkText, work: Work, *, pseuds: Pseuds, at: datetime) -> None:
    """Let the conversation and the applause under a work happen, in their order and at their hours."""
    chapters = {chapter.position: chapter for chapter in work.chapters.all()}
    made: dict[str, Comment] = {}
    for entry, when in _in_order(text, at=at):
        typed = typographic(entry["text"].strip())
        made[entry["id"]] = say(
            work=work,
            # A guest of the demo left no address; none is asked for here, and none is ever shown.
            by=pseuds[entry["by"]] if "by" in entry else Guest(name=entry["guest"]),
            html=clean_comment(html_from_typed(typed)),
            language=work.language,
            chapter=chapters[entry["chapter"]],
            parent=made.get(entry.get("reply_to", "")),
            at=when,
        )
    _applaud(text, work, pseuds=pseuds, at=at)


def _in_order(text: WorkText, *, at: datetime) -> list[tuple[Table, datetime]]:
    """Every comment with its hour, as people said them one after the other."""
    hours: dict[str, datetime] = {}
    for entry in text.comments:
        begins = hours.get(entry.get("reply_to", ""))
        if begins is None:
            begins = posted_at(text, text.chapters[entry["chapter"] - 1], at=at)
        hours[entry["id"]] = begins + timedelta(hours=entry["hours_after"])
    # By hour alone an answer could come before what it answers only if it were sooner: it never is.
    return sorted(
        ((entry, hours[entry["id"]]) for entry in text.comments), key=lambda pair: pair[1]
    )


def _applaud(text: WorkText, work: Work, *, pseuds: Pseuds, at: datetime) -> None:
    begins = posted_at(text, text.chapters[0], at=at)
    Kudos.objects.bulk_create(
        Kudos(
            work=work,
            guest_key=hashlib.sha256(f"{text.folder} {number}".encode()).hexdigest(),
            given_at=min(at, begins + number * APPLAUDED_EVERY),
        )
        for number in range(1, text.guest_kudos + 1)
    )
    for number, name in enumerate(text.applause, start=1):
        user = pseuds[name].user
        give_kudos(work=work, by=user)  # counts the guests' too
        when = min(at, begins + number * APPLAUDED_EVERY)
        Kudos.objects.filter(work=work, user=user).update(given_at=when)
