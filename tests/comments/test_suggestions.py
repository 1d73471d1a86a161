"""Whom a draft is shown to suggests other words; its authors alone hear of it, and accept or decline."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from bookcub.comments.actions import AlreadySaidError
from bookcub.comments.actions.suggestions import accept_suggestion, decline_suggestion
from bookcub.comments.models import Comment, Hearers, SuggestedWords
from bookcub.core.text import blocks_of
from bookcub.people.models import User
from bookcub.works.actions import add_chapter
from bookcub.works.actions.draft_readers import show_draft
from bookcub.works.actions.trash import discard_chapter
from bookcub.works.models import Chapter, DraftReader, Revision, Work
from tests.browsing import Client
from tests.comments.noting import TEXT, address, ids, note, retell, sent, suggested
from tests.making import make_work
from tests.refused import refused, refuses

pytestmark = pytest.mark.both


@pytest.fixture
def draft(ada: User, bo: User, cy: User) -> Chapter:
    """The chapter of Ada's draft, which she shows to Bo and to Cy."""
    work = make_work(ada, posted=False, title="The Weir")
    show_draft(work=work, to=[bo, cy], by=ada)
    return retell(work.chapters.get())


def text_of(chapter: Chapter) -> str:
    return "\n".join(block.text for block in blocks_of(Chapter.objects.get(pk=chapter.pk).html))


def seen_by(user: User | AnonymousUser) -> set[int]:
    return set(Comment.objects.visible_to(user).values_list("pk", flat=True))


def words_for(bo: User, chapter: Chapter, **changed: Any) -> dict[str, Any]:
    """A filled form with which Bo changes one word of the third paragraph."""
    instead = "On the morning it stopped, both hands pointed at the window."
    form = {"block": ids(chapter)[2], "to": "authors", "text": "", "instead": instead}
    return sent(bo, **(form | changed))


def test_a_reader_suggests_words_and_the_author_accepts_them_with_a_press(
    client: Client, draft: Chapter, ada: User, bo: User
) -> None:
    client.force_login(bo)
    form = client.get(address(draft, f"/new?block={ids(draft)[2]}&wish=words")).content.decode()
    assert "pointed at the door.</textarea>" in form
    assert client.post(address(draft, "/new"), words_for(bo, draft)).status_code == 302

    made = SuggestedWords.objects.get()
    assert (made.comment.passage.exact, made.words) == ("door.", "window.")
    client.force_login(ada)
    margin = client.get(address(draft)).content.decode()
    assert "window." in margin
    answer = client.post(f"/comments/{made.comment_id}/suggestion/acceptance")

    assert answer.status_code == 302
    assert "pointed at the window." in text_of(draft)
    newest = Revision.objects.filter(chapter=draft).order_by("-number")[0]
    assert newest.saved_by == ada.default_pseud
    made.refresh_from_db()
    assert made.is_accepted
    assert made.answered_by == ada


def test_the_author_declines_and_the_text_stays(draft: Chapter, ada: User, bo: User) -> None:
    made = suggested(draft, bo).suggestion
    before = text_of(draft)

    decline_suggestion(suggestion=made, by=ada)

    assert text_of(draft) == before
    with refuses("answered"):
        accept_suggestion(suggestion=made, by=ada.default_pseud)


@pytest.mark.parametrize(
    ("words", "instead_of"),
    [("Slack water came at noon.", "The tide went out."), ("Slack water", "The tide")],
    ids=["all of a paragraph", "some words"],
)
def test_the_note_of_an_accepted_suggestion_stays_with_the_new_words(
    client: Client, draft: Chapter, ada: User, bo: User, words: str, instead_of: str
) -> None:
    retell(draft, "<p>The tide went out.</p><p>Both hands pointed at the door.</p>")
    made = suggested(draft, bo, words, instead_of=instead_of)

    accept_suggestion(suggestion=made.suggestion, by=ada.default_pseud)

    client.force_login(bo)
    notes = client.get(address(draft)).context["notes"]
    assert not notes.orphans
    (shown,) = [shown for group in notes.groups for shown in group.notes]
    block = blocks_of(Chapter.objects.get(pk=draft.pk).html)[0]
    passage = shown.passage
    assert block.text[passage.start_offset : passage.end_offset] == made.suggestion.words


