"""What a club said in the margins of a work outlives the work."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from bookcub.clubs.models import Membership
from bookcub.comments.actions.places import move_talk_to
from bookcub.comments.models import Comment, Hearers
from bookcub.formats.club_file.copying import part_of
from bookcub.formats.club_file.parts import PassageOfNote
from bookcub.formats.club_file.reading import written
from bookcub.memory.models import KeptNote
from bookcub.reads.actions.progress import give_back, keep_places
from bookcub.works.models import Work


@transaction.atomic
def keep_notes(*, work: Work) -> int:
    """When a work goes: keep the notes of the clubs that read it, with their quotations; says how many.

    Private notes, and what was said to everyone, go with the work.
    """
    comments = Comment.objects.spoken().filter(work=work, hearers=Hearers.CLUB)
    texts = (f"chapter__{name}" for name in ("html", "summary", "notes", "end_notes"))
    notes = list(comments.select_related("chapter", "passage").defer(*texts).order_by("path", "pk"))
    reads = {read.club_id: read for read in keep_places(work=work)}
    members = {
        (member.club_id, member.user_id): member
        for member in Membership.objects.filter(club__in=reads, user__isnull=False)
    }
    writers = dict(comments.filter(pseud__isnull=False).values_list("pk", "pseud__user"))
    kept: dict[int, KeptNote] = {}
    for note in notes:
        read = reads.get(note.club_id or 0)
        if read is None:
            continue
        kept[note.pk] = KeptNote.objects.create(
            club_id=read.club_id,
            read=read,
            book=read.book,
            membership=members.get((read.club_id, writers.get(note.pk))),
            hearers=Hearers.CLUB,
            parent=kept.get(note.parent_id or 0),
            # A whole chapter and not the block: without the text nobody can be in the middle of one.
            upto=note.chapter.position if note.chapter else 0,
            chapter_title=note.chapter.title if note.chapter else "",
            html=note.html,
            passage=_passage(note),
            colour=note.passage.colour if hasattr(note, "passage") else "",
            language=note.language,
            written_at=note.posted_at,
            edited_at=note.edited_at,
        )
    return len(kept)


@transaction.atomic
def take_back(*, work: Work) -> None:
    """A work is back from the trash, and with it the notes in its margins: what was kept of them goes."""
    KeptNote.objects.filter(book__stands_for=work).delete()
    move_talk_to(work=work)
    give_back(work=work)


def _passage(note: Comment) -> dict[str, Any]:
    if not hasattr(note, "passage"):
        return {}
    nowhere = {"start_block_id": "", "start_offset": 0, "end_block_id": "", "end_offset": 0}
    part = part_of(PassageOfNote, note.passage, {}, is_orphan=True, **nowhere)
    return dict(written(part))
