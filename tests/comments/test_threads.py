"""Lists and threads: what stands where, what folds, what it costs."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from bookcub.comments import actions
from bookcub.comments.actions import SourceComment
from bookcub.comments.models import Comment, CommentVisit, Hearers
from bookcub.people.models import User
from bookcub.tags.fixed import Rating
from bookcub.works.models import Work
from tests.browsing import Client
from tests.comments.talking import a_comment, as_member
from tests.memory.remembering import has_read


def imported(work: Work, parents: list[int | None], *, deep: bool = False) -> None:
    """Comments 0, 1, 2 … each under the one at its place in `parents`."""
    chapter = work.chapters.order_by("position").first()
    rows = [
        SourceComment(
            source_id=str(number),
            name=f"Voice {number}",
            html=f"<p>Word {number}.</p>",
            parent_id="" if parent is None else str(parent),
            chapter=chapter,
        )
        for number, parent in enumerate(parents)
    ]
    actions.keep_imported(work=work, comments=rows)


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("who", ["guest", "member", "creator"])
def test_the_page_costs_the_same_for_one_comment_and_for_five_hundred(
    client: Client, work: Work, ada: User, bo: User, who: str
) -> None:
    if who != "guest":
        client.force_login(bo if who == "member" else ada)
    mine = a_comment(work, bo if who == "member" else ada)
    last = a_comment(work, bo, to=mine)
    for _ in range(5):  # deep enough that the list folds it
        last = a_comment(work, bo, to=last)
    url = f"/works/{work.pk}/comments"
    for_one, for_its_thread = queries(client, url), queries(client, f"/comments/{mine.pk}")

    imported(work, [None if n < 40 else n - 40 for n in range(500)])

    assert queries(client, url) == for_one
    assert queries(client, f"/comments/{mine.pk}") == for_its_thread
    assert for_one <= 22


def test_a_thread_of_five_thousand_that_is_four_hundred_deep_stays_bounded(
    client: Client, work: Work
) -> None:
    deep = [None, *range(399)]
    wide = [number % 50 for number in range(4600)]
    imported(work, [*deep, *wide])

    page = client.get(f"/works/{work.pk}/comments").content.decode()

    assert work.comments.count() == 5000
    assert page.count('<li class="comment group"') == 50
    assert len(page) < 120_000
    bottom = Comment.objects.order_by("-depth").first()
    assert bottom is not None
    assert bottom.depth == 399
    assert client.get(bottom.get_absolute_url()).status_code == 200


def test_every_comment_of_a_folded_thread_can_be_reached(client: Client, work: Work) -> None:
    imported(work, [None, *range(60), *([5] * 70)])
    root = Comment.objects.get(source_id="0")
    seen: set[str] = set()

    for number in range(1, 4):
        page = client.get(f"/comments/{root.pk}?page={number}").content.decode()
        seen |= {str(n) for n in range(131) if f"<p>Word {n}.</p>" in page}

    assert seen == {str(n) for n in range(131)}


def test_the_numbers_of_folded_comments_add_up(client: Client, work: Work) -> None:
    imported(work, [None, 0, 1, 2, 3, 4, 5, 6, *([0] * 80)])

    page = client.get(f"/works/{work.pk}/comments")

    (root,) = page.context["talk"].threads
    shown = 50
    deepest = root.answers[0].answers[0].answers[0].answers[0]
    assert deepest.folded == 3
    assert shown + deepest.folded + root.left_out == work.comments.count()


def test_a_page_of_long_threads_shows_the_beginning_of_each(client: Client, work: Work) -> None:
    imported(work, [None if n < 25 else n % 25 for n in range(25 * 20)])

    page = client.get(f"/works/{work.pk}/comments")

    assert page.content.decode().count('<li class="comment group"') == 250
    assert {root.left_out for root in page.context["talk"].threads} == {10}


def test_a_list_of_comments_does_not_load_the_chapters_text(
    client: Client, work: Work, bo: User
) -> None:
    a_comment(work, bo)
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/works/{work.pk}/comments")

    assert not any('"works_chapter"."html"' in query["sql"] for query in captured)


def test_what_stands_higher_than_it_belongs_says_whom_it_answers(
    client: Client, work: Work
) -> None:
    imported(work, [None, *range(9)])

    first = Comment.objects.get(source_id="0")
    page = client.get(first.get_absolute_url()).content.decode()

    assert '<p class="comment-answers-to">' in page
    assert page.count('<li class="comment group"') == 9


def test_twenty_five_threads_a_page_oldest_first(client: Client, work: Work, bo: User) -> None:
    start = timezone.now() - timedelta(days=30)
    for number in range(30):
        actions.say(
            work=work,
            chapter=work.chapters.get(),
            by=bo.default_pseud,
            html=f"<p>Number {number:02}</p>",
            at=start + timedelta(hours=number),
        )

    first = client.get(f"/works/{work.pk}/comments").content.decode()
    assert "Number 00" in first
    assert "Number 24" in first
    assert "Number 25" not in first
    assert "Number 29" in client.get(f"/works/{work.pk}/comments?page=2").content.decode()
    newest = client.get(f"/works/{work.pk}/comments?order=newest").content.decode()
    assert newest.index("Number 29") < newest.index("Number 28")
    assert "Number 04" not in newest


def test_the_order_is_remembered(client: Client, work: Work, bo: User) -> None:
    first, second = a_comment(work, bo, "One"), a_comment(work, bo, "Two")
    url = f"/works/{work.pk}/comments"

    def order(browser: Client, query: str = "") -> list[int]:
        return [row.pk for row in browser.get(f"{url}{query}").context["talk"].threads]

    # A guest's browser remembers what was chosen; nothing is remembered of who only looks.
    assert order(client) == [first.pk, second.pk]
    assert "bookcub_order" not in client.cookies
    assert order(client, "?order=newest") == order(client) == [second.pk, first.pk]
    assert order(client, "?order=oldest") == order(client) == [first.pk, second.pk]

    # A member's account says it for all their browsers, and the browser's last choice goes first.
    bo.preferences.newest_first = True
    bo.preferences.save()
    member = Client()
    member.force_login(bo)
    assert order(member) == [second.pk, first.pk]
    assert order(member, "?order=oldest") == order(member) == [first.pk, second.pk]
    said = member.post(url, {"text": "Three", **as_member(bo)}, headers={"HX-Request": "true"})
    assert said.context["talk"].threads[-1].pk == said.context["made"].pk


def test_the_other_order_takes_the_place_of_this_one_or_leads_to_the_comments_heading(
    client: Client, work: Work, bo: User
) -> None:
    for words in ("One", "Two"):
        a_comment(work, bo, words)
    url = f"/works/{work.pk}/comments"

    [turn] = LexborHTMLParser(client.get(f"{url}?part=true").content).css("#talk_order")
    assert turn.attributes["href"] == f"{url}?order=newest#comments_placeholder"
    asked = turn.attributes["hx-get"]
    assert asked == f"{url}?order=newest"
    assert turn.attributes["hx-target"] == "closest .talk"

    part = client.get(asked, headers={"HX-Request": "true"}).content.decode()
    assert part.index("Two") < part.index("One")
    [turn] = LexborHTMLParser(part).css("#talk_order")
    assert turn.text().strip() == "Oldest first"
    assert 'id="comments_placeholder"' in client.get(url).content.decode()


def test_the_pager_of_a_part_leads_to_the_whole_page(client: Client, work: Work) -> None:
    imported(work, [None] * 30)

    page = client.get(f"/works/{work.pk}/comments?part=true").content.decode()

    assert "<html" not in page
    assert f'href="/works/{work.pk}/comments?page=2"' in page


def test_a_serial_shows_comments_by_chapter_or_all(client: Client, serial: Work, bo: User) -> None:
    chapters = list(serial.chapters.order_by("position"))
    for chapter in chapters:
        actions.say(
            work=serial, chapter=chapter, by=bo.default_pseud, html=f"<p>On {chapter.position}</p>"
        )
    url = f"/works/{serial.pk}/comments"

    answer = client.get(url)
    everything = answer.content.decode()
    assert all(f"<p>On {number}</p>" in everything for number in (1, 2, 3))
    for row in answer.context["talk"].threads:
        assert str(row.comment.chapter.position) in row.card.about
        assert f"{row.card.about}</span>" in everything
    second = client.get(f"{url}?chapter={chapters[1].pk}").content.decode()
    assert "<p>On 2</p>" in second
    assert "<p>On 1</p>" not in second


def test_one_chapters_comments_and_its_works_are_one_list(
    client: Client, work: Work, bo: User
) -> None:
    actions.say(work=work, by=bo.default_pseud, html="<p>On the work</p>")
    a_comment(work, bo, "On the chapter")

    for url in (
        f"/works/{work.pk}/comments",
        f"/works/{work.pk}/comments?chapter={work.chapters.get().pk}",
    ):
        page = client.get(url).content.decode()
        assert "On the work" in page
        assert "On the chapter" in page


def test_an_adult_works_comments_wait_behind_its_question(
    client: Client, work: Work, bo: User
) -> None:
    comment = a_comment(work, bo, "So daring")
    work.rating = Rating.EXPLICIT
    work.save()

    for url in (f"/works/{work.pk}/comments", f"/comments/{comment.pk}"):
        page = client.get(url).content.decode()
        assert "So daring" not in page
        assert f'href="{url}?view_adult=true"' in page
    # Beside the text one has been asked already.
    assert "So daring" in client.get(f"/works/{work.pk}/comments?part=true").content.decode()
    answered = client.get(f"/comments/{comment.pk}?view_adult=true").content.decode()
    assert "So daring" in answered
    assert "So daring" in client.get(f"/works/{work.pk}/comments").content.decode()


def test_a_permalink_shows_what_the_comment_answers(client: Client, work: Work, bo: User) -> None:
    root = a_comment(work, bo, "The root")
    answer = a_comment(work, bo, "The answer", to=root)
    a_comment(work, bo, "Below it", to=answer)
    a_comment(work, bo, "Elsewhere", to=root)

    page = client.get(answer.get_absolute_url()).content.decode()

    assert page.index("The root") < page.index("The answer") < page.index("Below it")
    assert "Elsewhere" not in page
    assert f'href="/comments/{root.pk}">The whole thread</a>' in page


def test_what_came_since_the_last_visit_is_marked_until_the_visit_ends(
    client: Client, work: Work, bo: User, cy: User
) -> None:
    old = a_comment(work, cy, "Old")
    Comment.objects.filter(pk=old.pk).update(posted_at=timezone.now() - timedelta(days=2))
    client.force_login(bo)
    url = f"/works/{work.pk}/comments"
    assert "badge--new" not in client.get(url).content.decode()
    CommentVisit.objects.update(seen_at=timezone.now() - timedelta(days=1))
    a_comment(work, cy, "News")
    a_comment(work, bo, "My own")

    for _ in range(2):
        page = client.get(url)
        assert page.context["talk"].news == 1
        marked = [one.comment.html for one in page.context["talk"].threads if one.card.is_new]
        assert marked == ["<p>News</p>"]

    CommentVisit.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    Comment.objects.update(posted_at=timezone.now() - timedelta(hours=2))
    assert client.get(url).context["talk"].news == 0


def test_who_keeps_no_history_leaves_no_visits(client: Client, work: Work, bo: User) -> None:
    bo.preferences.keeps_history = False
    bo.preferences.save()
    client.force_login(bo)

    client.get(f"/works/{work.pk}/comments")

    assert not CommentVisit.objects.exists()


@pytest.mark.parametrize("number", ["999", "9" * 30])
def test_a_comment_that_is_not_there_is_not_found(client: Client, bo: User, number: str) -> None:
    client.force_login(bo)

    for page in ("", "/reply", "/edit", "/delete", "/claim"):
        assert client.get(f"/comments/{number}{page}").status_code == 404
    for verb in ("approval", "rejection", "freeze", "restoration"):
        assert client.post(f"/comments/{number}/{verb}").status_code == 404
    assert client.post(f"/comments/claims/{number}/approval").status_code == 404
    assert client.get(f"/works/{number}/comments").status_code == 404


def test_what_waits_beyond_the_horizon_is_not_denied(
    client: Client, serial: Work, bo: User, cy: User
) -> None:
    first, second, third = serial.chapters.order_by("position")
    has_read(bo, first)
    said = [
        actions.say(work=serial, chapter=chapter, by=cy.default_pseud, html=f"<p>{words}</p>")
        for chapter, words in ((second, "One"), (second, "Two"), (third, "Three"))
    ]
    client.force_login(bo)
    url = f"/works/{serial.pk}/comments?chapter={second.pk}"

    page = client.get(url)

    talk = page.context["talk"]
    assert (talk.waits_ahead, talk.number, talk.ahead, talk.threads) == (True, 2, 3, [])
    here = f"{url}#comments_placeholder"
    ahead_url = f"/works/{serial.pk}/look-ahead?next={quote(here)}"
    assert f'href="{ahead_url}"' in page.content.decode()
    assert client.post(ahead_url).headers["Location"] == here
    client.post(f"/works/{serial.pk}/look-ahead/delete")
    place_url = f"/works/{serial.pk}/chapters/{second.pk}/place"
    assert f'action="{place_url}"' in page.content.decode()
    assert client.post(place_url, {"end": "on", "next": here}).headers["Location"] == here
    after = client.get(url).context["talk"]
    assert [row.pk for row in after.threads] == [one.pk for one in said[:2]]
    assert (after.waits_ahead, after.ahead) == (False, 1)


@pytest.mark.parametrize("page", ["", "/reply"])
def test_a_guest_who_logs_in_to_answer_is_asked_whether_to_see_what_lies_ahead(
    client: Client, serial: Work, bo: User, cy: User, page: str
) -> None:
    first, chapter, _ = serial.chapters.order_by("position")
    has_read(bo, first)
    said = actions.say(work=serial, chapter=chapter, by=cy.default_pseud, html="<p>Two</p>")
    for_cy = actions.say(
        work=serial, chapter=chapter, by=cy.default_pseud, html="<p>I</p>", hearers=Hearers.SELF
    )
    here = f"/comments/{said.pk}{page}"
    assert client.get(here).status_code == 200, "as a guest"
    client.force_login(bo)

    asked = client.get(here)

    assert asked.headers["Location"] == f"/works/{serial.pk}/look-ahead?next={quote(here, safe='')}"
    assert client.post(asked.headers["Location"]).headers["Location"] == here
    assert client.get(here).status_code == 200
    assert client.get(f"/comments/{for_cy.pk}{page}").status_code == 404
