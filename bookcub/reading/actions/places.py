"""Keeping, moving and forgetting places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bookcub.core.database.prepared import prepared
from bookcub.core.database.trouble import tried_again
from bookcub.core.text import Block
from bookcub.people.models import User
from bookcub.reading.actions.advances import note_opening, record
from bookcub.reading.models import Advance, ChapterProgress, Place, Visit, moment, passings, visits
from bookcub.works.models import Chapter, Work

WORDS_OF_ITS_OWN = 8  # characters; "***" stands in many places
AT_ONCE = 1000  # rows of a change
# What of a place changes when somebody moves it.
TURNED = (
    "chapter",
    "block_id",
    "is_through",
    "turned_at",
    "before_chapter",
    "before_block_id",
    "seen_at",
    "visits",
)
MOVED = (*TURNED, "finished_at")


def leave_visit(*, user: User, chapter: Chapter, at: datetime | None = None) -> None:
    """Note that this person opened a chapter (at the moment that its page carries), without waiting until that is stored."""
    if user.preferences.keeps_history:
        visits.leave((user.pk, chapter.pk), Visit(chapter.work_id, at or moment()))


@visits.stored_by
def _store_visits(told: Mapping[tuple[int, int], Visit]) -> None:
    # Some may be gone by now, or keep no history any more.
    people = {user.pk: user for user in _who_keep_history([user for user, _ in told])}
    chapters = {chapter.pk: chapter for chapter in _opened([chapter for _, chapter in told])}
    known = {
        (people[user], chapters[chapter]): visit
        for (user, chapter), visit in told.items()
        if user in people and chapter in chapters
    }
    _begin_places([(user, chapter, visit.at) for (user, chapter), visit in known.items()])
    _visit_all(known)


@prepared
def _who_keep_history(users: Sequence[int]) -> QuerySet[User]:
    return User.objects.filter(pk__in=users, preferences__keeps_history=True)


@prepared
def _opened(chapters: Sequence[int]) -> QuerySet[Chapter]:
    # Words are asked for only where somebody opens a chapter for the first time.
    return Chapter.objects.filter(pk__in=chapters).only("work", "position", "posted_at")


def visit(*, user: User, chapter: Chapter, at: datetime | None = None) -> Place | None:
    """Store that this person opened a chapter, and so has reached its beginning; None when they keep no history."""
    if not user.preferences.keeps_history:
        return None
    at = at or moment()
    _begin_places([(user, chapter, at)])
    _visit_all({(user, chapter): Visit(chapter.work_id, at)})
    return Place.objects.get(user=user, work=chapter.work)


def _begin_places(opened: Sequence[tuple[User, Chapter, datetime]]) -> None:
    """The first time that somebody opens a work. By itself: a new row waits for whoever changes the work."""
    there = set(_begun(*_of_all([(user, chapter) for user, chapter, _ in opened])))
    new = {
        (user.pk, chapter.work_id): Place(
            user=user,
            work=chapter.work,
            work_title=chapter.work.title,
            work_byline=chapter.work.kept_byline[:300],
            chapter=chapter,
            first_at=at,
            seen_at=at,
            visits=0,
        )
        for user, chapter, at in opened
        if (user.pk, chapter.work_id) not in there
    }
    if new:
        Place.objects.bulk_create(new.values(), ignore_conflicts=True)


def _of_all(opened: Iterable[tuple[User, Chapter]]) -> tuple[list[int], list[int]]:
    """The keys of people and works."""
    pairs = {(user.pk, chapter.work_id) for user, chapter in opened}
    return list({user for user, _ in pairs}), list({work for _, work in pairs})


@prepared
def _begun(users: Sequence[int], works: Sequence[int]) -> QuerySet[Place, tuple[int, int]]:
    return Place.objects.filter(user__in=users, work__in=works).values_list("user", "work")


@tried_again
@transaction.atomic
def _visit_all(opened: Mapping[tuple[User, Chapter], Visit]) -> None:
    # Horizons before places, both in the order of their keys, here and wherever both are changed: whoever
    # waits for a row then holds none that somebody else needs first.
    users, chapters = {user.pk for user, _ in opened}, {chapter.pk for _, chapter in opened}
    read_whole_at = {
        (user, chapter): at for user, chapter, at in _reached(list(users), list(chapters))
    }
    for user, chapter in sorted(opened, key=lambda each: (each[1].pk, each[0].pk)):
        if (user.pk, chapter.pk) not in read_whole_at:
            open_beginning(user=user, chapter=chapter, at=opened[user, chapter].at)
    places = {(place.user_id, place.work_id): place for place in _held(*_of_all(opened))}
    turned = set()
    for (user, chapter), visit in sorted(opened.items(), key=lambda each: each[1].at):
        if place := places.get((user.pk, chapter.work_id)):
            _turn_to(chapter, visit, place=place, whole=read_whole_at.get((user.pk, chapter.pk)))
            turned.add(place)
    # Found are also places of these people in one another's works: nobody opened those.
    for place in turned:
        place.save(update_fields=TURNED)


@prepared
def _reached(
    users: Sequence[int], chapters: Sequence[int]
) -> QuerySet[ChapterProgress, tuple[int, int, datetime | None]]:
    reached = ChapterProgress.objects.filter(user__in=users, chapter__in=chapters)
    return reached.values_list("user", "chapter", "read_whole_at")


@prepared
def _held(users: Sequence[int], works: Sequence[int]) -> QuerySet[Place]:
    held = Place.objects.filter(user__in=users, work__in=works).order_by("pk")
    told = held.select_related("chapter").only(
        *TURNED, "user", "work", "chapter__position", "chapter__posted_at"
    )
    return told.select_for_update(of=("self",))


def _turn_to(chapter: Chapter, visit: Visit, *, place: Place, whole: datetime | None) -> None:
    """Let the place be in the chapter that was opened, which has been read to its end at a moment or never."""
    place.visits += visit.times
    if whole and place.is_after(chapter):
        place.seen_at = max(place.seen_at, visit.at)
        return
    if place.seen_at > visit.at:
        # It was kept since, and is further on in time.
        return
    if place.turned_at != visit.at:
        place.turned_at = visit.at
        place.before_chapter_id, place.before_block_id = place.chapter_id, place.block_id
    if place.chapter_id != chapter.pk:
        place.chapter, place.block_id, place.is_through = chapter, "", False
    place.seen_at = visit.at


def looks_back(user: User, chapter: Chapter) -> bool:
    """Whether the chapter has been read to its end, and one's place is in a later one: to open it is no going back."""
    whole = ChapterProgress.objects.filter(user=user, chapter=chapter, read_whole_at__isnull=False)
    places = Place.objects.select_related("chapter").filter(user=user, work=chapter.work_id)
    place = places.only("chapter__position", "chapter__posted_at").first()
    return place is not None and place.is_after(chapter) and whole.exists()


