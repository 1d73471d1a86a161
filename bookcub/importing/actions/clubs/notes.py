"""The notes of a club that comes in: back to their passages where those are here, kept as they are where not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields

from msgspec.structs import replace

from bookcub.comments.forms.announcements import LONGEST
from bookcub.comments.models import Anchoring, Announcement, Comment, Passage
from bookcub.comments.policies import has_announcements
from bookcub.core import text
from bookcub.core.clock import now
from bookcub.core.text import Block
from bookcub.formats.club_file.parts import NoteOfClub, PassageOfNote, ReadOfClub
from bookcub.formats.club_file.reading import written
from bookcub.importing.actions.clubs.frame import AT_ONCE, Frame
from bookcub.memory.models import KeptNote
from bookcub.reads.models import Read
from bookcub.works.models import Chapter, Work


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Where a note stands here. Without `passage` it is about the chapter, or the work, as a whole.

    Talk of an outside book stands in a `read`, talk beside the books in neither.
    """

    work: Work | None = None
    read: Read | None = None
    upto: int | None = None
    chapter: Chapter | None = None
    passage: text.Quotation | None = None
    place_index: int | None = 0
    anchoring: str = Anchoring.EXACT


def bring_notes(frame: Frame) -> None:
    """Every note and its answers. An answer stands where what it answers stands."""
    for level in _levels(frame.file.notes):
        standing: list[tuple[NoteOfClub, NotePlace]] = []
        for note in level:
            above = frame.found(NoteOfClub, note.answers)
            where = _beside(above) if isinstance(above, Comment) else _find(frame, note)
            # A private note is its writer's alone: until they say who they are, nobody's.
            is_others = note.hearers == "self" and note.by not in frame.pseuds
            if where is None or is_others or isinstance(above, KeptNote):
                _keep(frame, note, above if isinstance(above, KeptNote) else None)
            else:
                standing.append((note, where))
        for start in range(0, len(standing), AT_ONCE):
            _stand(frame, standing[start : start + AT_ONCE])


def _levels(notes: Sequence[NoteOfClub]) -> Iterator[list[NoteOfClub]]:
    """Those that answer nothing, then those that answer them, and so on."""
    depth: dict[str, int] = {}
    levels: list[list[NoteOfClub]] = []
    for note in notes:
        depth[note.id] = depth[note.answers] + 1 if note.answers else 0
        if depth[note.id] == len(levels):
            levels.append([])
        levels[depth[note.id]].append(note)
    yield from levels


def _beside(above: Comment) -> NotePlace:
    return NotePlace(
        above.work,
        read=above.read,
        upto=above.upto,
        chapter=above.chapter,
        place_index=above.place_index,
    )


def _stand(frame: Frame, standing: Sequence[tuple[NoteOfClub, NotePlace]]) -> None:
    """Store one level of notes as comments, with their passages."""
    rows: list[Comment] = []
    parents: set[Comment] = set()
    for note, where in standing:
        row = _comment(frame, note, where)
        if parent := frame.found(NoteOfClub, note.answers):
            row.attach_to(parent)
            parents.add(parent)
        rows.append(row)
    frame.store(Comment, zip(rows, (note for note, _ in standing), strict=True))
    Comment.objects.bulk_update(parents, ["numbered"], batch_size=AT_ONCE)
    roots = [row for row in rows if row.parent_id is None]
    for row in roots:
        row.thread_id = row.pk
    Comment.objects.bulk_update(roots, ["thread"], batch_size=AT_ONCE)
    latest = now() + LONGEST
    announced = [
        Announcement(comment=row, club=frame.club, until=min(note.announced_until, latest))
        for row, (note, _) in zip(rows, standing, strict=True)
        if note.announced_until
        and row.club_id
        and not (row.parent_id or row.work_id or row.read_id)
    ]
    # As if they were announced here: for a year at most, and not where two decide together.
    if announced and has_announcements(frame.club):
        Announcement.objects.bulk_create(announced)
    passages = [
        (_passage(frame, row, note.passage, where), note.passage)
        for row, (note, where) in zip(rows, standing, strict=True)
        if where.passage and note.passage
    ]
    frame.store(Passage, passages)


