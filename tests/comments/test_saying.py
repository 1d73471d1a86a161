"""Who may say something, and that what was typed is never lost."""

from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from bookcub.comments import actions
from bookcub.comments.models import Comment, Hearers
from bookcub.comments.signals import comment_posted
from bookcub.notifications.kinds.comments import quoted
from bookcub.people.models import User
from bookcub.works.choices import MayComment, Visibility
from bookcub.works.models import Work
from tests.browsing import Client
from tests.comments.talking import GUEST, a_comment, as_member, post
from tests.conftest import person
from tests.making import make_club, make_read, make_work
from tests.refused import refused


def test_a_member_says_something_and_is_led_to_it(client: Client, work: Work, bo: User) -> None:
    client.force_login(bo)

    answer = client.post(f"/works/{work.pk}/comments", {"text": "*Cockles!*", **as_member(bo)})

    comment = Comment.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/comments/{comment.pk}"
    assert comment.html == "<p><em>Cockles!</em></p>"
    assert comment.chapter == work.chapters.get()
    assert comment.thread == comment
    work.refresh_from_db()
    assert work.comment_count == 1
    page = client.get(f"/works/{work.pk}/comments").content.decode()
    assert re.search(rf'<li class="comment group"\s+id="comment_{comment.pk}">', page)
    assert '<ol class="thread">' in page
    assert "Comment Actions</h5>" in page
    assert comment.written_at
    assert "just now</time>" in page
    here = comment.written_at.astimezone(bo.preferences.zone)
    assert f'{here:%B %Y, %H:%M %Z}"' in client.get(comment.get_absolute_url()).text


def test_who_will_hear_it_stands_with_the_button_that_sends_it(
    client: Client, work: Work, ada: User, bo: User, cy: User
) -> None:
    """And where there is a choice, the choice: without a script, too."""
    Work.objects.filter(pk=work.pk).update(may_comment=MayComment.EVERYONE)
    club = make_club(bo, cy)
    read = make_read(club, work=work)
    only_members = f"Only members of {club.name} can read this."
    a_word = actions.say(
        work=work,
        chapter=None,
        by=bo.default_pseud,
        html="<p>Psst.</p>",
        hearers=Hearers.CLUB,
        club=club,
    )
    loud = a_comment(work, bo)
    talk = f"/works/{work.pk}/comments"

    def beside_the_button(address: str, person: User | None) -> str:
        if person:
            client.force_login(person)
        else:
            client.logout()
        page = client.get(address).content.decode()
        return page.split('class="say-to"')[1].split("</form>")[0]

    assert "Everyone can read this." in beside_the_button(talk, None)
    assert "Everyone can read this." in beside_the_button(talk, ada)
    assert '<select name="to"' in beside_the_button(talk, bo)
    assert "Everyone can read this." in beside_the_button(f"/comments/{loud.pk}/reply", ada)
    assert "Everyone can read this." in beside_the_button(f"/comments/{loud.pk}/edit", bo)
    assert only_members in beside_the_button(f"/comments/{a_word.pk}/reply", cy)
    assert only_members in beside_the_button(f"/comments/{a_word.pk}/edit", bo)
    assert only_members in beside_the_button(f"/clubs/{club.pk}/reads/{read.pk}/talk", cy)
    assert only_members in beside_the_button(f"/clubs/{club.pk}/talk", cy)
    chapter = work.chapters.get()
    block = re.findall(r'id="(b-[a-z0-9]+)"', chapter.html)[0]
    note = f"/works/{work.pk}/chapters/{chapter.pk}/notes/new?block={block}"
    assert '<select name="to"' in beside_the_button(note, cy)
    Work.objects.filter(pk=work.pk).update(visibility=Visibility.MEMBERS)
    assert "Everyone who may read the story can" in beside_the_button(talk, ada)


def test_a_guest_says_something_and_their_address_is_never_shown(
    client: Client, work: Work, bo: User
) -> None:
    assert post(client, work, "Hello from outside", **GUEST) == 302

    comment = Comment.objects.get()
    assert (comment.guest_name, comment.guest_email) == ("Rue", "rue@example.org")
    assert "127.0.0.1" not in comment.guest_key
    client.force_login(bo)
    page = client.get(f"/works/{work.pk}/comments").content.decode()
    assert "At most 10,000 characters" in page
    assert "Rue" in page
    assert "rue@example.org" not in page


