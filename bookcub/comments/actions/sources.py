"""Conversations that come in from somewhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from bookcub.comments import signals
from bookcub.comments.actions.counts import count_again, lock
from bookcub.comments.models import Comment
from bookcub.comments.models.paths import LONGEST
from bookcub.core.clock import now
from bookcub.core.text import one_line
from bookcub.works.models import Chapter, Work

NAME_MAX = 100
ID_MAX = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceComment:
    """One comment as its source claims it. `html` is sanitised, or None if the source holds no words of it."""

    source_id: str
    name: str
    html: str | None
    parent_id: str = ""
    chapter: Chapter | None = None
    written_at: datetime | None = None
    edited_at: datetime | None = None
    is_deleted: bool = False


def keep_imported(*, work: Work, comments: Sequence[SourceComment]) -> int:
    """Store a source's comments, each under what it answers; returns how many were not here before.

    The same `source_id` is the same comment: importing again doubles nothing, and only brings the
    words that were missing. They belong to nobody until claimed, and nobody is told one by one.
    """
    with transaction.atomic():
        lock(work.pk)
        known = {
            row.source_id: row
            for row in work.comments.exclude(source_id="").select_related("parent", "thread")
        }
        fresh = [source for source in comments if source.source_id[:ID_MAX] not in known]
        _bring_words(known, comments)
        added = _add(work, fresh, known)
        count_again(work.pk)
        if added:
            transaction.on_commit(partial(signals.comments_imported.send, Work, work=work))
    return added


def _bring_words(known: dict[str, Comment], comments: Sequence[SourceComment]) -> None:
    found = []
    for source in comments:
        row = known.get(source.source_id[:ID_MAX])
        if row is not None and not row.has_words and source.html is not None and not row.is_deleted:
            row.html, row.has_words = source.html, True
            found.append(row)
    Comment.objects.bulk_update(found, ["html", "has_words"], batch_size=100)


def _add(work: Work, fresh: Sequence[SourceComment], known: dict[str, Comment]) -> int:
    """Add level by level: what answers something waits until that has its row."""
    moment = now()
    added = 0
    waiting = {source.source_id[:ID_MAX]: source for source in fresh}
    while waiting:
        ready = [source for source in waiting.values() if source.parent_id[:ID_MAX] not in waiting]
        if not ready:  # a circle: its first one begins a thread
            ready = [next(iter(waiting.values()))]
        level = [_row(work, source, known, moment) for source in ready]
        parents = {row.parent.pk: row.parent for row in level if row.parent is not None}
        Comment.objects.bulk_update(parents.values(), ["numbered"], batch_size=200)
        Comment.objects.bulk_create(level, batch_size=200)
        roots = [row for row in level if row.parent is None]
        for row in roots:
            row.thread_id = row.pk
        Comment.objects.bulk_update(roots, ["thread"], batch_size=200)
        for row in level:
            known[row.source_id] = row
            del waiting[row.source_id]
        added += len(level)
    return added


def _row(work: Work, source: SourceComment, known: dict[str, Comment], moment: datetime) -> Comment:
    parent = known.get(source.parent_id[:ID_MAX]) if source.parent_id else None
    row = Comment(
        work=work,
        is_imported=True,
        source_id=source.source_id[:ID_MAX],
        guest_name=one_line(source.name)[:NAME_MAX],
        html="" if source.is_deleted else source.html or "",
        has_words=source.html is not None,
        written_at=source.written_at,
        posted_at=moment,
        placed_at=source.written_at or moment,
        edited_at=source.edited_at,
        approved_at=moment,
        deleted_at=moment if source.is_deleted else None,
    )
    if parent is not None:
        if len(parent.path) >= LONGEST and parent.parent is not None:
            parent = known.get(parent.parent.source_id, parent.parent)
        row.attach_to(parent)
        row.chapter_id = parent.chapter_id
    else:
        row.chapter = source.chapter
    return row
