"""Answering, changing, taking back, bringing back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from bookcub.comments import actions
from bookcub.comments.actions.comments import changed_characters
from bookcub.comments.models import Comment, Hearers
from bookcub.comments.periodic_jobs import forget_addresses, forget_deleted_comments
from bookcub.people.models import User
from bookcub.works.models import Work
from tests.browsing import Client, asks_for, words_of
from tests.comments.noting import note
from tests.comments.talking import GUEST, a_comment, as_member, post
from tests.making import make_club, make_read
from tests.refused import told


def reply(client: Client, to: Comment, text: str = "Indeed.", **data: str) -> int:
    return client.post(f"/comments/{to.pk}/reply", {"text": text, **data}).status_code


def edit(client: Client, comment: Comment, by: User, text: str) -> int:
    data = {"text": text, **as_member(by)}
    return client.post(f"/comments/{comment.pk}/edit", data).status_code


def count_of(work: Work) -> int:
    work.refresh_from_db()
    return work.comment_count


def test_an_answer_stands_under_what_it_answers(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    root = a_comment(work, bo)
    client.force_login(cy)

    assert client.get(f"/comments/{root.pk}/reply").status_code == 200
    assert reply(client, root, **as_member(cy)) == 302

    answer = Comment.objects.get(parent=root)
    assert (answer.thread, answer.depth, answer.chapter) == (root, 1, root.chapter)
    assert answer.path > root.path
    assert count_of(work) == 2


def test_htmx_gets_the_answer_in_place_of_the_box(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    root = a_comment(work, bo)
    client.force_login(cy)
    htmx = {"HX-Request": "true"}

    box = client.get(f"/comments/{root.pk}/reply", headers=htmx).content.decode()
    data = {"text": "Indeed.", **as_member(cy)}
    answer = client.post(f"/comments/{root.pk}/reply", data, headers=htmx).content.decode()

    assert "<html" not in box
    assert "<textarea" in box
    assert "Indeed." in answer
    assert f'data-kept-done="comment-reply-{root.pk}"' in answer
    closed = client.get(f"/comments/{root.pk}/reply?part=closed", headers=htmx)
    assert closed.content == b""


def test_a_reply_is_called_a_reply_when_it_is_posted_changed_and_taken_back(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    root = a_comment(work, bo)
    client.force_login(cy)

    data = {"text": "Indeed.", **as_member(cy)}
    posted = client.post(f"/comments/{root.pk}/reply", data, follow=True)
    answer = Comment.objects.get(parent=root)
    empty = client.post(f"/comments/{root.pk}/reply", {**data, "text": ""}).content.decode()
    data["text"] = "Indeed not."
    changed = client.post(f"/comments/{answer.pk}/edit", data, follow=True)
    gone = client.post(f"/comments/{answer.pk}/delete", follow=True)

    assert said_on_top(posted) == ["Your reply is posted."]
    assert "Your reply has not been sent yet" in words_of(empty)
    assert said_on_top(changed) == ["Your reply is changed."]
    assert said_on_top(gone) == ["The reply is in your trash for a day."]


@pytest.mark.parametrize(
    ("hearers", "words"),
    [
        (Hearers.SELF, "Your reply is saved. Only you can see it."),
        (Hearers.CLUB, "Your reply is posted for Weir Readers."),
        (Hearers.EVERYONE, "Your reply is posted."),
    ],
)
def test_a_reply_to_a_note_says_who_hears_it(
    client: Client, work: Work, cy: User, hearers: Hearers, words: str
) -> None:
    club = make_club(cy) if hearers == Hearers.CLUB else None
    chapter = work.chapters.get()
    if club is not None:
        make_read(club, work=work)
    made = note(chapter, cy, hearers=hearers, club=club)
    client.force_login(cy)

    data = {"text": "Indeed.", **as_member(cy)}
    posted = client.post(f"/comments/{made.pk}/reply", data, follow=True)

    assert said_on_top(posted) == [words]


def said_on_top(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_guests_answer_unless_the_writer_does_not_want_it(
    client: Client, work: Work, bo: User
) -> None:
    first, second = a_comment(work, bo), a_comment(work, bo, "Another")

    assert reply(client, first, **GUEST) == 302
    bo.preferences.guest_replies = False
    bo.preferences.save()
    assert reply(client, second, **GUEST) == 403


def test_nobody_answers_what_waits_or_is_gone(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    work.moderates_comments = True
    work.save()
    waiting = a_comment(work, bo)
    client.force_login(cy)
    assert reply(client, waiting, **as_member(cy)) == 404  # they cannot even see it
    client.force_login(bo)
    assert reply(client, waiting, **as_member(bo)) == 403


def test_one_changes_ones_words_and_it_shows(client: Client, work: Work, bo: User) -> None:
    comment = a_comment(work, bo)
    client.force_login(bo)

    assert edit(client, comment, bo, "Mussels!") == 302

    comment.refresh_from_db()
    assert comment.html == "<p>Mussels!</p>"
    assert "edited" in client.get(comment.get_absolute_url()).content.decode()


def test_a_change_leads_back_to_where_one_was(client: Client, work: Work, bo: User) -> None:
    comment, here = a_comment(work, bo), f"/works/{work.pk}/comments?page=1"
    client.force_login(bo)
    assert quote(here) in client.get(here).content.decode()

    data = {"text": "Mussels!", "next": here, **as_member(bo)}
    changed = client.post(f"/comments/{comment.pk}/edit", data)

    assert changed["Location"] == f"{here}#{comment.anchor}"
    deleted = client.post(f"/comments/{comment.pk}/delete", {"next": here})
    assert deleted["Location"] == f"{here}#comments_placeholder"


def test_who_deletes_a_comment_on_its_own_page_is_led_to_one_that_is_there(
    client: Client, work: Work, bo: User
) -> None:
    comment = a_comment(work, bo)
    page = comment.get_absolute_url()
    client.force_login(bo)
    link = LexborHTMLParser(client.get(page).content).css_first(f"a[href^='{page}/delete']")
    assert link is not None

    asking = LexborHTMLParser(client.get(str(link.attributes["href"])).content)
    back = asking.css_first("input[name=next]")
    assert back is not None
    done = client.post(f"{page}/delete", {"next": str(back.attributes["value"])}, follow=True)

    assert done.status_code == 200


def test_htmx_changes_a_comment_where_it_stands(client: Client, work: Work, bo: User) -> None:
    comment = a_comment(work, bo)
    htmx = {"HX-Request": "true", "HX-Target": comment.anchor}
    client.force_login(bo)

    box = client.get(f"/comments/{comment.pk}/edit", headers=htmx).content.decode()
    wrong = client.post(f"/comments/{comment.pk}/edit", {"text": "", **as_member(bo)}, headers=htmx)
    done = client.post(
        f"/comments/{comment.pk}/edit", {"text": "Mussels!", **as_member(bo)}, headers=htmx
    )

    assert "<html" not in box
    assert "Cockles!" in box
    # The comment stays, and the box comes back beneath it.
    assert wrong.status_code == 422
    assert wrong["HX-Retarget"] == "closest .comment-reply"
    shown = LexborHTMLParser(done.content).css_first(f"#{comment.anchor}[autofocus]")
    assert shown is not None
    assert "Mussels!" in shown.text()


def test_htmx_deletes_a_comment_where_it_stands_and_brings_it_back_there(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    comment = a_comment(work, bo)
    a_comment(work, cy, to=comment)
    htmx = {"HX-Request": "true", "HX-Target": comment.anchor}
    client.force_login(bo)

    gone = client.post(f"/comments/{comment.pk}/delete", headers=htmx)
    place = LexborHTMLParser(gone.content).css_first(f"li#{comment.anchor}[autofocus]")
    undo = f"/comments/{comment.pk}/restoration"

    assert place is not None
    assert place.css_first(f"form[hx-post='{undo}']") is not None
    assert "The comment is deleted" in place.text()
    assert "Cockles!" not in place.text()
    back = client.post(undo, headers=htmx)
    shown = LexborHTMLParser(back.content).css_first(f"li#{comment.anchor}[autofocus]")
    assert shown is not None
    assert "Your comment is back." in shown.text()
    assert "Cockles!" in shown.text()
    number = LexborHTMLParser(back.content).css_first("[data-fills]")
    assert number is not None
    assert number.text() == str(count_of(work))


def test_what_a_host_deletes_in_place_comes_back_from_the_trash_of_the_hosts(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    club = make_club(cy, bo)
    comment = actions.say(
        work=work, by=bo.default_pseud, html="<p>Hm.</p>", hearers=Hearers.CLUB, club=club
    )
    client.force_login(cy)

    gone = client.post(f"/comments/{comment.pk}/delete", headers={"HX-Request": "true"})

    form = LexborHTMLParser(gone.content).css_first("form")
    assert form is not None
    assert "hx-post" not in form.attributes
    assert client.post(str(form.attributes["action"])).status_code == 302
    comment.refresh_from_db()
    assert comment.html == "<p>Hm.</p>"


def test_the_box_holds_what_was_said(client: Client, work: Work, bo: User) -> None:
    comment = actions.say(
        work=work,
        chapter=work.chapters.get(),
        by=bo.default_pseud,
        html='<p><a href="https://example.org" rel="nofollow ugc noopener">here</a></p>',
    )
    client.force_login(bo)

    form = client.get(f"/comments/{comment.pk}/edit").context["form"]

    assert form["text"].value() == '<p><a href="https://example.org">here</a></p>'


@pytest.mark.parametrize(
    "typed",
    [
        "One & two < three.\n\nAnd *slanted*,\nthen **loud**.",
        "It is ||the weir|| that breaks.",
        "No *star",
    ],
)
def test_the_box_holds_what_was_typed(client: Client, work: Work, bo: User, typed: str) -> None:
    client.force_login(bo)
    post(client, work, typed, **as_member(bo))
    comment = Comment.objects.get()

    assert client.get(f"/comments/{comment.pk}/edit").context["form"]["text"].value() == typed


def test_nobody_else_changes_ones_words(
    client: Client, work: Work, ada: User, bo: User, cy: User, mo: User
) -> None:
    comment = a_comment(work, bo)

    for person in (ada, cy, mo):
        client.force_login(person)
        assert edit(client, comment, person, "Mussels!") == 403
    client.logout()
    assert client.get(f"/comments/{comment.pk}/edit").status_code == 302


def test_what_is_answered_or_frozen_stays_as_it_is(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    answered, frozen = a_comment(work, bo), a_comment(work, bo, "Frozen")
    answer = a_comment(work, cy, to=answered)
    actions.freeze(comment=frozen)
    client.force_login(bo)

    assert edit(client, answered, bo, "Mussels!") == 403
    assert edit(client, frozen, bo, "Mussels!") == 403
    actions.delete(comment=answer, by=cy)
    assert edit(client, answered, bo, "Mussels!") == 302


@pytest.mark.parametrize(("text", "waits"), [("Cockles?", False), ("Something else", True)])
def test_a_moderated_work_looks_at_larger_changes_again(
    client: Client, work: Work, ada: User, bo: User, text: str, *, waits: bool
) -> None:
    comment = a_comment(work, bo)
    work.moderates_comments = True
    work.save()
    client.force_login(bo)

    edit(client, comment, bo, text)

    comment.refresh_from_db()
    assert comment.is_approved is not waits
    assert count_of(work) == (0 if waits else 1)


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [("", "", 0), ("same", "same", 0), ("abc", "abXc", 1), ("aa", "aaa", 1), ("abc", "xyz", 3)],
)
def test_changed_characters_are_those_between_what_is_shared(
    before: str, after: str, changed: int
) -> None:
    assert changed_characters(before, after) == changed
    assert changed_characters(after, before) == changed


def test_deleting_asks_first_and_can_be_undone(client: Client, work: Work, bo: User) -> None:
    comment = a_comment(work, bo)
    client.force_login(bo)

    asked = client.get(f"/comments/{comment.pk}/delete")
    assert asks_for(asked) == {f"/comments/{comment.pk}/delete"}
    assert "Cockles!" in asked.content.decode()
    assert count_of(work) == 1
    page = client.post(f"/comments/{comment.pk}/delete", follow=True).content.decode()
    assert f'action="/comments/{comment.pk}/restoration"' in page
    assert "Cockles!" not in page
    assert count_of(work) == 0
    assert client.post(f"/comments/{comment.pk}/restoration").status_code == 302
    assert count_of(work) == 1
    comment.refresh_from_db()
    assert comment.html == "<p>Cockles!</p>"


def test_an_answered_comment_leaves_its_place_without_its_words(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    root = a_comment(work, bo, "My secret")
    a_comment(work, cy, "The answer", to=root)

    actions.delete(comment=root, by=bo)

    page = client.get(f"/works/{work.pk}/comments").content.decode()
    assert f'id="comment_{root.pk}"' in page
    assert "The answer" in page
    assert "My secret" not in page
    assert "Bo" not in words_of(page).split()
    assert Comment.objects.get(pk=root.pk).html == ""
    assert count_of(work) == 1


def test_a_place_goes_with_its_last_answer(client: Client, work: Work, bo: User, cy: User) -> None:
    root = a_comment(work, bo)
    answer = a_comment(work, cy, to=root)
    actions.delete(comment=root, by=bo)
    actions.delete(comment=answer, by=cy)

    page = client.get(f"/works/{work.pk}/comments").content.decode()

    assert "(Previous comment deleted.)" not in page
    assert client.get(root.get_absolute_url()).status_code == 404


def test_only_the_one_who_deleted_brings_back_and_only_for_a_day(
    client: Client, work: Work, ada: User, bo: User
) -> None:
    comment = a_comment(work, bo)
    actions.delete(comment=comment, by=ada)

    client.force_login(bo)
    assert client.post(f"/comments/{comment.pk}/restoration").status_code == 404
    client.force_login(ada)
    Comment.objects.update(deleted_at=timezone.now() - timedelta(days=2))
    assert client.post(f"/comments/{comment.pk}/restoration").status_code == 403


def test_what_was_said_again_meanwhile_stays_deleted(client: Client, work: Work, bo: User) -> None:
    comment = a_comment(work, bo)
    actions.delete(comment=comment, by=bo)
    a_comment(work, bo)
    client.force_login(bo)

    page = client.post(f"/comments/{comment.pk}/restoration", follow=True)

    assert told(page) == ["warning"]
    assert count_of(work) == 1


def test_after_a_day_nothing_is_left_of_deleted_words(work: Work, bo: User, cy: User) -> None:
    root, leaf = a_comment(work, bo, "Root"), a_comment(work, bo, "Leaf")
    a_comment(work, cy, to=root)
    for comment in (root, leaf):
        actions.delete(comment=comment, by=bo)
    Comment.objects.update(language="da")
    forget_deleted_comments()
    assert Comment.objects.count() == 3

    Comment.objects.filter(deleted_at__isnull=False).update(
        deleted_at=timezone.now() - timedelta(days=2)
    )
    forget_deleted_comments()

    assert not Comment.objects.filter(pk=leaf.pk).exists()
    root.refresh_from_db()
    assert (root.removed_html, root.html, root.pseud, root.language) == ("", "", None, "")


def test_addresses_are_kept_for_a_day(client: Client, work: Work) -> None:
    client.post(f"/works/{work.pk}/comments", {"text": "Hello", **GUEST})
    forget_addresses()
    assert Comment.objects.get().guest_key

    Comment.objects.update(posted_at=timezone.now() - timedelta(days=2))
    forget_addresses()

    assert not Comment.objects.get().guest_key


def test_a_strangers_comment_is_not_theirs_to_delete(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    comment = a_comment(work, bo)
    client.force_login(cy)

    assert client.post(f"/comments/{comment.pk}/delete").status_code == 403
    client.logout()
    assert client.post(f"/comments/{comment.pk}/delete").status_code == 302
    assert count_of(work) == 1


def test_deleting_and_undoing_lead_back_to_the_place_in_the_list(
    client: Client, work: Work, bo: User
) -> None:
    first, second, third = (a_comment(work, bo, words) for words in ("One", "Two", "Three"))
    reply = a_comment(work, bo, to=first)
    client.force_login(bo)
    page = f"/works/{work.pk}/comments?order=oldest&page=1"

    def deleted(comment: Comment, order: str = "") -> str:
        cookies = {"bookcub_order": order} if order else {}
        client.cookies.load(cookies)
        answer = client.post(f"/comments/{comment.pk}/delete", {"next": page})
        return str(answer.headers["Location"])

    assert deleted(second) == f"{page}#{third.anchor}"
    undo = client.get(page).content.decode().split("/restoration?", 1)[1].split('"', 1)[0]
    back = client.post(f"/comments/{second.pk}/restoration?{undo}").headers["Location"]
    assert back == f"{page}#{second.anchor}"
    assert deleted(second, order="newest") == f"{page}#{first.anchor}"
    assert deleted(third, order="oldest") == f"{page}#{first.anchor}"
    assert deleted(reply) == f"{page}#{first.anchor}"

    reader = work.chapters.get().get_absolute_url()
    answer = client.post(f"/comments/{first.pk}/delete", {"next": reader})
    assert answer.headers["Location"] == f"{reader}#comments_placeholder"
