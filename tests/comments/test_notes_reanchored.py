"""What becomes of notes when the author saves another text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bookcub.comments.models import Anchoring, Comment, Hearers, Passage
from bookcub.core.text import Block
from bookcub.people.models import User
from bookcub.reading.models import ChapterProgress
from bookcub.works import text_hooks
from bookcub.works.models import Chapter
from tests.browsing import Client
from tests.comments.noting import TEXT, ids, margin, note, retell
from tests.making import make_club

pytestmark = pytest.mark.both


@pytest.fixture
def told(chapter: Chapter) -> Chapter:
    return retell(chapter)


def of(comment: Comment) -> Passage:
    comment.refresh_from_db()
    return Passage.objects.get(comment=comment)


def test_a_note_goes_where_its_paragraph_goes_with_all_that_answers_it(
    told: Chapter, bo: User
) -> None:
    made = note(told, bo, "Nobody had told the cockles.")
    retell(told, "<p>A new beginning.</p><p>And another.</p>" + TEXT)

    passage = of(made)

    assert (made.place_index, passage.anchoring) == (2, Anchoring.EXACT)
    assert passage.start_block_id == ids(told)[2] == made.block_id


def test_answers_move_with_their_note(told: Chapter, bo: User, client: Client) -> None:
    made = note(told, bo, "Nobody had told the cockles.")
    client.force_login(bo)
    client.post(f"/comments/{made.pk}/reply", {"text": "Poor them.", "pseud": bo.default_pseud.pk})

    retell(told, "<p>A new beginning.</p>" + TEXT)

    assert {one.place_index for one in Comment.objects.all()} == {1}


def test_a_mended_sentence_keeps_its_note_and_says_so(
    client: Client, told: Chapter, bo: User
) -> None:
    made = note(told, bo, "Nobody had told the cockles.")
    retell(told, TEXT.replace("Nobody had told", "Nobody had ever told"))
    client.force_login(bo)

    passage = of(made)

    assert (passage.anchoring, passage.exact) == (
        Anchoring.EDITED,
        "Nobody had ever told the cockles.",
    )
    assert passage.first_exact == "Nobody had told the cockles."
    page = margin(client, told)
    assert passage.first_exact in page
    retell(told, "<p>Before.</p>" + TEXT.replace("Nobody had told", "Nobody had ever told"))
    assert of(made).anchoring == Anchoring.EDITED
    retell(told, TEXT)
    assert of(made).anchoring == Anchoring.EXACT


def test_an_orphan_keeps_its_old_sentence_and_stands_at_the_end(
    client: Client, told: Chapter, bo: User
) -> None:
    made = note(told, bo, "Nobody had told the cockles.", html="<p>Poor cockles.</p>")
    retell(told, TEXT.replace(" Nobody had told the cockles.", ""))
    client.force_login(bo)

    passage = of(made)

    assert (passage.anchoring, passage.exact) == (Anchoring.ORPHAN, "Nobody had told the cockles.")
    page = margin(client, told)
    assert "Nobody had told the cockles." in page
    assert page.index("data-orphans") < page.index("Poor cockles.")
    assert "data-colour" not in page


def test_a_note_comes_home_when_an_old_revision_is_restored(
    told: Chapter, ada: User, bo: User
) -> None:
    made = note(told, bo, "Nobody had told the cockles.")
    retell(told, TEXT.replace(" Nobody had told the cockles.", ""))
    assert of(made).is_orphan

    chapter = Chapter.objects.get(pk=told.pk)
    chapter.restore(chapter.revisions.get(number=2), by=ada.default_pseud)

    assert of(made).anchoring == Anchoring.EXACT
    assert made.place_index == 0


def test_a_note_never_goes_to_the_sentence_that_looks_like_its_own(told: Chapter, bo: User) -> None:
    alike = TEXT.replace("She laughed aloud.", "She laughed aloud. She laughed aloud. ")
    retell(told, alike)
    made = note(told, bo, "She laughed aloud.", block=3)

    retell(told, TEXT)

    assert of(made).is_orphan


def test_an_orphan_is_heard_no_earlier_than_its_passage_was(
    client: Client, told: Chapter, cy: User, di: User
) -> None:
    made = note(
        told, cy, "She laughed aloud.", html="<p>It was her!</p>", block=3, club=make_club(cy, di)
    )
    ChapterProgress.objects.create(
        user=di, chapter=told, furthest_index=2, furthest_block_id=ids(told)[2]
    )
    client.force_login(di)
    more = "".join(f"<p>Paragraph {number} is new here.</p>" for number in "abcdefgh")

    retell(told, more + TEXT.replace("She laughed aloud. ", ""))

    assert of(made).is_orphan
    assert made.place_index == 11
    assert "It was her!" not in margin(client, told)


def test_a_shorter_text_leaves_no_note_out_of_everybodys_reach(told: Chapter, bo: User) -> None:
    made = note(told, bo, block=4)

    retell(told, "<p>The end came sooner than anybody thought.</p>")

    assert of(made).is_orphan
    assert made.place_index == 0


def test_a_note_on_a_paragraph_is_on_what_was_added_to_it_too(told: Chapter, bo: User) -> None:
    made = note(told, bo, block=2)

    retell(told, TEXT.replace("pointed at the door.", "pointed at the door. It was open."))

    passage = of(made)
    assert passage.is_whole_block
    assert passage.exact.endswith("pointed at the door. It was open.")


def test_a_moved_paragraph_takes_its_notes_along(told: Chapter, bo: User) -> None:
    made = note(told, bo, "both hands pointed at the door", block=2)
    hands = "<p>On the morning it stopped, both hands pointed at the door.</p>"

    retell(told, TEXT.replace(hands, "") + hands)

    assert made.pk
    assert of(made).exact == "both hands pointed at the door"
    assert made.place_index == 4


def test_a_save_that_fails_moves_no_note(told: Chapter, bo: User) -> None:
    made = note(told, bo, "Nobody had told the cockles.")

    def fail(*, chapter: Chapter, before: Sequence[Block]) -> None:
        raise RuntimeError("the lamp went out")

    text_hooks.TEXT_HOOKS.register(fail, name="test", owner="tests")
    try:
        with pytest.raises(RuntimeError):
            retell(told, "<p>A new beginning.</p>" + TEXT)
    finally:
        text_hooks.TEXT_HOOKS.forget("test")

    assert of(made).reanchored_at == Passage.objects.get().reanchored_at
    assert made.place_index == 0


def test_everybodys_notes_follow_at_once(told: Chapter, ada: User, bo: User, cy: User) -> None:
    club = make_club(cy, bo)
    made = [
        note(told, bo, "bear", block=1),
        note(told, cy, "bear", block=1, club=club),
        note(told, ada, "bear", block=1, hearers=Hearers.EVERYONE),
    ]

    retell(told, TEXT.replace("🐻🐻 The bear", "🐻🐻🐻 There the bear"))

    assert {of(one).exact for one in made} == {"bear"}
    assert {of(one).start_offset for one in made} == {14}
