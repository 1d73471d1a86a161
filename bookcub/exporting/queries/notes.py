"""A club's notes as a file tells them, and as other programs read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Q
from django.db.models.functions import Coalesce

from bookcub.clubs.models import Club
from bookcub.comments.models import Comment, Hearers, Passage
from bookcub.core.club_file import NoteOfClub, PassageOfNote
from bookcub.core.strict_json import read_as
from bookcub.core.text import plain
from bookcub.exporting.queries.books import Shelf
from bookcub.exporting.queries.people import People
from bookcub.formats.annotations import Annotation
from bookcub.memory.models import KeptNote


def notes_of(club: Club, people: People, shelf: Shelf) -> list[NoteOfClub]:
    """What was said to the club about its works, and one's own private notes on them; answers after what they answer.

    What lies beyond the horizon of whoever makes the file is not in it.
    """
    names: dict[int, str] = {}
    found: list[NoteOfClub] = []
    for comment in _comments(club, people):
        work = shelf.work(comment.work)
        if not work:
            continue
        names[comment.pk] = f"n{len(found) + 1}"
        passage: Passage | None = getattr(comment, "passage", None)
        found.append(
            NoteOfClub(
                id=names[comment.pk],
                work=work,
                chapter=comment.chapter.position if comment.chapter else 0,
                chapter_title=comment.chapter.title if comment.chapter else "",
                hearers="self" if comment.hearers == Hearers.SELF else "club",
                by=_writer(comment, people),
                answers=names.get(comment.parent_id, "") if comment.parent_id else "",
                html=comment.html,
                written_at=comment.written_at or comment.posted_at,
                edited_at=comment.edited_at,
                passage=_passage(passage) if passage else None,
            )
        )
    return [*found, *_kept(club, people, shelf, len(found))]


def _comments(club: Club, people: People) -> Iterator[Comment]:
    reads = club.reads.filter(work__isnull=False).values("work")
    own = Q(hearers=Hearers.SELF, pseud__user=people.person, work__in=reads)
    rows = Comment.objects.visible_to(people.person).spoken().filter(Q(club=club) | own)
    texts = (f"chapter__{name}" for name in ("html", "summary", "notes", "end_notes"))
    rows = rows.select_related("work", "chapter", "pseud", "passage").defer(*texts)
    # In a thread's order, so that an answer comes after what it answers.
    begun = rows.annotate(begun=Coalesce("thread_id", "pk"))
    yield from begun.order_by("work", "chapter__position", "begun", "path", "pk")


def _writer(comment: Comment, people: People) -> str:
    """Who wrote it; of an anonymous work's creator nobody learns it, here either."""
    user = comment.pseud.user_id if comment.pseud else None
    if comment.as_creator and comment.work.is_anonymous and user != people.person.pk:
        return ""
    return people.id_of_writer(user, comment.guest_name)


def _passage(passage: Passage) -> PassageOfNote:
    return PassageOfNote(
        start_block_id=passage.start_block_id,
        start_offset=passage.start_offset,
        end_block_id=passage.end_block_id,
        end_offset=passage.end_offset,
        exact=passage.exact,
        prefix=passage.prefix,
        suffix=passage.suffix,
        first_exact=passage.first_exact,
        is_whole_block=passage.is_whole_block,
        is_orphan=passage.is_orphan,
        colour=passage.colour,  # type: ignore[arg-type]  # the model's choices are the file's
    )


def _kept(club: Club, people: People, shelf: Shelf, before: int) -> list[NoteOfClub]:
    """Notes that came with the club and found no passage here: as they came."""
    rows = (
        KeptNote.objects.visible_to(people.person).filter(club=club).select_related("work", "book")
    )
    names: dict[int, str] = {}
    found: list[NoteOfClub] = []
    for number, each in enumerate(rows.order_by("pk"), start=before + 1):
        names[each.pk] = f"n{number}"
        found.append(
            NoteOfClub(
                id=names[each.pk],
                work=shelf.work(each.work),
                book="" if each.work_id else shelf.book(each.book),
                chapter=each.upto,
                chapter_title=each.chapter_title,
                hearers="self" if each.hearers == Hearers.SELF else "club",
                by=people.id_of(each.membership_id),
                answers=names.get(each.parent_id, "") if each.parent_id else "",
                html=each.html,
                written_at=each.written_at,
                edited_at=each.edited_at,
                passage=read_as(PassageOfNote, each.passage) if each.passage else None,
            )
        )
    return found


def annotations_by_work(
    notes: Sequence[NoteOfClub], people: People, shelf: Shelf
) -> dict[str, list[Annotation]]:
    """The notes as annotations, by the file's name of their work or book."""
    by_id = {each.id: each for each in people.written()}
    addresses = {each.id: each.address for each in shelf.works}
    addresses |= {each.id: each.url or f"urn:bookcub:book:{each.id}" for each in shelf.books}
    found: dict[str, list[Annotation]] = defaultdict(list)
    urns = {note.id: _urn(note, addresses) for note in notes}
    for note in notes:
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
                text=plain(note.html),
                colour=at.colour if at else "",
                creator=by_id[note.by].name if note.by else "A former member",
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