@pytest.mark.parametrize(
    ("rule", "guest", "member"),
    [
        (MayComment.EVERYONE, 302, 302),
        (MayComment.MEMBERS, 403, 302),
        (MayComment.NOBODY, 403, 403),
    ],
)
def test_the_work_says_who_may_comment(
    client: Client, ada: User, bo: User, rule: MayComment, guest: int, member: int
) -> None:
    work = make_work(ada, may_comment=rule)

    assert post(client, work, **GUEST) == guest
    client.force_login(bo)
    assert post(client, work, "From within", **as_member(bo)) == member


def test_nobody_speaks_under_what_they_cannot_read(client: Client, ada: User, bo: User) -> None:
    draft = make_work(ada, posted=False)
    named = make_work(ada, visibility=Visibility.NAMED)
    client.force_login(bo)

    assert post(client, draft, **as_member(bo)) == 404
    assert post(client, named, **as_member(bo)) == 404
    assert client.get(f"/works/{named.pk}/comments").status_code == 404


def test_nobody_speaks_in_another_persons_name(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    client.force_login(bo)

    assert post(client, work, "I am Cy", **as_member(cy)) == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["", "   \n ", "<script>x</script>", "x" * 10_001])
def test_empty_and_endless_comments_are_refused_with_the_words_in_the_box(
    client: Client, work: Work, bo: User, text: str
) -> None:
    client.force_login(bo)

    answer = client.post(f"/works/{work.pk}/comments", {"text": text, **as_member(bo)})

    assert answer.status_code == 422
    assert not Comment.objects.exists()
    if text.startswith("x"):
        assert text in answer.content.decode()
        assert refused(answer) == {"text too_long"}


def test_a_guest_cannot_bring_pictures_or_scripts(client: Client, work: Work) -> None:
    text = (
        '<p>Look <img src="https://example.org/x.png" alt="a cockle"> <script>alert(1)</script></p>'
    )
    post(client, work, text, **GUEST)

    html = Comment.objects.get().html
    assert "<img" not in html
    assert "script" not in html


def test_a_program_that_fills_every_field_is_refused(client: Client, work: Work) -> None:
    assert post(client, work, "Buy shoes", website="https://shoes.example", **GUEST) == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "…"])
def test_a_guest_has_a_name(client: Client, work: Work, name: str) -> None:
    assert post(client, work, "Hello", name=name, email="rue@example.org") == 422


@pytest.mark.parametrize("email", ["", "not an address"])
def test_a_guest_has_an_address(client: Client, work: Work, email: str) -> None:
    assert post(client, work, "Hello", name="Rue", email=email) == 422
    assert not Comment.objects.exists()


def test_the_same_words_twice_are_refused(client: Client, work: Work, bo: User) -> None:
    client.force_login(bo)
    post(client, work, "Cockles!", **as_member(bo))

    answer = client.post(f"/works/{work.pk}/comments", {"text": "Cockles!", **as_member(bo)})

    assert answer.status_code == 422
    assert refused(answer) == {" already_said"}
    assert Comment.objects.count() == 1


def test_others_may_say_the_same_and_so_may_one_elsewhere(work: Work, bo: User, cy: User) -> None:
    first = a_comment(work, bo)
    a_comment(work, cy)
    a_comment(work, bo, to=first)

    assert Comment.objects.count() == 3


def test_a_session_that_ran_out_keeps_the_words(client: Client, work: Work, bo: User) -> None:
    words = "A long thought about the weir"

    answer = client.post(f"/works/{work.pk}/comments", {"text": words, **as_member(bo)})

    assert answer.status_code == 401
    assert words in answer.content.decode()
    assert not Comment.objects.exists()
    client.force_login(bo)
    assert words in client.get(f"/works/{work.pk}/comments").content.decode()
    post(client, work, words, **as_member(bo))
    assert words not in client.get(f"/works/{work.pk}/comments").context["form"]["text"].value()


