"""Other words for a passage of a draft: suggested by whom it is shown to, accepted or declined by its creators."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bookcub.comments import signals
from bookcub.comments.actions.notes import make_note, set_note_on, words_of
from bookcub.comments.models import Anchoring, Comment, Hearers, Passage, SuggestedWords
from bookcub.core import text
from bookcub.core.clock import now
from bookcub.core.text import Block, narrowed, replaced
from bookcub.people.models import Pseud, User
from bookcub.works.fields import missing_text
from bookcub.works.models import Chapter
from bookcub.works.own_notes import ACCEPTED


def suggest(  # noqa: PLR0913  # a note is all of these
    *,
    chapter: Chapter,
    blocks: Sequence[Block],
    by: Pseud,
    passage: text.Quotation,
    words: str,
    html: str,
    language: str = "",
    colour: str,
) -> Comment:
    """Suggest `words` for all of a passage within one block, with a remark or without: a note for the work's creators.

    Its passage is what really changes. Raises what :func:`make_note` raises, and ValueError.
    """
    part, instead = narrowed(blocks, passage, words)
    return make_note(
        chapter=chapter,
        blocks=blocks,
        by=by,
        words=part,
        html=html,
        language=language,
        colour=colour,
        hearers=Hearers.AUTHORS,
        suggestion=SuggestedWords(words=instead),
    )


@transaction.atomic
def accept_suggestion(*, suggestion: SuggestedWords, by: Pseud) -> None:
    """Put its words into the text, as a new revision. ValidationError, and nothing done, where the passage is not there."""
    suggestion.comment.its_work.lock()
    chapter = Chapter.objects.select_related("work").get(pk=suggestion.comment.passage.chapter_id)
    present = _open(suggestion)
    passage = Passage.objects.get(comment=present.comment_id)
    html = _with_words(chapter, passage, present.words)
    if chapter.is_posted and (missing := missing_text(html)):
        raise ValidationError(missing)
    _answer(present, by=by.user, accepted=True)
    number = [block.id for block in chapter.blocks].index(passage.start_block_id)
    chapter.rewrite(by=by, html=html, note=ACCEPTED)
    if present.words:
        _follow(passage, present.words, chapter.blocks, number)
    transaction.on_commit(
        partial(signals.suggestion_accepted.send, SuggestedWords, suggestion=present, by=by.user)
    )


@transaction.atomic
def decline_suggestion(*, suggestion: SuggestedWords, by: User) -> None:
    """Leave the text as it is. ValidationError where it is answered already."""
    _answer(_open(suggestion), by=by, accepted=False)


def _open(suggestion: SuggestedWords) -> SuggestedWords:
    present = SuggestedWords.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    if present.is_answered:
        raise ValidationError(
            gettext("This suggestion has already been answered. The page shows how."),
            code="answered",
        )
    return present


def _answer(suggestion: SuggestedWords, *, by: User, accepted: bool) -> None:
    suggestion.answered_at, suggestion.answered_by = now(), by
    suggestion.is_accepted = accepted
    suggestion.save(update_fields=["answered_at", "answered_by", "is_accepted"])


def _follow(passage: Passage, words: str, blocks: Sequence[Block], number: int) -> None:
    """Its note stays with the words that stand there now, however little they have in common with the old ones."""
    start = passage.start_offset
    try:
        block = blocks[number].id  # a paragraph of quite other words is another one
        present = text.quote(blocks, block, start, block, start + len(words))
    except (IndexError, ValueError):  # put in otherwise
        return
    if present.exact == words:
        set_note_on(passage, present, blocks)


def _with_words(chapter: Chapter, passage: Passage, words: str) -> str:
    if passage.is_orphan:
        raise ValidationError(
            gettext("The passage is gone from the text, so nothing was changed."), code="gone"
        )
    changed = ValidationError(
        gettext(
            "The passage has changed since this was suggested, so nothing was done. Change the text yourself,"
            " and decline the suggestion."
        ),
        code="changed",
    )
    if passage.anchoring == Anchoring.EDITED:
        raise changed
    try:
        return replaced(chapter.html, words_of(passage), words)
    except ValueError as error:
        raise changed from error
