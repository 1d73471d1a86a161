"""A draft of one chapter: the form it was begun in, until it is posted or has a second chapter."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bookcub.people.models import User
from bookcub.works.actions import add_chapter
from bookcub.works.models import Chapter, Work, WorkingCopy
from tests.browsing import Client, words_of

KEY = "new-work-0123456789"
STORY = "<p>The tide went out further than the map allowed.</p><p>Nobody told the cockles.</p>"
UNTAGGED = {"rating": "teen", "language": "en", "visibility": "everyone", "may_comment": "members"}
TAGGED = {**UNTAGGED, "fandom": "Original Work", "warnings": ["none_apply"]}


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def form_of(chapter: Chapter) -> str:
    return f"/works/{chapter.work_id}/chapters/{chapter.pk}/draft"


def keep(client: Client, key: str, **typed: object) -> None:
    sent: dict[str, Any] = {"form_key": key, "window": "here", "version": 0, **typed}
    assert client.post("/works/copies", sent).status_code == 200


def test_a_first_save_leads_to_the_form_it_was_typed_into(desk: Client) -> None:
    answer = desk.post(f"/works/new?copy={KEY}", {**UNTAGGED, "text": STORY}, follow=True)

    page = answer.content.decode()
    (title,) = re.findall(r'<input[^>]*name="title"[^>]*>', page)
    assert 'placeholder="Title"' in title
    assert {'name="fandom"', 'name="rating"', 'name="warnings"', 'name="chapter_title"'} == {
        name
        for name in ('name="fandom"', 'name="rating"', 'name="warnings"', 'name="chapter_title"')
        if name in page
    }
    assert "Nobody told the cockles." in page


def test_one_save_keeps_the_work_and_its_chapter(desk: Client, chapter: Chapter) -> None:
    sent = {**TAGGED, "title": "The Sluice", "chapter_title": "Ebb", "text": "<p>It rained.</p>"}

    answer = desk.post(form_of(chapter), sent, follow=True)

    work = Work.objects.get()
    chapter.refresh_from_db()
    assert (work.title, work.rating, chapter.title) == ("The Sluice", "teen", "Ebb")
    assert "It rained." in chapter.html
    assert not work.is_posted
    assert answer.request["PATH_INFO"] == form_of(chapter)


def test_posting_there_posts(desk: Client, chapter: Chapter) -> None:
    sent = {**TAGGED, "title": "The Sluice", "text": STORY, "do": "post"}

    answer = desk.post(form_of(chapter), sent)

    work = Work.objects.get()
    assert work.is_posted
    assert answer["Location"] == work.get_absolute_url()


def test_what_is_missing_is_named_beside_its_field_in_the_same_form(
    desk: Client, chapter: Chapter
) -> None:
    answer = desk.post(form_of(chapter), {**UNTAGGED, "text": STORY, "do": "post"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert {"title", "fandom", "warnings"} <= set(answer.context["form"].errors)
    assert 'href="#id_title"' in page
    assert 'id="id_title"' in page
    assert (
        WorkingCopy.objects.get().address == f"/works/{chapter.work_id}/chapters/{chapter.pk}/edit"
    )


def test_a_draft_is_read_as_its_readers_will_from_its_pages_and_from_the_list(
    desk: Client, chapter: Chapter, ada: User
) -> None:
    address = f"/works/{chapter.work_id}/chapters/{chapter.pk}"
    alone = (form_of(chapter), f"/works/{chapter.work_id}/chapters/manage", "/works/drafts")
    for page in alone:
        assert _reads(desk, page, address)
    add_chapter(work=chapter.work, by=ada.default_pseud, html=STORY)
    for page in (f"{address}/edit", *alone[1:]):
        assert _reads(desk, page, address)

    assert "Nobody told the cockles." in desk.get(address).content.decode()


def _reads(client: Client, page: str, address: str) -> bool:
    links = re.findall(r"<a[^>]*>.*?</a>", client.get(page).content.decode(), re.DOTALL)
    return any(f'href="{address}"' in link and "Read it" in words_of(link) for link in links)


def test_the_preview_shows_what_is_typed_of_both(desk: Client, chapter: Chapter) -> None:
    sent = {**TAGGED, "title": "The Sluice", "text": STORY, "do": "preview"}

    page = words_of(desk.post(form_of(chapter), sent).content.decode())

    assert "The Sluice" in page
    assert "Original Work" in page


def test_a_second_chapter_gives_each_its_own_form_and_what_was_typed(
    desk: Client, chapter: Chapter, ada: User
) -> None:
    keep(
        desk,
        f"draft-{chapter.pk}",
        title="The Sluice",
        chapter_title="Ebb",
        text="<p>Typed only.</p>",
    )
    add_chapter(work=chapter.work, by=ada.default_pseud, html=STORY)

    answer = desk.get(form_of(chapter), follow=True)

    assert answer.request["PATH_INFO"] == f"/works/{chapter.work_id}/chapters/{chapter.pk}/edit"
    page = answer.content.decode()
    assert "Typed only." in page
    assert 'value="Ebb"' in page
    assert 'value="The Sluice"' in desk.get(f"/works/{chapter.work_id}/edit").content.decode()
    assert not WorkingCopy.objects.filter(form_key__startswith="draft-").exists()


def test_what_a_window_opened_before_sends_is_saved_after_posting_too(
    desk: Client, chapter: Chapter, ada: User
) -> None:
    chapter.work.rating = "teen"
    chapter.post(by=ada)

    desk.post(form_of(chapter), {**TAGGED, "title": "The Sluice", "text": f"{STORY}<p>More.</p>"})

    chapter.refresh_from_db()
    assert "More." in chapter.html
    assert Work.objects.get().title == "The Sluice"


def test_a_version_saved_meanwhile_is_told_once(desk: Client, chapter: Chapter, ada: User) -> None:
    chapter.rewrite(by=ada.default_pseud, html="<p>Hers.</p>")
    sent = {**TAGGED, "title": "The Sluice", "text": STORY, "base": "1"}

    answer = desk.post(form_of(chapter), sent)

    assert answer.status_code == 422
    assert "was saved after you opened this page" in answer.content.decode()
    chapter.refresh_from_db()
    assert "Hers." in chapter.html
    desk.post(form_of(chapter), {**sent, "base": "2"})
    chapter.refresh_from_db()
    assert "cockles" in chapter.html


def test_notes_of_the_chapters_own_are_written_in_its_own_form(
    desk: Client, chapter: Chapter
) -> None:
    Chapter.objects.update(notes="<p>For Bo.</p>")

    answer = desk.get(form_of(chapter), follow=True)

    assert answer.request["PATH_INFO"].endswith("/edit")
    assert "For Bo." in answer.content.decode()


def test_a_chapters_own_unsaved_copy_is_still_found(desk: Client, chapter: Chapter) -> None:
    keep(desk, f"chapter-{chapter.pk}", title="Ebb", text="<p>Typed only.</p>")

    answer = desk.get(f"/works/{chapter.work_id}/chapters/{chapter.pk}/edit")

    assert "Typed only." in answer.content.decode()
