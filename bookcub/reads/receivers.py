"""What reads do when they hear of works: plans and names follow."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from bookcub.reads.actions.kept_titles import keep_titles
from bookcub.reads.actions.plans import follow_work
from bookcub.reads.actions.progress import keep_places
from bookcub.works import signals
from bookcub.works.models import Chapter, Work


def connect() -> None:
    """Listen; called when the program starts."""
    for changed in (
        signals.chapter_posted,
        signals.chapter_withdrawn,
        signals.chapter_restored,
        signals.chapter_deleted,
    ):
        changed.connect(plans_follow_the_chapter, dispatch_uid="reads.plans")
    signals.work_revised.connect(plans_follow_the_work, dispatch_uid="reads.plans")
    signals.work_deleted.connect(reads_keep_the_name, dispatch_uid="reads.names")


def plans_follow_the_chapter(sender: object, *, chapter: Chapter, **_: Any) -> None:
    """A chapter that comes, is taken back or goes moves the plans of those who read its work."""
    transaction.on_commit(partial(_follow_if_there, chapter.work_id))


def plans_follow_the_work(sender: object, *, work: Work, **_: Any) -> None:
    """Another order or another number of chapters moves plans; another title renames reads."""
    keep_titles(work=work)
    transaction.on_commit(partial(_follow_if_there, work.pk))


def reads_keep_the_name(sender: object, *, work: Work, **_: Any) -> None:
    """A work that is about to go leaves its name to the clubs that read it, and each member's place in it."""
    keep_titles(work=work)
    keep_places(work=work)


def _follow_if_there(work_id: int) -> None:
    work = Work.objects.filter(pk=work_id).first()
    if work is not None:
        follow_work(work=work)
