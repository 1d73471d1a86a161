"""What `bookcub import` says of a file: as JSON values, and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext, pgettext

from bookcub.core.text import count_words
from bookcub.formats.story.parsed import ParsedWork, Refusal
from bookcub.importing.actions.save_work import Kept
from bookcub.importing.mapping import MappedWork
from bookcub.importing.mapping.comments import MappedComment
from bookcub.importing.queries.remarks import said
from bookcub.people.mail import absolute

Record = dict[str, Any]
SHOWN = 6


def refused(name: str, refusal: Refusal) -> Record:
    """A file that gave no work."""
    return {
        "file": name,
        "status": "refused",
        "refusal": {
            "code": refusal.code,
            "sentence": gettext(refusal.sentence),
            "what_to_do": gettext(refusal.what_to_do),
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
        "warnings": [said(each) for each in mapped.notices],
    }


def kept(name: str, work: ParsedWork, mapped: MappedWork, done: Kept) -> Record:
    """A file that became a work, or brought one up to date."""
    path = done.work.get_absolute_url()
    return read(name, work, mapped) | {
        "status": "kept" if done.is_new else "updated",
        "warnings": [said(each) for each in done.notices],
        "work": {
            "id": done.work.pk,
            "address": absolute(path),
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
        yield "  " + gettext("Refused. %(why)s") % {"why": record["refusal"]["sentence"]}
        yield f"  {record['refusal']['what_to_do']}"
        yield ""
        return
    title, authors = record["title"], ", ".join(record["authors"])
    if authors:
        yield "  " + gettext("“%(title)s” by %(authors)s") % {"title": title, "authors": authors}
    else:
        yield f"  “{title}”"
    chapters, comments = record["chapters"], record["comments"]
    counted = [
        _some(ngettext("%(n)s chapter", "%(n)s chapters", len(chapters)), len(chapters)),
        _some(ngettext("%(n)s word", "%(n)s words", record["words"]), record["words"]),
    ]
    if comments:
        counted.append(
            _some(ngettext("%(n)s comment", "%(n)s comments", len(comments)), len(comments))
        )
    yield f"  {gettext(record['format'])} · {' · '.join(counted)}"
    facts = [(_kind(kind), _listed(names)) for kind, names in record["tags"].items() if names]
    if record["original_address"]:
        facts.append((pgettext("where a work comes from", "From"), record["original_address"]))
    width = max((len(name) for name, _ in facts), default=0)
    yield from (f"  {name:<{width}}  {fact}" for name, fact in facts)
    for notice in record["warnings"]:
        yield f"  ! {notice}"
    yield from _where(record)
    yield ""


def _where(record: Record) -> Iterator[str]:
    work = record.get("work")
    if work is None:
        yield "  " + gettext("Nothing was saved: this was a dry run.")
        return
    facts = {
        "address": work["address"],
        "new": work["chapters_added"],
        "changed": work["chapters_changed"],
        "unchanged": work["chapters_unchanged"],
    }
    if work["is_new"]:
        words = (
            gettext("Posted: %(address)s")
            if work["is_posted"]
            else gettext("Saved as a draft: %(address)s")
        )
    else:
        words = (
            gettext(
                "Updated (posted). Chapters: %(new)s new, %(changed)s changed, %(unchanged)s unchanged: %(address)s"
            )
            if work["is_posted"]
            else gettext(
                "Updated (a draft). Chapters: %(new)s new, %(changed)s changed, %(unchanged)s unchanged: %(address)s"
            )
        )
    yield f"  → {words % facts}"


def _kind(kind: str) -> str:
    return {
        "rating": gettext("Rating"),
        "warning": gettext("Warning"),
        "category": gettext("Category"),
        "fandom": gettext("Fandom"),
        "relationship": gettext("Relationship"),
        "character": gettext("Character"),
        "freeform": gettext("Additional"),
    }[kind]


def _listed(names: list[str]) -> str:
    shown, rest = ", ".join(names[:SHOWN]), len(names) - SHOWN
    if rest <= 0:
        return shown
    words = ngettext("%(names)s, and %(n)s more", "%(names)s, and %(n)s more", rest)
    return words % {"names": shown, "n": rest}


def _some(words: str, number: int) -> str:
    return words % {"n": number_format(number, force_grouping=True)}