def test_words_that_were_not_changed_and_nothing_said_are_no_suggestion(
    client: Client, draft: Chapter, bo: User
) -> None:
    client.force_login(bo)
    whole = blocks_of(draft.html)[2].text

    answer = client.post(address(draft, "/new"), words_for(bo, draft, instead=whole))

    assert refused(answer) == {"instead unchanged"}
    assert not Comment.objects.exists()


def test_a_note_on_a_draft_asks_for_no_other_words_until_that_is_what_one_chose(
    client: Client, draft: Chapter, bo: User
) -> None:
    client.force_login(bo)

    plain = client.get(address(draft, f"/new?block={ids(draft)[2]}")).context["form"]
    wished = client.get(address(draft, f"/new?block={ids(draft)[2]}&wish=words")).context["form"]

    assert "instead" not in plain.fields
    assert "instead" in wished.fields


def test_only_the_authors_and_the_writer_see_a_suggestion(
    client: Client, draft: Chapter, ada: User, bo: User, cy: User, mo: User
) -> None:
    made = suggested(draft, bo)

    for each in (ada, bo):
        assert seen_by(each) == {made.pk}
    for other in (cy, mo, AnonymousUser()):
        assert seen_by(other) == set()
    for other in (cy, mo, bo):
        client.force_login(other)
        answer = client.post(f"/comments/{made.pk}/suggestion/acceptance")
        assert answer.status_code == (403 if other == bo else 404)
    assert "The tide" in text_of(draft)


def test_when_it_is_posted_nobody_else_learns_of_it(
    client: Client, draft: Chapter, ada: User, bo: User, cy: User
) -> None:
    made = suggested(draft, bo, html="<p>Stronger.</p>")
    private = note(draft, bo)
    Chapter.objects.get(pk=draft.pk).post(by=ada)

    assert not DraftReader.objects.exists()
    assert seen_by(cy) == seen_by(AnonymousUser()) == set()
    assert seen_by(bo) == {made.pk, private.pk}
    assert seen_by(ada) == {made.pk}
    work = Work.objects.get(pk=draft.work_id)
    assert work.comment_count == 0
    client.force_login(cy)
    for page in (f"/works/{work.pk}", f"/works/{work.pk}/comments", address(draft)):
        shown = client.get(page).content.decode()
        assert "Stronger" not in shown
        assert "The sea" not in shown


def test_whoever_leaves_the_draft_sees_nothing_of_it_and_the_author_keeps_the_note(
    draft: Chapter, ada: User, bo: User
) -> None:
    made = suggested(draft, bo)

    DraftReader.objects.get(user=bo).delete()

    assert seen_by(bo) == set()
    assert seen_by(ada) == {made.pk}


def test_a_note_without_other_words_suggests_nothing(
    client: Client, draft: Chapter, bo: User
) -> None:
    client.force_login(bo)
    whole = blocks_of(draft.html)[2].text

    client.post(address(draft, "/new"), words_for(bo, draft, instead=whole, text="Lovely."))

    assert Comment.objects.get().hearers == Hearers.AUTHORS
    assert not SuggestedWords.objects.exists()


def test_a_suggestion_is_not_for_oneself_and_not_for_readers_of_what_is_posted(
    client: Client, draft: Chapter, ada: User, bo: User
) -> None:
    client.force_login(bo)
    first, last = ids(draft)[0], ids(draft)[2]
    alone = client.post(address(draft, "/new"), words_for(bo, draft, to="self"))
    wide = words_for(bo, draft, block=first, start=48, end_block=last, end=14)
    too_wide = client.post(address(draft, "/new"), wide)
    posted = make_work(ada, title="Posted").chapters.get()
    form = words_for(bo, draft, block=ids(posted)[0])
    outside = client.post(address(posted, "/new"), form)

    assert refused(alone) == {"to not_for_oneself"}
    assert refused(too_wide) == {"instead too_wide"}
    assert refused(outside) == {"to invalid_choice"}
    assert "pointed at the window." in alone.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (TEXT.replace("The tide went", "The tide never went"), None),
        (TEXT.replace("The tide", "The tides"), "changed"),
        ("<p>Something else is told here from now on.</p>", "gone"),
    ],
)
def test_of_a_passage_that_is_changed_or_gone_nothing_is_done(
    after: str, code: str | None, draft: Chapter, ada: User, bo: User
) -> None:
    made = suggested(draft, bo).suggestion
    retell(draft, after)
    before = text_of(draft)

    if code is None:
        accept_suggestion(suggestion=made, by=ada.default_pseud)
        assert text_of(draft) == before.replace("The tide", "The sea")
        return
    with refuses(code):
        accept_suggestion(suggestion=made, by=ada.default_pseud)

    assert text_of(draft) == before
    made.refresh_from_db()
    assert not made.is_answered


