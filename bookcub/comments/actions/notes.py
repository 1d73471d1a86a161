"""Notes in the margin: made, and carried along when the author saves another text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bookcub.clubs.models import Club
from bookcub.comments.actions.comments import say
from bookcub.comments.actions.places import place_threads, shift_threads
from bookcub.comments.models import Anchoring, Comment, Hearers, Passage, SuggestedWords
from bookcub.core import text
from bookcub.core.clock import now
from bookcub.core.text import Block, Outcome, Reanchored, reanchor, whole_block
from bookcub.people.models import Pseud
from bookcub.works.models import Chapter

AT_ONCE = 200  # rows of a change
ANCHORS = [
    "start_block_id",
    "start_offset",
    "end_block_id",
    "end_offset",
    "exact",
    "prefix",
    "suffix",
    "anchoring",
    "score",
    "reanchored_at",
]


def make_note(  # noqa: PLR0913  # a note is all of these
    *,
    chapter: Chapter,
    blocks: Sequence[Block],
    by: Pseud,
    words: text.Quotation,
    html: str,
    language: str = "",
    colour: str,
    hearers: Hearers,
    club: Club | None = None,
    suggestion: SuggestedWords | None = None,
) -> Comment:
    """Say something about words of a chapter, or with empty `html` only mark them.

    Whoever does has reached them. Raises what :func:`say` raises.
    """
    numbers = {block.id: number for number, block in enumerate(blocks)}
    passage = Passage(
        chapter=chapter,
        **_where(words),
        first_exact=words.exact,
        is_whole_block=_is_whole(words, blocks[numbers[words.end_block_id]]),
        colour=colour,
    )
    return say(
        work=chapter.work,
        chapter=chapter,
        by=by,
        html=html,
        language=language,
        hearers=hearers,
        club=club,
        block_id=words.start_block_id,
        place_index=numbers[words.end_block_id],
        passage=passage,
        suggestion=suggestion,
        is_limited=True,
    )


def reanchor_notes(*, chapter: Chapter, before: Sequence[Block]) -> int:
    """Carry the passages of a chapter from its old text to the new one, with the places of their threads.

    Runs inside the save, with the work locked. Orphans keep their words, and come back if these
    are written anew. Returns how many changed.
    """
    passages = list(Passage.objects.filter(chapter=chapter).select_related("comment"))
    if not passages:
        return 0
    old, new = before, chapter.blocks
    if [(block.id, block.text) for block in old] == [(block.id, block.text) for block in new]:
        return 0
    standing = [passage for passage in passages if not passage.is_orphan]
    orphans = [passage for passage in passages if passage.is_orphan]
    reanchored = reanchor(old, new, list(map(words_of, standing)), list(map(words_of, orphans)))
    moved_to = _later_numbers(old, new)
    numbers = {block.id: number for number, block in enumerate(new)}
    changed: list[Passage] = []
    places: dict[int, tuple[str, int]] = {}
    for passage, found in zip([*standing, *orphans], reanchored, strict=True):
        before_it = _state(passage)
        _anchor(passage, found, new)
        if _state(passage) != before_it:
            changed.append(passage)
        comment = passage.comment
        place = (
            _behind(comment, moved_to)
            if passage.is_orphan
            else (passage.start_block_id, numbers[passage.end_block_id])
        )
        if place != (comment.block_id, comment.place_index):
            places[comment.pk] = place
    Passage.objects.bulk_update(changed, ANCHORS, batch_size=AT_ONCE)
    _place([passage.comment for passage in passages], places)
    return len(changed)


def set_note_on(passage: Passage, words: text.Quotation, blocks: Sequence[Block]) -> None:
    """Say which words of a text a note is about, once these have taken the place of its own."""
    for name, value in _where(words).items():
        setattr(passage, name, value)
    passage.anchoring, passage.score, passage.reanchored_at = Anchoring.EDITED, 1.0, now()
    passage.save(update_fields=[*ANCHORS])
    numbers = {block.id: number for number, block in enumerate(blocks)}
    place_threads({passage.comment_id: (words.start_block_id, numbers[words.end_block_id])})


def _state(passage: Passage) -> tuple[object, ...]:
    """All of a passage that an edit may change, but for when it did."""
    return tuple(getattr(passage, name) for name in ANCHORS if name != "reanchored_at")


def _place(comments: Sequence[Comment], places: dict[int, tuple[str, int]]) -> None:
    """Move threads. Most only shift by as many blocks as were put before them, and go together."""
    shifts: defaultdict[int, list[int]] = defaultdict(list)
    for comment in comments:
        block_id, number = places.get(comment.pk, ("", 0))
        if block_id == comment.block_id and comment.place_index is not None:
            shifts[number - comment.place_index].append(comment.pk)
            del places[comment.pk]
    for by, threads in shifts.items():
        shift_threads(threads, by=by)
    place_threads(places)


def words_of(passage: Passage) -> text.Quotation:
    """The stored passage as `core.text` knows it."""
    return text.Quotation(
        passage.start_block_id,
        passage.start_offset,
        passage.end_block_id,
        passage.end_offset,
        passage.exact,
        passage.prefix,
        passage.suffix,
    )


def _where(words: text.Quotation) -> dict[str, str | int]:
    names = ANCHORS[: ANCHORS.index("anchoring")]
    return {name: getattr(words, name) for name in names}


def _is_whole(words: text.Quotation, block: Block) -> bool:
    return words.start_block_id == words.end_block_id and words.exact == block.text


def _anchor(passage: Passage, reanchored: Reanchored, new: Sequence[Block]) -> None:
    words = reanchored.quotation
    if passage.is_whole_block and reanchored.outcome != Outcome.ORPHAN:
        words = _all_of_it(words, new)
    was_orphan = passage.is_orphan
    passage.anchoring = _anchoring(passage, reanchored.outcome, words.exact)
    passage.score, passage.reanchored_at = reanchored.score, now()
    # An orphan still has the words and the surroundings by which it may be known again.
    if not (passage.is_orphan and was_orphan):
        for name, value in _where(words).items():
            setattr(passage, name, value)


def _anchoring(passage: Passage, outcome: Outcome, exact: str) -> Anchoring:
    """What became of it since it was made, and not only in the last save."""
    if outcome == Outcome.ORPHAN:
        return Anchoring.ORPHAN
    if exact.split() != passage.first_exact.split():
        return Anchoring.EDITED
    has_moved = outcome == Outcome.MOVED or passage.anchoring == Anchoring.MOVED
    return Anchoring.MOVED if has_moved else Anchoring.EXACT


def _all_of_it(words: text.Quotation, new: Sequence[Block]) -> text.Quotation:
    """A note on a paragraph stays one on the paragraph, whatever was added to it; not on what it was joined to."""
    if words.start_block_id != words.end_block_id:
        return words
    whole = whole_block(new, words.start_block_id)
    return whole if len(whole.exact) < 2 * len(words.exact) else words


def _behind(comment: Comment, moved_to: Sequence[int]) -> tuple[str, int]:
    """Where an orphan is heard in the new text: no earlier than it was in the old one."""
    was = comment.place_index or 0
    return comment.block_id, moved_to[min(was, len(moved_to) - 1)] if moved_to else 0


def _later_numbers(old: Sequence[Block], new: Sequence[Block]) -> list[int]:
    """For each old block the number of the furthest new one that holds it or what stood before it.

    Where a block is gone, that of the next one that is left; where none is, the last.
    """
    numbers = {block.id: number for number, block in enumerate(new)}
    last = max(len(new) - 1, 0)
    following = last
    later = [last] * len(old)
    for at in range(len(old) - 1, -1, -1):
        following = numbers.get(old[at].id, following)
        later[at] = following
    for at in range(1, len(old)):
        later[at] = max(later[at], later[at - 1])
    return later
