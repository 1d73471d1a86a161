"""The page of a club opens on talk: what is new, where to say more, and no more pages than its members need."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags
from lxml import html

from bookcub.clubs.actions.joining import ask_to_join
from bookcub.clubs.models import Club, Membership
from bookcub.comments.actions import delete, say
from bookcub.comments.models import ClubVisit, Comment, Hearers
from bookcub.home.queries.club_index import ClubLine
from bookcub.memory.actions.predictions import judge, seal
from bookcub.memory.models import PredictionOutcome
from bookcub.people.models import Pseud, User
from bookcub.picks.actions.closing import choose
from bookcub.picks.models import Method, PickRules
from bookcub.reading.actions.places import keep_place, read_up_to_end
from bookcub.reading.models import Place
from bookcub.reads.actions.progress import say_place, show_progress
from bookcub.reads.models import Milestone, OutsideBook, Read
from bookcub.reads.planning import BookMeasure, MeasureKind
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.coming_due import reads_of_work
from bookcub.works.models import Chapter, Work
from tests.browsing import Client, words_of
from tests.comments.announcing import announced
from tests.comments.noting import note, sent
from tests.making import make_club, make_read, make_work
from tests.meetings.calling import called, proposed
from tests.picks.picking import begin, member, suggest

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(ada: User, bo: User, cy: User) -> Read:
    """Ada and Bo read a work by Cy together, since yesterday."""
    yesterday = timezone.now() - timedelta(days=1)
    club = make_club(ada, bo, at=yesterday)
    return make_read(club, work=make_work(cy, title="Low Water", chapters=3))


def chapter(read: Read, number: int) -> Chapter:
    return Chapter.objects.get(work=read.work, position=number)


def tell(read: Read, by: User, words: str) -> None:
    """Say something to the club about the work as a whole."""
    say(
        work=read.work or Work(),
        chapter=None,
        by=by.default_pseud,
        html=f"<p>{words}</p>",
        hearers=Hearers.CLUB,
        club=read.club,
    )


def answer(asked: Comment, by: User, words: str) -> Comment:
    return say(
        work=asked.work,
        chapter=asked.chapter,
        by=by.default_pseud,
        html=f"<p>{words}</p>",
        parent=asked,
    )


def news(client: Client, club: Club) -> list[str]:
    """The words that stand under “New since you were here”."""
    page = client.get(f"/clubs/{club.pk}").content.decode()
    found = html.fromstring(page).xpath(
        "//section[@aria-labelledby='news']//p[@class='said-words']"
    )
    return [one.text_content() for one in found]


def test_what_a_friend_noted_since_stands_on_top_with_its_passage_and_the_way_to_it(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    first = chapter(read, 1)
    read_up_to_end(user=ada, chapter=first)
    client.force_login(ada)
    assert news(client, read.club) == []

    said = note(first, bo, "cockles", html="<p>Poor things.</p>", block=1, club=read.club)
    note(first, ada, html="<p>My own.</p>", club=read.club)

    assert news(client, read.club) == ["Poor things."]
    page = client.get(f"/clubs/{read.club_id}").content.decode()
    (top,) = html.fromstring(page).xpath("//section[@aria-labelledby='news']")
    assert "cockles" in top.xpath(".//blockquote")[0].text_content()
    assert f"{first.get_absolute_url()}?note={said.pk}#{said.block_id}" in top.xpath(".//a/@href")
    assert "My own." in page


def test_what_lies_ahead_is_one_number_and_news_on_arrival(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    second = chapter(read, 2)
    for words in ("One", "Two"):
        note(second, bo, html=f"<p>{words} ahead.</p>", club=read.club)
    client.force_login(ada)

    page = client.get(f"/clubs/{read.club_id}").content.decode()
    assert "ahead." not in " ".join(news(client, read.club))
    assert "One ahead" not in page
    assert re.search(r"/comments/\d", page) is None
    assert '<strong class="numbers">2</strong> comments ahead.' in page

    read_up_to_end(user=ada, chapter=second)
    assert news(client, read.club) == ["Two ahead.", "One ahead."]


def test_what_is_answered_stands_under_what_it_answers(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    first = chapter(read, 1)
    read_up_to_end(user=ada, chapter=first)
    asked = note(first, ada, "cockles", html="<p>Why cockles?</p>", block=1, club=read.club)
    Comment.objects.update(posted_at=timezone.now() - timedelta(hours=3))
    for words in ("They are", "what", "there is."):
        answered = answer(asked, bo, words)
    client.force_login(ada)

    (talk,) = client.get(f"/clubs/{read.club_id}").context["page"].talk.feed.news

    assert [line.words for line in talk.lines] == ["Why cockles?", "what", "there is."]
    assert [line.card.is_new for line in talk.lines] == [False, True, True]
    assert talk.is_more
    assert not talk.first.reply_url
    assert talk.answerable == talk.answers[-1]

    there = reply(client, read.club, "I see.")

    assert there == f"/clubs/{read.club_id}#{Comment.objects.latest('pk').anchor}"
    feed = client.get(f"/clubs/{read.club_id}").context["page"].talk.feed
    assert not feed.news, "what one has answered is not new any more"
    (talk,) = feed.just_said
    assert [line.words for line in talk.answers] == ["there is.", "I see."]
    assert not any(line.card.is_new for line in talk.lines)
    assert Comment.objects.get(parent=answered).pseud == ada.default_pseud


def reply(client: Client, club: Club, words: str) -> str:
    """Answer in the first box that stands in a conversation; says where that leads."""
    page = html.fromstring(client.get(f"/clubs/{club.pk}").content)
    form = page.xpath("//details[@class='said-reply']/form")[0]
    sent = client.post(str(form.get("action")), {**dict(form.form_values()), "text": words})
    return str(sent.headers["Location"])


def test_what_is_answered_on_the_page_is_no_news_in_the_other_browser_either(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    tell(read, bo, "Anybody?")
    other = Client()
    for browser in (client, other):
        browser.force_login(ada)
    assert news(client, read.club) == ["Anybody?"]

    reply(client, read.club, "Me.")

    for browser in (client, other):
        assert news(browser, read.club) == []
        assert "badge--new" not in browser.get(f"/clubs/{read.club_id}").content.decode()


def test_a_reply_that_is_refused_is_not_lost(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    tell(read, bo, "Anybody?")
    asked = Comment.objects.get()
    client.force_login(ada)
    address = f"/comments/{asked.pk}/reply"

    refused = client.post(address, sent(ada, text="x" * 10_001, next=read.club.get_absolute_url()))

    assert refused.status_code == 422
    form = html.fromstring(refused.content).xpath(f"//form[@action='{address}']")[0]
    assert form.fields["next"] == read.club.get_absolute_url()
    assert form.fields["text"].strip() == "x" * 10_001


def test_emphasis_stays_emphasis_and_blocks_do_not(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    tell(read, bo, "A <em>very</em> odd</p><ul><li>goose &amp; gander</li></ul><p>||He dies||")
    client.force_login(ada)

    page = html.fromstring(client.get(f"/clubs/{read.club_id}").content)

    (words,) = page.xpath("//p[@class='said-words']")
    assert words.text_content() == "A very odd goose & gander [spoiler]"
    assert [one.text for one in words.iter("em")] == ["very"]


def test_of_what_is_long_a_narrow_screen_shows_that_there_is_more(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    tell(read, bo, "Short.")
    tell(read, bo, "And at last, " * 12)
    client.force_login(ada)

    page = html.fromstring(client.get(f"/clubs/{read.club_id}").content)

    (more,) = page.xpath("//p[contains(@class, 'said-more')]/a/@href")
    assert more == Comment.objects.latest("pk").get_absolute_url()


def test_what_one_has_said_stands_by_itself_for_a_moment_below_what_is_new(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    tell(read, ada, "Mine")
    tell(read, bo, "Theirs")
    client.force_login(ada)

    feed = client.get(f"/clubs/{read.club_id}").context["page"].talk.feed
    assert [talk.first.words for talk in feed.just_said] == ["Mine"]
    assert [talk.first.words for talk in feed.news] == ["Theirs"]
    assert not feed.earlier

    Comment.objects.update(posted_at=timezone.now() - timedelta(minutes=3))
    feed = client.get(f"/clubs/{read.club_id}").context["page"].talk.feed
    assert not feed.just_said
    assert [talk.first.words for talk in feed.news] == ["Theirs"]
    assert [talk.first.words for talk in feed.earlier] == ["Mine"]


def test_an_answer_to_what_is_gone_stands_with_its_place(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    tell(read, ada, "Forget it")
    asked = Comment.objects.get()
    answer(asked, bo, "Why?")
    delete(comment=asked, by=ada)
    client.force_login(ada)

    (talk,) = client.get(f"/clubs/{read.club_id}").context["page"].talk.feed.news

    assert [line.words for line in talk.lines] == ["(Previous comment deleted.)", "Why?"]


def test_the_box_is_about_where_one_is_and_not_about_all_one_has_ever_read(
    client: Client, read: Read, ada: User
) -> None:
    read_up_to_end(user=ada, chapter=chapter(read, 3))
    client.force_login(ada)
    assert choices(client, read) == [
        "Up to Chapter 3 Heard by those who have read as far.",
        "For everybody: nothing of the story Heard by all, wherever they are.",
    ]

    first = chapter(read, 1)
    keep_place(user=ada, chapter=first, block_id=first.blocks[0].id)

    assert choices(client, read)[0].startswith("Up to Chapter 1 ")


def form_of(page: html.HtmlElement) -> html.FormElement:
    """The box to say something."""
    (form,) = [one for one in page.forms if one.get("id") == "comment_form"]
    return form


def choices(client: Client, read: Read) -> list[str]:
    """Who may hear what is said in the box, as it is offered; the first is chosen."""
    page = html.fromstring(client.get(f"/clubs/{read.club_id}").content)
    assert [one.get("checked") is not None for one in page.xpath("//fieldset//input")][:1] == [True]
    return [" ".join(one.text_content().split()) for one in page.xpath("//fieldset//label")]


@pytest.mark.parametrize("chapters", [1, 3])
def test_a_hello_is_for_everybody_by_one_press(
    client: Client, read: Read, ada: User, bo: User, cy: User, chapters: int
) -> None:
    read = make_read(make_club(ada, bo), work=make_work(cy, chapters=chapters))
    read_up_to_end(user=ada, chapter=chapter(read, 1))
    client.force_login(ada)
    page = html.fromstring(client.get(f"/clubs/{read.club_id}").content)
    form = form_of(page)
    for_all = page.xpath("//form[@id='comment_form']//input[@name='chapter']")[-1].get("value")

    for place, heard in (("", False), (for_all, True)):
        told = {**dict(form.form_values()), "text": f"Hello {heard}"}
        told["chapter"] = place or told["chapter"]
        there = client.post(str(form.get("action")), told)["Location"]
        made = Comment.objects.latest("pk")
        assert there == f"/clubs/{read.club_id}#{made.anchor}"
        assert Comment.objects.visible_to(bo).filter(pk=made.pk).exists() == heard


def test_in_a_paperback_one_speaks_up_to_where_one_is_or_to_everybody(
    client: Client, read: Read, ada: User
) -> None:
    book = OutsideBook.objects.create(title="Rebecca", page_count=400)
    paper = Read.objects.create(club=make_club(ada), book=book, title="Rebecca")
    client.force_login(ada)
    place = f"/clubs/{paper.club_id}/reads/{paper.pk}/progress"
    form = html.fromstring(client.get(f"/clubs/{paper.club_id}").content).xpath(
        f"//form[@action='{place}']"
    )[0]
    saved = client.post(place, {**dict(form.form_values()), "upto": "120"})
    assert saved["Location"] == f"/clubs/{paper.club_id}"

    page = html.fromstring(client.get(f"/clubs/{paper.club_id}").content)
    form = form_of(page)
    assert choices(client, paper)[0].startswith("Up to Page 120 ")
    client.post(str(form.get("action")), {**dict(form.form_values()), "text": "The drive."})
    client.post(
        str(form.get("action")), {**dict(form.form_values()), "text": "Hello.", "upto": "whole"}
    )

    measure = BookMeasure(MeasureKind.PAGES, 400)
    told = dict(Comment.objects.values_list("upto", "html"))
    assert told == {measure.upto(120): "<p>The drive.</p>", 0: "<p>Hello.</p>"}


def test_of_several_books_each_is_named_and_none_is_chosen_beforehand(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    book = OutsideBook.objects.create(title="Rebecca", page_count=400)
    paper = Read.objects.create(club=read.club, book=book, title="Rebecca")
    measure = BookMeasure(MeasureKind.PAGES, 400)
    me = Membership.objects.get(club=read.club, user=ada)
    say_place(read=paper, by=me, upto=measure.upto(80))
    read_up_to_end(user=ada, chapter=chapter(read, 2))
    client.force_login(ada)
    page = html.fromstring(client.get(f"/clubs/{read.club_id}").content)
    form = form_of(page)

    offered = [" ".join(one.text_content().split()) for one in page.xpath("//fieldset//label")]
    assert sorted(one.partition(" Heard by")[0] for one in offered) == [
        "For everybody: nothing of the stories",
        "Low Water, up to Chapter 2",
        "Rebecca, up to Page 80",
    ]
    assert not page.xpath("//fieldset//input[@checked]")
    refused = client.post(str(form.get("action")), {**dict(form.form_values()), "text": "Oh!"})
    again = html.fromstring(refused.content)
    assert refused.status_code == 422
    assert "Choose which book it is about, or none of them." in again.text_content()
    assert dict(form_of(again).form_values())["text"].strip() == "Oh!"
    unchanged = client.post(str(form_of(again).get("action")), dict(form_of(again).form_values()))
    assert unchanged.status_code == 422
    assert not Comment.objects.exists()

    for value in page.xpath("//fieldset//input[@type='radio']/@value"):
        told = {**dict(form.form_values()), "about": value, "text": f"Said of {value}."}
        there = client.post(str(form.get("action")), told)["Location"]
        assert there == f"/clubs/{read.club_id}#{Comment.objects.latest('pk').anchor}"
    assert set(Comment.objects.values_list("read", "upto", "chapter__position", "work")) == {
        (paper.pk, measure.upto(80), None, None),
        (None, None, 2, read.work_id),
        (None, None, None, None),
    }


def test_what_was_new_is_so_until_one_comes_another_time_and_the_list_counts_alike(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    def listed() -> int:
        mine: list[ClubLine] = second.get("/clubs").context["page"].mine
        return next(line.new for line in mine if line.club.pk == read.club_id)

    def counted() -> tuple[int, int]:
        page = client.get(f"/clubs/{read.club_id}")
        return page.context["page"].talk.feed.new, page.content.decode().count("badge--new")

    second = Client()
    for browser in (client, second):
        browser.force_login(ada)
    client.get(f"/clubs/{read.club_id}")
    tell(read, ada, "Anybody?")
    asked = Comment.objects.get()
    later_by(minutes=5)
    answer(asked, bo, "Me.")
    tell(read, bo, "And this.")

    assert listed() == 2
    assert counted() == (2, 2)
    assert listed() == 0
    later_by(minutes=6)
    assert counted() == (0, 0)
    answer(asked, bo, "Still me.")
    assert listed() == 1
    assert counted() == (1, 1)
    later_by(minutes=6)
    assert counted() == (0, 0)

    later_by(minutes=6)
    answer(asked, bo, "One.")
    tell(read, bo, "Another.")
    client.get(f"/clubs/{read.club_id}")
    answer(asked, ada, "Yes.")
    assert news(client, read.club) == ["Another."], (
        "what one has not answered is not gone by saying something"
    )
    assert listed() == 0


def test_what_one_presses_on_the_page_ends_no_visit(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    announcement = announced(read.club, bo)
    later_by(minutes=60)
    client.force_login(ada)
    client.get(f"/clubs/{read.club_id}")
    later_by(minutes=60)
    tell(read, bo, "News!")

    for path in ("", "?talk=more"):
        page = client.get(f"/clubs/{read.club_id}{path}").context["page"]
        assert [talk.first.words for talk in page.talk.feed.news] == ["News!"]
    client.post(f"/comments/{announcement.pk}/announcement/seen")
    assert news(client, read.club) == ["News!"]

    later_by(minutes=60)
    tell(read, ada, "Said in a margin, just before")
    assert news(client, read.club) == []


def later_by(*, minutes: int) -> None:
    """Let some time pass for all that was said and seen."""
    passed = timedelta(minutes=minutes)
    Comment.objects.update(posted_at=F("posted_at") - passed)
    ClubVisit.objects.update(seen_at=F("seen_at") - passed, new_since=F("new_since") - passed)


def test_what_an_answer_brings_is_news_also_beside_ones_own_last_words(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    client.force_login(ada)
    client.get(f"/clubs/{read.club_id}")
    tell(read, ada, "Anybody?")
    answer(Comment.objects.get(), bo, "Me.")

    feed = client.get(f"/clubs/{read.club_id}").context["page"].talk.feed

    assert not feed.just_said
    assert [line.words for line in feed.news[0].lines] == ["Anybody?", "Me."]
    assert feed.new == 1


def test_what_was_new_on_a_first_visit_is_all_since_one_belongs_to_it(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    client.force_login(ada)
    tell(read, bo, "Before")
    assert news(client, read.club) == ["Before"], "on the first visit all since she joined is new"
    ClubVisit.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    Comment.objects.update(posted_at=timezone.now() - timedelta(hours=3))
    tell(read, bo, "Since")

    assert news(client, read.club) == ["Since"]

    ClubVisit.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    Comment.objects.update(posted_at=timezone.now() - timedelta(hours=2))
    assert news(client, read.club) == []


def test_of_a_paperback_beside_a_story_one_says_where_one_is_and_each_is_named(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    book = OutsideBook.objects.create(title="Rebecca", page_count=400)
    paper = Read.objects.create(club=read.club, book=book, title="Rebecca")
    say(
        by=bo.default_pseud,
        html="<p>The drive again.</p>",
        read=paper,
        hearers=Hearers.CLUB,
        club=read.club,
    )
    read_up_to_end(user=ada, chapter=chapter(read, 1))
    note(chapter(read, 1), bo, html="<p>Cockles.</p>", club=read.club)
    client.force_login(ada)

    page = html.fromstring(client.get(f"/clubs/{read.club_id}").content)

    assert f"{paper.get_absolute_url()}#place" in page.xpath("//section//form/a/@href")
    talks = [f"/clubs/{read.club_id}/reads/{one.pk}/talk" for one in (read, paper)]
    assert set(talks) <= set(page.xpath("//p/a/@href"))
    said_of = page.xpath("//section[@aria-labelledby='news']//p[@class='said-about soft small']")
    named = " ".join(one.text_content() for one in said_of)
    assert "Rebecca" in named
    assert "Low Water" in named
    there = client.get(paper.get_absolute_url()).content
    assert html.fromstring(there).get_element_by_id("place") is not None


@pytest.mark.parametrize("reached", [100, 400])
def test_whoever_is_where_a_paperback_is_next_goes_on_saying_where_they_are(
    client: Client, ada: User, reached: int
) -> None:
    book = OutsideBook.objects.create(title="Rebecca", page_count=400)
    paper = Read.objects.create(club=make_club(ada), book=book, title="Rebecca")
    measure = BookMeasure(MeasureKind.PAGES, 400)
    for upto, weeks in ((100, 1), (400, 4)):
        day = today_of(paper.club) + timedelta(weeks=weeks)
        Milestone.objects.create(read=paper, upto=measure.upto(upto), due_on=day)
    mine = Membership.objects.get(club=paper.club_id, user=ada)
    say_place(read=paper, by=mine, upto=measure.upto(reached))
    client.force_login(ada)

    page = html.fromstring(client.get(f"/clubs/{paper.club_id}").content)

    assert page.xpath(f"//form[@action='/clubs/{paper.club_id}/reads/{paper.pk}/progress']")
    assert not page.xpath("//main//a[@href='']")


def test_a_line_is_long_by_what_is_shown(client: Client, read: Read, ada: User, bo: User) -> None:
    tell(read, bo, " ".join(["<em>w</em>"] * 25))
    client.force_login(ada)
    (talk,) = client.get(f"/clubs/{read.club_id}").context["page"].talk.feed.news
    assert not talk.first.is_long


def test_what_others_begin_is_news_and_what_one_begins_oneself_is_not(
    client: Client, read: Read, ada: User, bo: User, cy: User
) -> None:
    home = f"/clubs/{read.club_id}"
    for person in (ada, bo):
        client.force_login(person)
        client.get(home)
    ClubVisit.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    work = make_work(cy, title="High Water")

    make_read(read.club, work=work, brought_by=member(read.club, bo))

    assert "has begun High Water with you" not in told(client, home)
    client.force_login(ada)
    assert f"{member(read.club, bo).name} has begun High Water with you" in told(client, home)


def test_two_friends_see_in_a_line_where_each_is_once_both_have_said_yes(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    read_up_to_end(user=bo, chapter=chapter(read, 2))
    home = f"/clubs/{read.club_id}"
    client.force_login(ada)
    alone = told(client, home)
    assert "You before the first page" in alone
    assert "Show Bo where you are" in alone
    assert "chapter 2" not in alone

    for person in (ada, bo):
        show_progress(read=read, by=member(read.club, person), shows=True)

    both = told(client, home)
    assert "You before the first page · Bo at the end of chapter 2" in both
    assert "private" not in both


def test_whoever_had_read_it_before_begins_it_anew_with_the_club(
    client: Client, read: Read, bo: User, di: User
) -> None:
    for number in (1, 2, 3):
        read_up_to_end(user=di, chapter=chapter(read, number))
    long_ago = timezone.now() - timedelta(days=2)
    Place.objects.update(seen_at=long_ago, turned_at=long_ago, finished_at=long_ago)
    Membership.objects.create(club=read.club, user=di, pseud=di.default_pseud)
    client.force_login(di)
    home = f"/clubs/{read.club_id}"
    assert f"Begin with {read.club.name}" in told(client, home)

    Place.objects.update(turned_at=timezone.now() + timedelta(seconds=1))
    assert "Begin with" not in told(client, home)


def test_whoever_reads_it_again_with_a_friend_goes_on_where_they_are(
    client: Client, read: Read, ada: User
) -> None:
    for number in (1, 2, 3):
        read_up_to_end(user=ada, chapter=chapter(read, number))
    long_ago = timezone.now() - timedelta(days=2)
    Place.objects.update(seen_at=long_ago, turned_at=long_ago, finished_at=long_ago)
    Milestone.objects.create(read=read, upto=2, due_on=today_of(read.club) + timedelta(days=3))
    client.force_login(ada)
    home = f"/clubs/{read.club_id}"
    first = f'name="chapter" value="{chapter(read, 1).pk}"'
    page = told(client, home)
    assert "Begin with Bo" in page
    assert "You have read it before" in page
    assert "at the end of the book" not in page
    assert first in client.get(home).content.decode()

    # Nobody begins it with a club that they are alone in, and that has their own name.
    bo = read.club.memberships.exclude(user=ada)
    bo.update(left_at=timezone.now())
    assert "Begin again" in told(client, home)
    bo.update(left_at=None)

    # To speak of its beginning is not to be at its end.
    note(chapter(read, 1), ada, html="<p>Again.</p>", club=read.club)
    assert "Begin with Bo" in told(client, home)

    Place.objects.update(chapter=chapter(read, 1), is_through=False, turned_at=timezone.now())
    page = told(client, home)
    assert "Continue in chapter 1" in page
    assert "You have read it before" in page
    assert "You are there" not in page
    assert "You are there" not in told(client, "/desk")
    assert first in client.get(home).content.decode()

    # Once they have come to its end again, they are there.
    later = timezone.now() + timedelta(seconds=1)
    Place.objects.update(chapter=chapter(read, 3), is_through=True, turned_at=later)
    page = told(client, home)
    assert "You have read it before" not in page
    assert "You are there" in page
    assert "You are there" in told(client, "/desk")


def test_whoever_is_where_the_club_wants_to_be_is_told_so_and_not_driven_on(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    Milestone.objects.create(read=read, upto=2, due_on=today_of(read.club) + timedelta(days=3))
    Milestone.objects.create(read=read, upto=3, due_on=today_of(read.club) + timedelta(days=9))
    read_up_to_end(user=ada, chapter=chapter(read, 2))
    read_up_to_end(user=bo, chapter=chapter(read, 1))
    home = f"/clubs/{read.club_id}"
    pages = {}
    for person in (ada, bo):
        client.force_login(person)
        pages[person.pk] = html.fromstring(client.get(home).content).xpath(
            "//section[@class='club-now']"
        )[0]

    there, behind = pages[ada.pk], pages[bo.pk]
    assert "You are there." in there.text_content()
    assert "Read on" in there.text_content()
    assert not there.xpath(".//a[contains(@class, 'button--primary')]")
    assert "You are there." not in behind.text_content()
    lines = {}
    for person in (ada, bo):
        client.force_login(person)
        desk = html.fromstring(client.get("/desk").content)
        lines[person.pk] = desk.xpath("//section[@aria-labelledby='clubs']")[0].text_content()
        [due] = reads_of_work(read.work, person)  # type: ignore[arg-type]  # it is of a work
        assert ("You are there." in lines[person.pk]) == (due.next == "You are there.")
    assert "You are there." in lines[ada.pk]
    assert "Next:" not in lines[ada.pk]
    assert "You are there." not in lines[bo.pk]
    assert "Next: to the end of chapter 2" in lines[bo.pk]
    assert behind.xpath(".//a[contains(@class, 'button--primary')]")


def test_the_list_of_clubs_says_how_much_is_new_in_each(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    make_club(ada, bo, name="Elsewhere")
    note(chapter(read, 2), bo, html="<p>Ahead.</p>", club=read.club)
    for words in ("One", "Two"):
        tell(read, bo, words)
    tell(read, ada, "Own")
    client.force_login(ada)

    def new() -> list[int]:
        return [line.new for line in client.get("/clubs").context["page"].mine]

    assert new() == [2, 0] or new() == [0, 2]
    assert "2 new" in client.get("/clubs").content.decode()
    client.get(f"/clubs/{read.club_id}")
    assert new() == [0, 0]

    ada.preferences.keeps_history = False
    ada.preferences.save()
    tell(read, bo, "Three")
    assert new() == [0, 0]


def test_who_keeps_no_history_leaves_no_visit_and_finds_the_talk_all_the_same(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    ada.preferences.keeps_history = False
    ada.preferences.save()
    tell(read, bo, "Words")
    client.force_login(ada)

    assert news(client, read.club) == []
    assert "Words" in client.get(f"/clubs/{read.club_id}").content.decode()
    assert not ClubVisit.objects.exists()


def test_much_talk_is_as_many_questions_as_little_and_a_page_of_the_same_length(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    client.force_login(ada)
    tell(read, bo, "Word 0")

    def asked() -> int:
        client.get(f"/clubs/{read.club_id}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/clubs/{read.club_id}")
        return len(captured)

    few = asked()
    for number in range(1, 40):
        tell(read, bo, f"Word {number}")

    assert asked() == few
    ClubVisit.objects.all().delete()
    feed = client.get(f"/clubs/{read.club_id}").context["page"].talk.feed
    assert (len(feed.news), len(feed.earlier), feed.is_more_new) == (3, 0, True)
    long = client.get(f"/clubs/{read.club_id}?talk=more").context["page"].talk.feed
    assert (len(long.news), long.is_more) == (30, False)


def test_what_is_said_on_the_page_is_said_in_the_talk_and_stands_here(
    client: Client, read: Read, ada: User
) -> None:
    client.force_login(ada)
    page = html.fromstring(client.get(f"/clubs/{read.club_id}").content)
    form = form_of(page)

    answer = client.post(
        str(form.get("action")), {**dict(form.form_values()), "text": "Here I am."}
    )

    made = Comment.objects.get()
    assert (made.hearers, made.club_id) == (Hearers.CLUB, read.club_id)
    assert answer["Location"] == f"/clubs/{read.club_id}#comment_{made.pk}"
    again = html.fromstring(client.get(f"/clubs/{read.club_id}").content)
    assert "Here I am." in again.get_element_by_id(f"comment_{made.pk}").text_content()


def test_what_is_refused_is_not_lost(client: Client, read: Read, ada: User) -> None:
    client.force_login(ada)

    answer = client.post(
        f"/clubs/{read.club_id}/reads/{read.pk}/talk",
        {"text": "x" * 20_000, "chapter": "", "next": f"/clubs/{read.club_id}"},
    )

    assert answer.status_code == 422
    assert "xxxx" in answer.content.decode()


def test_whose_turn_it_is_is_told_whatever_they_are_called(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    Pseud.objects.filter(user=bo).update(name="100 %s <b>")
    read_up_to_end(user=ada, chapter=chapter(read, 3))
    client.force_login(ada)

    lines = client.get(f"/clubs/{read.club_id}").context["page"].due

    assert [line.words for line in lines] == ["100 %s &lt;b&gt; chooses next"]


def test_whose_turn_is_next_is_no_news_before_what_they_read_is_nearly_over(
    client: Client, read: Read, ada: User
) -> None:
    home = f"/clubs/{read.club_id}"
    client.force_login(ada)
    assert not client.get(home).context["page"].due

    read_up_to_end(user=ada, chapter=chapter(read, 3))
    (line,) = client.get(home).context["page"].due
    assert line.icon == "book"


def test_what_was_chosen_is_new_until_one_has_seen_it(
    client: Client, read: Read, ada: User, bo: User
) -> None:
    home = f"/clubs/{read.club_id}"
    PickRules.objects.filter(club=read.club).update(method=Method.HOST)
    pick = begin(read.club, ada)
    tides = suggest(pick, ada, "Tide Tables")
    client.force_login(bo)
    client.get(home)
    ClubVisit.objects.update(seen_at=timezone.now() - timedelta(hours=9))

    choose(pick=pick, nomination=tides, by=member(read.club, ada))

    page = told(client, home)
    assert "Your next read is chosen: Tide Tables" in page
    assert "After this you read" not in page, "it is told once"
    ClubVisit.objects.update(seen_at=timezone.now(), new_since=timezone.now())
    page = told(client, home)
    assert "Your next read is chosen" not in page
    assert "After this you read Tide Tables" in page


def told(client: Client, address: str) -> str:
    return " ".join(words_of(client.get(address).content).split())


def tabs(client: Client, address: str) -> list[str]:
    page = html.fromstring(client.get(address).content)
    return [link.text_content().strip() for link in page.xpath("//nav[@class='tabs']/a")]


def test_two_friends_see_four_tabs_and_more_see_the_rest(
    client: Client, read: Read, ada: User, di: User
) -> None:
    club = f"/clubs/{read.club_id}"
    client.force_login(ada)
    four = ["Talk", "Reads", "Choosing", "Meetings"]

    assert tabs(client, club) == four
    page = html.fromstring(client.get(club).content)
    assert page.xpath("//nav[@class='tabs']/a[@aria-current='page']/text()") == ["Talk"]
    links = page.xpath("//main//aside//a/text()")
    assert {"Beside the books", "Members", "My membership", "Settings"} <= set(links)
    assert tabs(client, f"{club}/members") == [*four, "Members"]

    Membership.objects.create(club=read.club, user=di, pseud=di.default_pseud)
    rest = ["Beside the books", "Members", "My membership", "Settings"]
    assert tabs(client, club) == [*four, *rest]


def test_an_empty_club_says_what_to_do_next(client: Client, ada: User) -> None:
    club = make_club(ada)
    client.force_login(ada)

    page = client.get(f"/clubs/{club.pk}").content.decode()

    assert "Invite somebody" in page
    assert "Choose the next read" in page
    make_read(club, work=make_work(ada))
    assert "Say the first thing above" in client.get(f"/clubs/{club.pk}").content.decode()


def test_the_lines_of_what_waits_need_not_name_the_club_on_its_own_page(
    client: Client, ada: User, bo: User, cy: User
) -> None:
    club = make_club(ada, bo, name="Harbour Club")
    ask_to_join(club=club, pseud=cy.default_pseud)
    called(club, ada, title="Tea")
    called(club, ada, title="Supper", at=timezone.now())
    proposed(club, ada, title="Cake")
    begin(club, ada)
    client.force_login(ada)

    page, on_the_desk = client.get(f"/clubs/{club.pk}"), client.get("/desk")

    at_home = [strip_tags(line.words) for line in page.context["page"].due]
    assert at_home == [
        "The room of “Supper” is open",
        "1 request to join",
        "It is your turn to choose our next read",
        "Say when you can come to “Cake”",
        "Next meeting: “Tea”",
    ]
    home = page.context["page"]
    assert [strip_tags(line.words) for line in home.due_now] == [*at_home[:2], at_home[-1]]
    assert [strip_tags(line.words) for line in home.due_later] == at_home[2:4]
    waiting = on_the_desk.context["page"].waiting
    assert [strip_tags(line.words) for line in waiting if line.club == club.name] == at_home
    assert on_the_desk.content.decode().count("<bdi>Harbour Club</bdi>") == 5
    assert "<bdi" not in page.content.decode().partition('id="due"')[2].partition("</section>")[0]


def test_a_guess_that_has_opened_is_on_the_page_until_one_has_said_how_it_came_out(
    read: Read, ada: User, bo: User
) -> None:
    guess = seal(
        read=read,
        by=Membership.objects.get(club=read.club, user=bo),
        text="The ferryman did it",
        upto=2,
        made_at_place=0,
    )
    assert not opened_guesses(ada, read.club)
    for number in (1, 2):
        read_up_to_end(user=ada, chapter=chapter(read, number))

    [line] = opened_guesses(ada, read.club)
    assert "1 prediction about “Low Water” has opened" in line
    assert not opened_guesses(bo, read.club)  # who is not there yet

    judge(
        prediction=guess,
        by=Membership.objects.get(club=read.club, user=ada),
        outcome=PredictionOutcome.WRONG,
    )
    assert not opened_guesses(ada, read.club)


def test_ones_own_guess_is_announced_as_ones_own(read: Read, ada: User) -> None:
    me = Membership.objects.get(club=read.club, user=ada)
    seal(read=read, by=me, text="The ferryman did it", upto=1, made_at_place=0)
    read_up_to_end(user=ada, chapter=chapter(read, 1))

    assert opened_guesses(ada, read.club) == [
        "Your prediction about “Low Water” has opened: was it right?"
    ]


def opened_guesses(person: User, club: Club) -> list[str]:
    client = Client()
    client.force_login(person)
    page = html.fromstring(client.get(club.get_absolute_url()).content)
    lines = [" ".join(each.text_content().split()) for each in page.cssselect(".club-due a")]
    return [line for line in lines if "prediction" in line]