def open_beginning(*, user: User, chapter: Chapter, at: datetime | None = None) -> ChapterProgress:
    """Move the horizon to a chapter's first block, where it is not there yet; nothing counts as read through.

    With `at` the visit of that moment has opened it, and can be taken back. To be called in a transaction: the
    horizon that it returns is locked.
    """
    blocks = chapter.blocks
    progress, is_new = ChapterProgress.objects.select_for_update(of=("self",)).get_or_create(
        user=user,
        chapter=chapter,
        defaults={
            "furthest_block_id": blocks[0].id if blocks else "",
            "furthest_index": 0,
            "settled_index": None if at is None else -1,
        },
    )
    if is_new and at is not None:
        note_opening(progress, at)
    elif progress.settled_index == -1 and at is None:
        record(progress, blocks=blocks, index=0, at=None, is_end=False)
        progress.save()
    return progress


@tried_again
def keep_place(
    *, user: User, chapter: Chapter, block_id: str, at: datetime | None = None
) -> Place | None:
    """Remember that this person says to have read up to this block (on a page that was opened `at` a moment).

    Raises ValueError for a block the chapter does not have. None when they keep no history.
    """
    blocks = chapter.blocks
    index = index_of(blocks, block_id)

    if not user.preferences.keeps_history:
        return None

    is_through = index == len(blocks) - 1
    is_end = is_through and is_last(chapter)
    begin_place(user=user, chapter=chapter)
    with transaction.atomic():
        reach(user=user, chapter=chapter, blocks=blocks, index=index, at=at)
        return hold_place(
            user=user,
            chapter=chapter,
            block_id=block_id,
            is_through=is_through,
            is_end=is_end,
            at=at,
        )


def begin_place(*, user: User, chapter: Chapter) -> None:
    """See to it that there is a place in the work; before the transaction that holds it, as above."""
    _begin_places([(user, chapter, timezone.now())])


