"""A club's notes as a file tells them, and as other programs read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Q
from django.db.models.functions import Coalesce
from msgspec.structs import replace

from bookcub.clubs.models import NAMELESS, Club
from bookcub.comments.models import Announcement, Comment, Hearers, Passage
from bookcub.exporting.queries.copier import Copier, own_fields
from bookcub.formats.annotations import Annotation
from bookcub.formats.club_file.parts import ClubFile, NoteOfClub, PassageOfNote
from bookcub.formats.club_file.reading import read_as
from bookcub.memory.models import KeptNote
from bookcub.people.models import User
from bookcub.web.covers import plain_under_cover


def notes_of(copier: Copier) -> tuple[NoteOfClub, ...]:
    """What was said to the club, and one's own private notes on its works; answers after what they answer.

    What lies beyond the horizon of whoever makes the file is not in it. Last come the notes that came with the club and
    found no passage here: as they came.
    """
    kept = KeptNote.objects.visible_to(copier.person).filter(club=copier.club)
    return (
        *(
            copier.part(NoteOfClub, each)
            for each in _comments(copier.club, copier.person)
            if each.work_id is None or copier.ids["works"](each, "work")
        ),
        *copier.parts(NoteOfClub, kept.select_related("work", "book").order_by("pk")),
    )


def _comments(club: Club, person: User) -> Iterator[Comment]:
    reads = club.reads.filter(work__isnull=False).values("work")
    own = Q(hearers=Hearers.SELF, pseud__user=person, work__in=reads)
    rows = Comment.objects.visible_to(person).spoken().filter(Q(club=club) | own)
    texts = (f"chapter__{name}" for name in ("html", "summary", "notes", "end_notes"))
    rows = rows.select_related("work", "chapter", "read", "pseud", "passage", "announcement")
    rows = rows.defer(*texts)
    # In a thread's order, so that an answer comes after what it answers.
    begun = rows.annotate(begun=Coalesce("thread_id", "pk"))
    yield from begun.order_by("work", "chapter__position", "read", "upto", "begun", "path", "pk")


@own_fields.register
def _(comment: Comment, copier: Copier) -> dict[str, Any]:
    passage: Passage | None = getattr(comment, "passage", None)
    announced: Announcement | None = getattr(comment, "announcement", None)
    return {
        "id": copier.name("n", comment),
        "book": copier.ids["books"](comment.read, "book") if comment.read else "",
        "chapter": comment.chapter.position if comment.chapter else comment.upto or 0,
        "chapter_title": comment.chapter.title if comment.chapter else "",
        "by": _writer(comment, copier),
        "answers": copier.id_of(Comment, comment.parent_id),
        "written_at": comment.written_at or comment.posted_at,
        "announced_until": announced.until if announced else None,
        "passage": copier.part(PassageOfNote, passage) if passage else None,
    }


def _writer(comment: Comment, copier: Copier) -> str:
    """Who wrote it, by account or by the name that is left of them; of an anonymous work's creator nobody learns it."""
    user = comment.pseud.user_id if comment.pseud else None
    if comment.as_creator and comment.its_work.is_anonymous and user != copier.person.pk:
        return ""
    return copier.writers.get(user or comment.guest_name, "")


@own_fields.register
def _(kept: KeptNote, copier: Copier) -> dict[str, Any]:
    told = read_as(PassageOfNote, kept.passage) if kept.passage else None
    return {
        "id": copier.name("n", kept),
        "chapter": kept.upto,
        "answers": copier.id_of(KeptNote, kept.parent_id),
        "announced_until": None,  # it has no passage to miss: it stands as a comment
        "passage": told and replace(told, more=copier.more(kept, "passage")),
        "read": "",
        **({"book": ""} if kept.work_id else {}),
    }


def annotations_by_work(file: ClubFile) -> dict[str, list[Annotation]]:
    """The notes as annotations, by the file's name of their work or book."""
    names = {each.id: each.name for each in file.people}
    addresses = {each.id: each.address for each in file.works}
    addresses |= {each.id: each.url or f"urn:bookcub:book:{each.id}" for each in file.books}
    found: dict[str, list[Annotation]] = defaultdict(list)
    urns = {note.id: _urn(note, addresses) for note in file.notes}
    for note in file.notes:
        thing = note.work or note.book
        if not thing:
            continue
        where = f"{addresses[thing]}#chapter-{note.chapter}" if note.chapter else addresses[thing]
        at = note.passage
        found[thing].append(
            Annotation(
                id=urns[note.id],
                source=where,
                created=note.written_at,
                modified=note.edited_at,
                exact=at.exact if at else "",
                prefix=at.prefix if at else "",
                suffix=at.suffix if at else "",
                block_id=at.start_block_id if at else "",
                start=at.start_offset if at and at.start_block_id == at.end_block_id else None,
                end=at.end_offset if at and at.start_block_id == at.end_block_id else None,
                text=plain_under_cover(note.html),
                colour=at.colour if at else "",
                creator=names.get(note.by, NAMELESS),
                answers=urns.get(note.answers, ""),
            )
        )
    return dict(found)


def _urn(note: NoteOfClub, addresses: dict[str, str]) -> str:
    """The same for the same note in every file, whatever its number in this one."""
    where = addresses.get(note.work or note.book, "")
    told = f"{where} {note.chapter} {note.written_at.isoformat()} {note.html}"
    exact = note.passage.exact if note.passage else ""
    return uuid5(NAMESPACE_URL, f"{told} {exact}").urn