def _comment(frame: Frame, note: NoteOfClub, where: NotePlace) -> Comment:
    who, pseud = frame.who(note.by), frame.pseuds.get(note.by)
    return frame.row(
        Comment,
        note,
        work=where.work,
        read=where.read,
        upto=where.upto,
        chapter=where.chapter,
        block_id=where.passage.start_block_id if where.passage else "",
        club=None if note.hearers == "self" else frame.club,
        place_index=where.place_index,
        pseud=pseud,
        guest_name="" if pseud or who is None else who.former_name,
        is_former_member=pseud is None,
        posted_at=note.written_at,
        placed_at=note.written_at,
        approved_at=note.written_at,
    )


def _passage(frame: Frame, comment: Comment, told: PassageOfNote, where: NotePlace) -> Passage:
    assert where.passage is not None  # noqa: S101  # whoever asks has looked
    return frame.row(
        Passage,
        told,
        **asdict(where.passage),
        comment=comment,
        chapter=where.chapter,
        first_exact=told.first_exact or told.exact,
        anchoring=where.anchoring,
        score=0.0 if where.anchoring == Anchoring.ORPHAN else 1.0,
    )


def _keep(frame: Frame, note: NoteOfClub, parent: KeptNote | None) -> None:
    """A note without a passage here, as it came."""
    read = _read_of(frame, note)
    kept = frame.create(
        KeptNote,
        note,
        club=frame.club,
        read=read,
        book=frame.book(note),
        parent=parent,
        upto=frame.place(note.chapter, read),
        passage=written(replace(note.passage, more={})) if note.passage else {},
        colour=note.passage.colour if note.passage else "",
    )
    if note.passage:
        frame.remember(kept, note.passage, "passage")


def _read_of(frame: Frame, note: NoteOfClub) -> Read | None:
    """The club's latest read of what the note is about."""
    names = [
        each.id
        for each in frame.file.reads
        if (note.work and each.work == note.work) or (note.book and each.book == note.book)
    ]
    found: Read | None = frame.found(ReadOfClub, names[-1]) if names else None
    return found


def _find(frame: Frame, note: NoteOfClub) -> NotePlace | None:
    """Where a note stands: in the works of this archive, or in the club's talk beside them."""
    here = frame.here.get(note.work)
    if here is None:
        return None if note.work else _beside_works(frame, note)
    if not note.chapter:
        return NotePlace(here.work)
    same = here.chapters.get(note.chapter)
    if note.passage is None:
        # It is about all of a chapter: one has to have read that.
        return NotePlace(here.work, chapter=same, place_index=None) if same else None
    wanted = _wanted(note.passage)
    chapters = dict.fromkeys(filter(None, [same, *here.all_chapters]))
    for chapter in () if note.passage.is_orphan else chapters:
        if found := text.find(chapter.blocks, wanted):
            index = _index(chapter.blocks, found.end_block_id)
            return NotePlace(here.work, chapter=chapter, passage=found, place_index=index)
    if same is None:
        return None
    last = max(len(same.blocks) - 1, 0)
    return NotePlace(
        here.work,
        chapter=same,
        passage=wanted,
        place_index=last,
        anchoring=Anchoring.ORPHAN,
    )


def _beside_works(frame: Frame, note: NoteOfClub) -> NotePlace | None:
    """In the talk of its read, or beside the books; None for an older note of a book, which is kept as it is."""
    if note.hearers != "club" or note.passage is not None:
        return None
    read: Read | None = frame.found(ReadOfClub, note.read)
    if read is not None and read.work_id is None and read.book_id is not None:
        return NotePlace(read=read, upto=frame.place(note.chapter, read), place_index=None)
    is_beside = not (note.book or note.read or note.chapter)
    return NotePlace(place_index=None) if is_beside else None


def _wanted(told: PassageOfNote) -> text.Quotation:
    return text.Quotation(
        **{each.name: getattr(told, each.name) for each in fields(text.Quotation)}
    )


def _index(blocks: Sequence[Block], block_id: str) -> int:
    return next((number for number, each in enumerate(blocks) if each.id == block_id), 0)