def test_the_words_of_a_deleted_account_go_where_it_wants(draft: Chapter, bo: User) -> None:
    from bookcub.comments.owned_content import DELETE, resolve_comments  # noqa: PLC0415

    suggested(draft, bo)

    resolve_comments(bo, DELETE)

    assert not SuggestedWords.objects.exists()


WORDS = st.sampled_from(
    ["The tide", "The sea", "went", "further", "out", "map", "cockles", "&", "<"]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@pytest.mark.django_db
@given(before=SENTENCES, after=SENTENCES, words=SENTENCES)
def test_whatever_became_of_the_text_only_the_very_words_are_replaced(
    before: str, after: str, words: str
) -> None:
    from django.db import transaction  # noqa: PLC0415
    from django.utils.html import escape  # noqa: PLC0415

    from tests.conftest import person  # noqa: PLC0415

    with transaction.atomic():
        ada, bo = person("Ada"), person("Bo")
        work = make_work(ada, posted=False)
        show_draft(work=work, to=[bo], by=ada)
        draft = retell(work.chapters.get(), f"<p>So: {escape(before)}. And on.</p>")
        made = suggested(draft, bo, words, instead_of=before).suggestion
        if made.comment.passage.exact.split() == made.words.split():
            transaction.set_rollback(True)
            return
        retell(draft, f"<p>So: {escape(after)}. And on.</p>")
        passage = SuggestedWords.objects.get().comment.passage
        stood = text_of(draft)
        try:
            accept_suggestion(suggestion=made, by=ada.default_pseud)
        except Exception:  # noqa: BLE001  # refused, and nothing is done
            assert text_of(draft) == stood
        else:
            start, end = passage.start_offset, passage.end_offset
            assert stood[start:end].split() == passage.first_exact.split()
            told = stood[:start] + made.words + stood[end:]
            assert "".join(text_of(draft).split()) == "".join(told.split())
        transaction.set_rollback(True)


def test_of_one_passage_two_things_can_be_suggested_and_none_of_them_twice(
    draft: Chapter, ada: User, bo: User
) -> None:
    first = suggested(draft, bo, "The sea", html="<p>Why?</p>").suggestion
    decline_suggestion(suggestion=first, by=ada)

    suggested(draft, bo, "The river", html="<p>Why?</p>")

    assert set(SuggestedWords.objects.values_list("words", flat=True)) == {"sea", "river"}
    with pytest.raises(AlreadySaidError):
        suggested(draft, bo, "The river", html="<p>Why?</p>")
    assert SuggestedWords.objects.count() == 2


def test_a_posted_chapter_is_not_emptied_by_a_suggestion(
    draft: Chapter, ada: User, bo: User
) -> None:
    retell(draft, "<p>The tide went out.</p>")
    made = suggested(draft, bo, "", instead_of="The tide went out.").suggestion
    Chapter.objects.get(pk=draft.pk).post(by=ada)

    with refuses("too_short"):
        accept_suggestion(suggestion=made, by=ada.default_pseud)

    assert text_of(draft) == "The tide went out."


def test_in_the_trash_a_chapter_takes_its_notes_along(
    client: Client, draft: Chapter, ada: User, bo: User
) -> None:
    made = suggested(draft, bo)
    add_chapter(work=draft.work, by=ada.default_pseud, html="<p>Slack water at noon.</p>")
    discard_chapter(chapter=Chapter.objects.get(pk=draft.pk), by=ada)

    assert seen_by(bo) == seen_by(ada) == set()
    client.force_login(ada)
    assert client.post(f"/comments/{made.pk}/suggestion/acceptance").status_code == 404
