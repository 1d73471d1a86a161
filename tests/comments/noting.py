"""Writing notes into margins, for the tests."""

from __future__ import annotations

from typing import Any

from bookcub.clubs.models import Club
from bookcub.comments.actions.notes import make_note
from bookcub.comments.actions.suggestions import suggest
from bookcub.comments.models import Comment, Hearers
from bookcub.core.text import blocks_of, quote, whole_block
from bookcub.people.models import User
from bookcub.works.models import Chapter
from tests.browsing import Client

TEXT = (
    "<p>The tide went out further than the map allowed. Nobody had told the cockles.</p>"
    "<p>🐻🐻 The bear 👩‍👩‍👧 slept through it. So did Mrs Coe.</p>"
    "<p>On the morning it stopped, both hands pointed at the door.</p>"
    "<p>She laughed aloud. The lamp went out.</p>"
    "<p>Nothing more was heard of the goose.</p>"
)


def retell(chapter: Chapter, html: str = TEXT) -> Chapter:
    """Give a chapter another text, as its author does."""
    fresh = Chapter.objects.get(pk=chapter.pk)
    fresh.rewrite(by=None, html=html)
    return fresh


def note(  # noqa: PLR0913  # a note is all of these
    chapter: Chapter,
    by: User,
    words: str = "",
    *,
    html: str = "<p>Quite so.</p>",
    block: int = 0,
    hearers: Hearers = Hearers.SELF,
    club: Club | None = None,
    colour: str = "yellow",
) -> Comment:
    """A note on these words of a block, or on all of it."""
    chapter = Chapter.objects.get(pk=chapter.pk)
    blocks = blocks_of(chapter.html)
    here = blocks[block]
    at = here.text.index(words)
    passage = (
        quote(blocks, here.id, at, here.id, at + len(words))
        if words
        else whole_block(blocks, here.id)
    )
    return make_note(
        chapter=chapter,
        blocks=blocks,
        by=by.default_pseud,
        words=passage,
        html=html,
        colour=colour,
        hearers=Hearers.CLUB if club else hearers,
        club=club,
    )


def suggested(
    chapter: Chapter,
    by: User,
    words: str = "The sea",
    *,
    instead_of: str = "The tide",
    html: str = "",
) -> Comment:
    """Other words for these of the first block that has them."""
    chapter = Chapter.objects.get(pk=chapter.pk)
    blocks = blocks_of(chapter.html)
    here = next(block for block in blocks if instead_of in block.text)
    at = here.text.index(instead_of)
    return suggest(
        chapter=chapter,
        blocks=blocks,
        by=by.default_pseud,
        passage=quote(blocks, here.id, at, here.id, at + len(instead_of)),
        words=words,
        html=html,
        colour="yellow",
    )


def address(chapter: Chapter, page: str = "") -> str:
    return f"/works/{chapter.work_id}/chapters/{chapter.pk}/notes{page}"


def margin(client: Client, chapter: Chapter, query: str = "") -> str:
    """What the reader's page puts into its margin."""
    answer = client.get(f"{address(chapter)}?part=true{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def ids(chapter: Chapter) -> list[str]:
    return [block.id for block in blocks_of(Chapter.objects.get(pk=chapter.pk).html)]


def sent(user: User, **changed: Any) -> dict[str, Any]:
    """A filled form."""
    form = {
        "as_member": "yes",
        "pseud": user.default_pseud.pk,
        "colour": "yellow",
        "to": "self",
        "text": "Quite so.",
    }
    return form | changed
