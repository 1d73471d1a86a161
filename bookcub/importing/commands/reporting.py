"""What `bookcub import` says of a file: as JSON values, and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from bookcub.core.text import count_words
from bookcub.formats.story.parsed import ParsedWork, Refusal
from bookcub.importing.actions.save_work import Kept
from bookcub.importing.mapping import MappedWork
from bookcub.importing.mapping.comments import MappedComment

Record = dict[str, Any]
SHOWN = 6


def refused(name: str, refusal: Refusal) -> Record:
    """A file that gave no work."""
    return {
        "file": name,
        "status": "refused",
        "refusal": {
            "code": refusal.code,
            "sentence": refusal.sentence,
            "what_to_do": refusal.what_to_do,
        },
    }


def read(name: str, work: ParsedWork, mapped: MappedWork) -> Record:
    """A file that was understood. Everything is as the source says it, and None where it does not."""
    return {
        "file": name,
        "status": "read",
        "format": work.format,
        "title": work.title,
        "title_is_guess": work.title_is_guess,
        "authors": list(work.authors),
        "summary": work.summary,
        "notes": work.notes,
        "end_notes": work.end_notes,
        "language": work.language or None,
        "tags": {
            "rating": [work.rating] if work.rating else [],
            "warning": list(work.warnings_tags),
            "category": list(work.categories),
            "fandom": list(work.fandoms),
            "relationship": list(work.relationships),
            "character": list(work.characters),
            "freeform": list(work.freeforms),
        },
        "series": [
            {"title": series.title, "part": series.part, "address": series.url}
            for series in work.series
        ],
        "published": work.published.isoformat() if work.published else None,
        "updated": work.updated.isoformat() if work.updated else None,
        "complete": work.complete,
        "chapters_planned": work.chapters_planned,
        "words": sum(count_words(chapter.html) for chapter in work.chapters),
        "chapters": [
            {
                "position": chapter.position,
                "title": chapter.title,
                "words": count_words(chapter.html),
                "published": chapter.published.isoformat() if chapter.published else None,
                "original_address": chapter.original_url,
            }
            for chapter in work.chapters
        ],
        "comments": [_comment(comment) for comment in mapped.comments],
        "original_address": work.original_url,
        "warnings": [str(each) for each in mapped.notices],
    }


def kept(name: str, work: ParsedWork, mapped: MappedWork, done: Kept) -> Record:
    """A file that became a work, or brought one up to date."""
    path = done.work.get_absolute_url()
    return read(name, work, mapped) | {
        "status": "kept" if done.is_new else "updated",
        "warnings": [str(each) for each in done.notices],
        "work": {
            "id": done.work.pk,
            "address": f"{settings.LETTERS_URL}{path}",
            "is_new": done.is_new,
            "is_posted": done.work.is_posted,
            "chapters_added": done.chapters.added,
            "chapters_changed": done.chapters.changed,
            "chapters_unchanged": done.chapters.unchanged,
            "comments_added": done.comments_added,
        },
    }


def _comment(comment: MappedComment) -> Record:
    return {
        "id": comment.source_id,
        "name": comment.name,
        "time": comment.written_at.isoformat() if comment.written_at else None,
        "time_as_written": comment.written_as or None,
        "has_text": comment.html is not None,
        "is_deleted": comment.is_deleted,
        "parent": comment.parent_id or None,
        "chapter": comment.chapter,
    }


def lines(record: Record) -> Iterator[str]:
    """The same for people."""
    yield record["file"]
    if record["status"] == "refused":
        yield f"  Refused. {record['refusal']['sentence']}"
        yield f"  {record['refusal']['what_to_do']}"
        yield ""
        return
    authors = f" by {', '.join(record['authors'])}" if record["authors"] else ""
    yield f"  “{record['title']}”{authors}"
    chapters, comments = record["chapters"], record["comments"]
    counted = [_some(len(chapters), "chapter"), f"{record['words']:,} words"]
    if comments:
        counted.append(_some(len(comments), "comment"))
    yield f"  {record['format']} · {' · '.join(counted)}"
    for kind, names in record["tags"].items():
        if names:
            yield f"  {kind.capitalize():<13} {_listed(names)}"
    if record["original_address"]:
        yield f"  {'From':<13} {record['original_address']}"
    for notice in record["warnings"]:
        yield f"  ! {notice}"
    yield from _where(record)
    yield ""


def _where(record: Record) -> Iterator[str]:
    work = record.get("work")
    if work is None:
        yield "  Nothing was kept: this was a dry run."
        return
    state = "posted" if work["is_posted"] else "a draft"
    if work["is_new"]:
        yield f"  → Kept as {state}: {work['address']}"
        return
    yield (
        f"  → Brought up to date ({state}): {work['chapters_added']} new, {work['chapters_changed']} changed,"
        f" {work['chapters_unchanged']} unchanged chapters: {work['address']}"
    )


def _listed(names: list[str]) -> str:
    more = f", and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _some(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