def hold_place(
    *,
    user: User,
    chapter: Chapter,
    block_id: str,
    is_through: bool,
    is_end: bool,
    at: datetime | None,
) -> Place:
    """Let the person's place be at this block; the caller has begun it, and moved the horizon before.

    `is_through` says whether the chapter's end has been seen, `is_end` whether that is the end of the work. With
    `at` the visit of that moment holds it there, and it is remembered where that found it.
    """
    seen_at = timezone.now()
    place = Place.objects.select_for_update(of=("self",)).get(user=user, work=chapter.work)
    goes_on = place.chapter_id == chapter.pk and place.turned_at == at
    if at is None or place.turned_at != at:
        place.turned_at = at
        place.before_chapter_id = place.chapter_id if at else None
        place.before_block_id = place.block_id if at else ""
    place.chapter = chapter
    place.block_id = block_id
    place.is_through = is_through or bool(goes_on and place.is_through)
    place.seen_at = seen_at
    place.visits = max(place.visits, 1)
    if is_end:
        place.finished_at = place.finished_at or seen_at
    place.save(update_fields=MOVED)
    return place


@tried_again
def read_up_to_end(*, user: User, chapter: Chapter, at: datetime | None = None) -> Place | None:
    """Say that this chapter and all before it have been read, as the button under a chapter does.

    The horizon moves also for those who keep no history: they have said so themselves. With `at` they said so on
    the page that they opened at that moment.
    """
    earlier = chapter.work.posted_chapters().filter(position__lt=chapter.position)
    blocks = chapter.blocks
    with transaction.atomic():
        for passed in sorted([*earlier, chapter], key=lambda each: each.pk):
            whole = passed.blocks
            reach(user=user, chapter=passed, blocks=whole, index=max(len(whole) - 1, 0), at=at)
    if not blocks:
        return visit(user=user, chapter=chapter, at=at)
    return keep_place(user=user, chapter=chapter, block_id=blocks[-1].id, at=at)


def reach(
    *,
    user: User,
    chapter: Chapter,
    blocks: Sequence[Block],
    index: int,
    at: datetime | None = None,
    words: int = 0,
) -> None:
    """Move the person's furthest point in this chapter on; it never goes back.

    With `at` it is the visit of that moment that moves it, which can be taken back; `words` are those that it took time for.
    """
    block_id = blocks[index].id if blocks else ""
    # Locked: of two devices the one that is behind must not take the other's back.
    progress, is_new = ChapterProgress.objects.select_for_update(of=("self",)).get_or_create(
        user=user,
        chapter=chapter,
        defaults={
            "furthest_block_id": block_id,
            "furthest_index": index,
            "settled_index": None if at is None else -1,
        },
    )
    at_end = index >= len(blocks) - 1
    is_further = is_new or index > progress.furthest_index
    is_settled = progress.settled_index is None and at is None
    if is_settled and not is_further and (progress.read_whole_at or not at_end):
        return
    record(progress, blocks=blocks, index=index, at=at, is_end=at_end, words=words)
    if is_further:
        progress.furthest_index = index
        progress.furthest_block_id = block_id
        progress.reached_at = timezone.now()
    if at_end:
        progress.read_whole_at = progress.read_whole_at or timezone.now()
    progress.save()


def forget(*, user: User, work: Work) -> None:
    """Take this work out of the person's history, its places and its horizon."""
    chapters = set(work.chapters.values_list("pk", flat=True))
    for kept in (visits, passings):
        kept.forget(lambda key: key[0] == user.pk and key[1] in chapters)
    with transaction.atomic():
        ChapterProgress.objects.filter(user=user, chapter__work=work).delete()
        Advance.objects.filter(user=user, chapter__work=work).delete()
        Place.objects.filter(user=user, work=work).delete()


def forget_place(place: Place) -> None:
    """Forget by the history's row, also where the work itself is gone."""
    if place.work:
        forget(user=place.user, work=place.work)
    else:
        place.delete()


def forget_all(*, user: User) -> int:
    """Empty the person's history; the number of works it held."""
    for kept in (visits, passings):
        kept.forget(lambda key: key[0] == user.pk)
    with transaction.atomic():
        ChapterProgress.objects.filter(user=user).delete()
        Advance.objects.filter(user=user).delete()
        held, _ = Place.objects.filter(user=user).delete()
    return held


