"""The first page: something to read, and for members where they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html
from pytest_django import DjangoAssertNumQueries

from bookcub.home.queries.continuing import continuing
from bookcub.home.queries.opening_excerpt import first_paragraphs, opening_of_the_day
from bookcub.people.models import Archive, SignUp, User
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reading.models import ChapterProgress, Place
from bookcub.tags.fixed import Rating
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Chapter, Visibility, Work
from tests.browsing import Client, words_of
from tests.making import add_chapter, make_work

PROSE = "<p id='b-00000001'>{}</p>".format("The tide went out further than the map allowed. " * 20)


def make_long(by: User, **fields: object) -> Work:
    """A work with enough text to stand open on the front page."""
    work = make_work(by, chapters=0, **fields)  # type: ignore[arg-type]  # passed through
    add_chapter(work, position=1, html=PROSE)
    work.chapters.update(word_count=180)
    work.count_again()
    return work


def test_an_empty_archive_invites_a_guest_to_join(db: None, client: Client) -> None:
    page = client.get("/").content.decode()

    assert not Work.objects.exists()
    assert 'href="/users/new"' in page


def test_an_empty_archive_where_one_is_invited_offers_nobody_to_join_by_themselves(
    ada: User, client: Client
) -> None:
    Archive.objects.update_or_create(pk=1, defaults={"sign_up": SignUp.INVITATION})

    for fill in (lambda: None, lambda: make_long(ada)):
        fill()
        main = client.get("/").content.decode().split("<main", 1)[1].split("</main", 1)[0]
        assert 'href="/users/new"' not in main


def test_an_empty_archive_invites_a_member_to_write(ada: User, client: Client) -> None:
    client.force_login(ada)

    assert 'href="/works/new"' in client.get("/").content.decode().split("<main", 1)[1]


def test_a_closed_archive_offers_nobody_to_join(ada: User, client: Client) -> None:
    Archive.objects.update_or_create(pk=1, defaults={"sign_up": SignUp.CLOSED})

    assert 'href="/users/new"' not in client.get("/").content.decode()
    make_long(ada)
    assert 'href="/users/new"' not in client.get("/").content.decode()


def test_the_archive_says_its_name_and_what_it_is(db: None, client: Client) -> None:
    Archive.objects.update_or_create(
        pk=1, defaults={"name": "The <Weir>", "description": "Stories & more"}
    )

    page = client.get("/").content.decode()

    assert "The &lt;Weir&gt;</h1>" in page
    assert "Stories &amp; more" in page


def test_a_story_stands_open_with_its_author_and_the_way_on(ada: User, client: Client) -> None:
    work = make_long(ada, title="Low Water")

    page = client.get("/").content.decode()

    assert "The tide went out further than the map allowed." in page
    assert f'href="/works/{work.pk}"' in page
    assert 'id="b-' not in page


@pytest.mark.parametrize(
    "fields",
    [
        {"rating": Rating.MATURE},
        {"rating": Rating.EXPLICIT},
        {"rating": Rating.NOT_RATED},
        {"visibility": Visibility.MEMBERS},
        {"visibility": Visibility.NAMED},
    ],
)
def test_what_asks_before_it_opens_never_stands_open(
    ada: User, client: Client, fields: dict[str, str]
) -> None:
    make_long(ada, **fields)

    client.force_login(ada)
    assert "The tide went out" not in client.get("/").content.decode()


def test_a_draft_stands_on_no_front_page(ada: User, client: Client) -> None:
    make_work(ada, title="Not yet", posted=False)

    for person in (None, ada):
        if person:
            client.force_login(person)
        assert "Not yet" not in client.get("/").content.decode()


def test_an_anonymous_story_stands_open_without_its_author(ada: User, client: Client) -> None:
    make_long(ada, is_anonymous=True)

    page = client.get("/").content.decode()

    assert "The tide went out" in page
    assert "Ada" not in words_of(page)


@pytest.mark.parametrize("member", [False, True])
def test_whoever_is_new_meets_clubs_outside_the_menu(
    ada: User, bo: User, client: Client, member: bool
) -> None:
    make_long(ada)
    if member:
        client.force_login(bo)

    main = client.get("/").content.decode().split("<main", 1)[1]

    assert '<a href="/clubs">' in main


def test_prose_stands_open_rather_than_a_letterhead(ada: User) -> None:
    letter = make_long(ada, title="A letter", at=timezone.now())
    letter.chapters.update(html="<p>The Board<br>Room 19</p>" + PROSE)
    make_long(ada, title="A story", at=timezone.now() - timedelta(days=9))

    opening = opening_of_the_day(ada)

    assert opening is not None
    assert opening.work.title == "A story"


def test_another_story_stands_open_tomorrow(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        make_long(ada, title=f"Story {number}")
    today = timezone.now()
    shown = set()
    for days in range(3):
        monkeypatch.setattr("django.utils.timezone.now", lambda days=days: today + timedelta(days))
        opening = opening_of_the_day(ada)
        assert opening is not None
        shown.add(opening.work.title)

    assert len(shown) == 3


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>One.</p><p>Two.</p>", "<p>One.</p><p>Two.</p>"),
        ("<h2>Title</h2><p>One.</p>", "<p>One.</p>"),
        ("<p>One.</p><hr><p>Two.</p>", "<p>One.</p>"),
        ("<p> </p><p>One.</p>", "<p>One.</p>"),
        ('<p id="b-1">A <a href="/x">link</a> <em>here</em></p>', "<p>A link <em>here</em></p>"),
        ('<p>One <img src="x"> <script>alert(1)</script></p>', "<p>One  </p>"),
        ("<p>Cut off in the mid", "<p>Cut off in the mid</p>"),
        ("", ""),
        ("words alone", ""),
    ],
)
def test_the_first_paragraphs_are_text_and_nothing_else(html: str, shown: str) -> None:
    assert first_paragraphs(html)[0] == shown


def test_no_more_than_the_first_paragraphs_is_shown() -> None:
    shown, goes_on = first_paragraphs("<p>one two three</p><p>four</p><p>five</p>", words=4)

    assert shown == "<p>one two three</p><p>four</p>"
    assert goes_on


def test_fandoms_in_use_lead_to_their_works(ada: User, client: Client) -> None:
    make_work(ada, tags={TagKind.FANDOM: ["Kestrel Deep"]})
    Tag.objects.update(uses=1)

    assert 'href="/tags/fandom/Kestrel%20Deep"' in client.get("/").content.decode()


def test_members_go_on_where_they_were(ada: User, bo: User, client: Client) -> None:
    work = make_work(ada, title="The Serial", chapters=3)
    read_up_to_end(user=bo, chapter=work.chapters.get(position=1))
    client.force_login(bo)

    answer = client.get("/")
    page = answer.content.decode()

    assert page.index("The Serial") < page.index('id="new')
    assert answer.context["page"].continuing == continuing(bo, limit=3)
    [row] = continuing(bo, limit=3)
    assert row.percent == 33
    ways = html.fromstring(page).xpath("//li[@class='continuing-row']//a/@href")
    assert ways == [row.url, row.url, work.get_absolute_url()]


def test_what_is_read_to_the_end_is_not_continued_until_more_comes(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=2, chapters_planned=None)
    read_up_to_end(user=bo, chapter=work.chapters.get(position=2))
    assert continuing(bo, limit=3) == []

    add_chapter(work, position=3)

    [row] = continuing(bo, limit=3)
    assert "3" in row.label
    assert row.has_news


def test_what_was_only_opened_is_not_continued_and_what_was_scrolled_is(
    ada: User, bo: User
) -> None:
    work = make_work(ada, chapters=2)
    chapter = work.chapters.get(position=1)
    Chapter.objects.filter(pk=chapter.pk).update(
        html='<p id="b-aaaaaaaa">Ebb.</p><p id="b-bbbbbbbb">Neap.</p>'
    )
    place = Place.objects.create(
        user=bo, work=work, work_title=work.title, chapter=chapter, block_id="b-aaaaaaaa"
    )
    assert continuing(bo, limit=3) == []

    place.block_id = "b-bbbbbbbb"
    place.save()
    [row] = continuing(bo, limit=3)

    assert row.title == work.title


def test_what_was_read_is_continued_from_its_beginning_too(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=2)
    chapter = work.chapters.get(position=1)
    ChapterProgress.objects.create(user=bo, chapter=chapter, furthest_index=1)
    Place.objects.create(user=bo, work=work, work_title=work.title, chapter=chapter)

    assert [row.title for row in continuing(bo, limit=3)] == [work.title]


def test_what_became_closed_is_not_continued(ada: User, bo: User) -> None:
    work = make_work(ada, chapters=2)
    read_up_to_end(user=bo, chapter=work.chapters.get(position=1))

    work.visibility = Visibility.NAMED
    work.save()

    assert continuing(bo, limit=3) == []


def test_nobody_sees_where_another_is(ada: User, bo: User, cy: User, client: Client) -> None:
    work = make_work(ada, chapters=2)
    read_up_to_end(user=bo, chapter=work.chapters.get(position=1))

    for person in (None, cy, ada):
        if person:
            client.force_login(person)
        assert client.get("/").context["page"].continuing == []


def test_a_full_front_page_takes_no_more_queries_than_a_small_one(
    ada: User, bo: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        work = make_long(ada, title=f"Story {number}", tags={TagKind.FANDOM: [f"Fandom {number}"]})
        add_chapter(work, position=2)
        read_up_to_end(user=bo, chapter=work.chapters.get(position=1))

    with django_assert_max_num_queries(13):
        client.get("/")
    client.force_login(bo)
    with django_assert_max_num_queries(25):
        client.get("/")