def test_an_answer_and_an_edit_survive_a_session_that_ran_out(
    client: Client, work: Work, bo: User
) -> None:
    comment = a_comment(work, bo)

    for page in ("reply", "edit"):
        url = f"/comments/{comment.pk}/{page}"
        answer = client.post(url, {"text": f"kept {page}", **as_member(bo)})
        assert answer.status_code == 401
        client.force_login(bo)
        assert f"kept {page}" in client.get(url).content.decode()
        client.logout()


def test_htmx_gets_the_threads_with_the_new_comment(client: Client, work: Work, bo: User) -> None:
    client.force_login(bo)

    answer = client.post(
        f"/works/{work.pk}/comments",
        {"text": "Cockles!", **as_member(bo)},
        headers={"HX-Request": "true"},
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert f'id="comment_{Comment.objects.get().pk}"' in page
    assert f'data-number="work-{work.pk}">1</span>' in page
    assert f'data-kept-done="comment-work-{work.pk}-{work.chapters.get().pk}"' in page


HTMX = {"HX-Request": "true"}


def test_what_was_just_said_has_the_focus_and_is_said_aloud(
    client: Client, work: Work, bo: User
) -> None:
    client.force_login(bo)
    a_comment(work, bo, "Before")

    data = {"text": "Cockles!", **as_member(bo)}
    page = client.post(f"/works/{work.pk}/comments", data, headers=HTMX).content.decode()

    said = Comment.objects.latest("pk")
    tree = LexborHTMLParser(page)
    focused = tree.css("[autofocus]")
    assert [one.attributes["id"] for one in focused] == [said.anchor]
    assert focused[0].css_first("[data-told]")
    # A live region that comes with its words is heard by few: the page has one that stands before them.
    assert not tree.css("[role=status], [role=alert], [aria-live]")


def test_a_guest_whose_words_wait_is_told_so_in_the_focus(client: Client, ada: User) -> None:
    work = make_work(ada, may_comment=MayComment.EVERYONE, moderates_comments=True)

    answer = client.post(f"/works/{work.pk}/comments", {"text": "Mine", **GUEST}, headers=HTMX)

    assert len(LexborHTMLParser(answer.content).css("[data-told][autofocus]")) == 1


def test_a_refused_comment_comes_back_with_its_mistakes_in_the_focus(
    client: Client, work: Work, bo: User
) -> None:
    client.force_login(bo)
    data = {"text": "", **as_member(bo)}

    for headers in ({}, HTMX):
        page = client.post(f"/works/{work.pk}/comments", data, headers=headers)
        assert LexborHTMLParser(page.content).css_first("[autofocus].form-errors")


def test_a_spoiler_is_covered_wherever_a_comment_goes(client: Client, work: Work, bo: User) -> None:
    client.force_login(bo)
    post(client, work, "In the end ||the weir breaks|| and all is well.", **as_member(bo))

    said = Comment.objects.get()
    page = LexborHTMLParser(client.get(f"/works/{work.pk}/comments").content)
    words = page.css_first(f"#{said.anchor} .spoiler > .spoiler-words")
    assert words is not None
    assert words.text() == "the weir breaks"
    assert page.css_first(f"#{said.anchor} .spoiler > label > input[type=checkbox]")
    # Changing it begins with what was typed.
    assert "||the weir breaks||" in client.get(f"/comments/{said.pk}/edit").content.decode()
    assert "breaks" not in quoted(said)
    assert "all is well" in quoted(said)


@pytest.mark.parametrize("where", ["chapter", "work"])
def test_the_number_in_the_heading_counts_what_it_stands_over(
    client: Client, serial: Work, bo: User, where: str
) -> None:
    client.force_login(bo)
    first, second, _ = serial.chapters.order_by("position")
    for words in ("One", "Two"):
        actions.say(work=serial, chapter=second, by=bo.default_pseud, html=f"<p>{words}</p>")
    mine = actions.say(work=serial, chapter=first, by=bo.default_pseud, html="<p>Three</p>")
    at = f"?chapter={first.pk}" if where == "chapter" else ""
    before, after = (1, 2) if where == "chapter" else (3, 4)

    shown = client.get(f"/works/{serial.pk}/comments{at}")
    assert shown.context["talk"].number == before
    data = {"text": "Four", "chapter": str(first.pk), **as_member(bo)}
    posted = client.post(f"/works/{serial.pk}/comments{at}", data, headers=HTMX)
    assert posted.context["talk"].number == 2  # of the chapter that was spoken about

    answer = client.post(
        f"/comments/{mine.pk}/reply", {"text": "Five", **as_member(bo)}, headers=HTMX
    )
    filled = {
        one.attributes["data-fills"]: one.text()
        for one in LexborHTMLParser(answer.content).css("[data-fills]")
    }
    assert filled == {f"work-{serial.pk}": "5", f"chapter-{first.pk}": "3"}
    name = f"chapter-{first.pk}" if where == "chapter" else f"work-{serial.pk}"
    assert (
        f'data-number="{name}">{after + 1}<' in client.get(shown.wsgi_request.get_full_path()).text
    )


@pytest.mark.django_db(transaction=True)
def test_a_work_that_is_gone_by_the_time_its_threads_are_shown_again_is_not_found(
    client: Client,
) -> None:
    bo, work = person("Bo"), make_work(person("Ada"))
    client.force_login(bo)

    def take_away(sender: object, **_: object) -> None:
        work.delete()

    comment_posted.connect(take_away)
    try:
        answer = client.post(
            f"/works/{work.pk}/comments",
            {"text": "Cockles!", **as_member(bo)},
            headers={"HX-Request": "true"},
        )
    finally:
        comment_posted.disconnect(take_away)

    assert answer.status_code == 404


def test_htmx_shows_what_is_wrong(client: Client, work: Work, bo: User) -> None:
    client.force_login(bo)
    data = {"text": "", **as_member(bo)}

    answer = client.post(f"/works/{work.pk}/comments", data, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert refused(answer) == {"text required"}


@pytest.mark.parametrize(
    "query", ["?chapter=x", "?chapter=999999", "?chapter=9999999999999999999999"]
)
def test_an_address_that_makes_no_sense_is_not_found(
    client: Client, work: Work, query: str
) -> None:
    assert client.get(f"/works/{work.pk}/comments{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["?page=x", "?page=-3", "?page=999", "?order=sideways", "?part=x"]
)
def test_other_nonsense_shows_the_nearest_page(client: Client, work: Work, query: str) -> None:
    assert client.get(f"/works/{work.pk}/comments{query}").status_code == 200


def test_words_that_no_database_takes_are_refused(client: Client, work: Work, bo: User) -> None:
    client.force_login(bo)

    assert post(client, work, "before\0after", **as_member(bo)) == 422


def test_a_work_that_goes_while_one_types_is_not_found(
    client: Client, work: Work, bo: User
) -> None:
    client.force_login(bo)
    url = f"/works/{work.pk}/comments"
    work.delete()

    assert client.post(url, {"text": "Too late", **as_member(bo)}).status_code == 404


def test_only_the_writers_browser_is_told_to_forget_what_was_sent(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    kept = f'data-kept-done="comment-work-{work.pk}-{work.chapters.get().pk}"'
    post(client, work, **GUEST)
    by_guest = Comment.objects.get()
    by_bo = a_comment(work, bo)

    assert kept in client.get(by_guest.get_absolute_url()).content.decode()
    elsewhere = client.get(by_guest.get_absolute_url(), REMOTE_ADDR="192.0.2.7")
    assert kept not in elsewhere.content.decode()
    for reader, told in ((cy, False), (bo, True)):
        client.force_login(reader)
        assert (kept in client.get(by_bo.get_absolute_url()).content.decode()) is told


def test_a_guest_logs_in_on_the_way_and_comes_back_to_the_box(
    client: Client, serial: Work, bo: User
) -> None:
    chapter = serial.chapters.order_by("position")[1]
    said = a_comment(serial, bo)

    talk = client.get(f"/works/{serial.pk}/comments?chapter={chapter.pk}").content.decode()
    reply = client.get(f"/comments/{said.pk}/reply?part=true").content.decode()

    box = f"/works/{serial.pk}/comments%3Fchapter%3D{chapter.pk}%23id_text"
    assert f'/users/login?next={box}"' in talk
    assert f'/users/login?next=/comments/{said.pk}/reply"' in reply
    client.force_login(bo)
    back = client.get(f"/comments/{said.pk}/reply").content.decode()
    assert "autofocus" in back
    assert "/users/login" not in back