@transaction.atomic
def move_places(*, chapter: Chapter, before: Sequence[Block]) -> int:
    """Carry everybody's place and furthest point in a chapter from its old text to the new.

    A place stays with its block, or goes to the nearest block before it that survived. The furthest
    point is as far as everything that stood there before has been read: no edit opens what was
    unread, whether it is moved up or joined to a paragraph that was read. Returns how many were moved.
    """
    old, new = before, chapter.blocks
    number = {block.id: index for index, block in enumerate(new)}
    stood = {block.id: index for index, block in enumerate(old)}
    reached = ChapterProgress.objects.filter(chapter=chapter)
    # Locked in the order in which visits lock them.
    _ = list(reached.select_for_update(of=("self",)).order_by("user").values_list("pk"))
    settled = reached.filter(settled_index__gte=0)
    advances = Advance.objects.filter(chapter=chapter, furthest_index__gte=0)
    # Each is read once: whoever opens the chapter meanwhile adds rows, which stood nowhere when this began.
    carried = [
        _Standing.of(advances, "furthest", lasts=True),
        _Standing.of(settled, "settled", lasts=True),
        _Standing.of(reached, "furthest", lasts=False),
    ]
    stood_at = {stood[block] for points in carried for block in points.of_block if block in stood}
    furthest = _furthest_after(old, new, stood_at)
    *_, moved = [_carry(each, stood=stood, furthest=furthest, new=new) for each in carried]
    for rows in (reached, Advance.objects.filter(chapter=chapter)):
        rows.filter(furthest_index__lt=len(new) - 1).update(read_whole_at=None)
    reached.filter(settled_index__lt=len(new) - 1).update(settled_whole_at=None)
    heir = _heirs(old, number)
    for point in ("", "before_"):
        block = f"{point}block_id"
        places = Place.objects.filter(**{f"{point}chapter": chapter}).exclude(**{block: ""})
        for block_id in set(places.values_list(block, flat=True)) - number.keys():
            moved += places.filter(**{block: block_id}).update(**{block: heir.get(block_id, "")})
    return moved


@dataclass(frozen=True, slots=True)
class _Standing:
    """A point of some rows: the block that each of them had when it was looked up."""

    rows: QuerySet[Any]
    point: str
    lasts: bool  # a row goes with all that was read, unless it lasts
    of_block: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, rows: QuerySet[Any], point: str, *, lasts: bool) -> _Standing:
        of_block: dict[str, list[int]] = {}
        for pk, block in rows.values_list("pk", f"{point}_block_id"):
            of_block.setdefault(block, []).append(pk)
        return cls(rows, point, lasts, of_block)


def _carry(
    points: _Standing,
    *,
    stood: Mapping[str, int],
    furthest: Mapping[int, int | None],
    new: Sequence[Block],
) -> int:
    """Carry a point of these rows to the new text; how many were moved."""
    point = points.point
    moved = 0
    for block, pks in points.of_block.items():
        was = stood.get(block)
        index = None if was is None else furthest[was]
        for some in _batches(pks):
            here = points.rows.filter(pk__in=some)
            if index is not None:
                now_at = {f"{point}_block_id": new[index].id, f"{point}_index": index}
                moved += here.exclude(**now_at).update(**now_at)
            elif points.lasts:
                moved += here.update(**{f"{point}_block_id": "", f"{point}_index": -1})
            else:
                moved += here.delete()[0]
    return moved


def _batches(pks: Sequence[int]) -> list[Sequence[int]]:
    return [pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE)]


def _furthest_after(
    old: Sequence[Block], new: Sequence[Block], asked: set[int]
) -> dict[int, int | None]:
    """For the asked ones of the old blocks: how far one has read in the new text who had read up to it, if at all."""
    number = {block.id: index for index, block in enumerate(new)}
    had = {block.id: block.text for block in old}
    changed = [(at, block) for at, block in enumerate(new) if had.get(block.id) != block.text]
    now_at = [number.get(block.id) for block in old]
    found: dict[int, int | None] = {}
    limit = len(new)  # where the first thing stands that they have not read
    for was in reversed(range(len(old))):
        if was in asked:
            read = [index for index in now_at[: was + 1] if index is not None and index < limit]
            found[was] = max(read, default=None)
        joined = _joined_to(old[was], changed, had) if now_at[was] is None else None
        for index in (now_at[was], joined):
            limit = limit if index is None else min(limit, index)
    return found


def _joined_to(
    gone: Block, changed: Sequence[tuple[int, Block]], had: Mapping[str, str]
) -> int | None:
    """The number of the first new or changed block that now holds the words of one that is gone."""
    if len(gone.text) < WORDS_OF_ITS_OWN:
        return None
    holds = (
        index
        for index, block in changed
        if gone.text in block.text and gone.text not in had.get(block.id, "")
    )
    return next(holds, None)


def _heirs(old: Sequence[Block], number: dict[str, int]) -> dict[str, str]:
    """For every old block the new one that stands for it: itself, or the nearest before it."""
    heirs: dict[str, str] = {}
    last = ""
    for block in old:
        if block.id in number:
            last = block.id
        heirs[block.id] = last
    return heirs


def index_of(blocks: Sequence[Block], block_id: str) -> int:
    for index, block in enumerate(blocks):
        if block.id == block_id:
            return index
    raise ValueError(f"The chapter has no block {block_id!r}.")


def is_last(chapter: Chapter) -> bool:
    return not chapter.work.posted_chapters().filter(position__gt=chapter.position).exists()
