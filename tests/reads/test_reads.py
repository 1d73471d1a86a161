"""What a club reads, as its members see it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from selectolax.lexbor import LexborHTMLParser

from bookcub.clubs.models import Club, ClubVisibility, Membership
from bookcub.comments.models import Comment, Hearers
from bookcub.core import clock
from bookcub.people.models import User
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads.actions.plans import set_pace
from bookcub.reads.actions.reads import abandon_read, begin_read, finish_read
from bookcub.reads.models import Milestone, OutsideBook, PaceKind, Read
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.company import company_in
from bookcub.reads.queries.current_books import going_on_for
from bookcub.reads.queries.plans import PaceWish
from bookcub.works.actions.works import delete_work
from bookcub.works.choices import Visibility as Readers
from bookcub.works.models import Work
from tests.browsing import Client, words_of
from tests.conftest import person
from tests.making import add_chapter, make_club, make_read, make_work
from tests.refused import refused

pytestmark = pytest.mark.both


@pytest.fixture
def club(cy: User, di: User) -> Club:
    return make_club(cy, di)


def me(club: Club, who: User) -> Membership:
    return club.memberships.get(user=who)


def made_of(client: Client, url: str, name: str = "page") -> Any:
    return client.get(url).context[name]


def html(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def weekly(read: Read, by: Membership, amount: int = 2) -> None:
    set_pace(
        read=read, by=by, wish=PaceWish(PaceKind.PER_WEEK, amount, None, 4, today_of(read.club))
    )


def test_a_read_shows_where_the_club_is(client: Client, club: Club, cy: User, ada: User) -> None:
    read = begin_read(club=club, work=make_work(ada, chapters=4), brought_by=me(club, cy))
    weekly(read, me(club, cy))
    client.force_login(cy)

    page = made_of(client, read.get_absolute_url())

    assert page.next.upto == 2
    assert page.start_url in html(client, read.get_absolute_url())
    assert read.brought_by == me(club, cy)
    assert (page.company.place.upto, page.company.place.is_inside) == (0, False)


def test_a_club_that_has_read_a_book_says_nothing_of_those_who_have_not(
    client: Client, club: Club, cy: User, ada: User
) -> None:
    work = make_work(ada, chapters=2)
    read = begin_read(club=club, work=work, brought_by=me(club, cy))
    client.force_login(cy)
    before = made_of(client, read.get_absolute_url()).my_place
    finish_read(read=read, by=me(club, cy))

    of_nothing = made_of(client, read.get_absolute_url()).my_place
    read_up_to_end(user=cy, chapter=work.posted_chapters()[0])
    of_some = made_of(client, read.get_absolute_url()).my_place

    assert before == "You are before the first page."
    assert "You are" not in of_nothing
    assert of_some == "You are at the end of chapter 1."


def test_without_a_plan_a_read_goes_as_it_goes(
    client: Client, club: Club, cy: User, ada: User
) -> None:
    read = begin_read(club=club, work=make_work(ada, chapters=2), brought_by=me(club, cy))
    client.force_login(cy)

    page = made_of(client, read.get_absolute_url())
    assert (page.next, [*page.milestones]) == (None, [])


def test_a_chapter_that_is_not_there_is_waited_for_kindly(
    client: Client, club: Club, cy: User, ada: User
) -> None:
    work = make_work(ada, chapters=1, chapters_planned=3)
    read = begin_read(club=club, work=work, brought_by=me(club, cy))
    weekly(read, me(club, cy))
    client.force_login(cy)

    page = made_of(client, read.get_absolute_url())

    assert page.next.waits


def test_a_private_clubs_reads_do_not_exist_for_others(
    client: Client, club: Club, bo: User, ada: User
) -> None:
    read = make_read(club, work=make_work(ada))
    client.force_login(bo)

    for url in (read.get_absolute_url(), f"{club.get_absolute_url()}/reads"):
        assert client.get(url).status_code == 404
        assert client.get(f"{url}/nonsense").status_code == 404


def test_a_listed_clubs_reads_are_for_its_members(client: Client, cy: User, bo: User) -> None:
    club = make_club(cy, visibility=ClubVisibility.LISTED)
    client.force_login(bo)

    assert client.get(reverse("reads:read_index", args=[club.pk])).status_code == 403


def test_guests_are_asked_to_log_in(client: Client, club: Club) -> None:
    response = client.get(reverse("reads:read_index", args=[club.pk]))

    assert response.status_code == 302
    assert "log-in" in response["Location"] or "login" in response["Location"]


def test_a_read_of_another_club_is_not_found_in_this_one(
    client: Client, club: Club, cy: User, ada: User
) -> None:
    elsewhere = make_read(make_club(ada, cy, name="Elsewhere"), work=make_work(ada))
    client.force_login(cy)

    url = reverse("reads:read_detail", args=[club.pk, elsewhere.pk])

    assert client.get(url).status_code == 404


def test_the_list_parts_what_goes_on_from_what_comes_and_what_is_over(
    client: Client, club: Club, cy: User, ada: User
) -> None:
    host = me(club, cy)
    begin_read(club=club, work=make_work(ada, title="Now"), brought_by=host)
    soon = today_of(club) + timedelta(days=9)
    begin_read(club=club, work=make_work(ada, title="Soon"), brought_by=host, starts_on=soon)
    over = begin_read(club=club, work=make_work(ada, title="Over"), brought_by=host)
    finish_read(read=over, by=host)
    left = begin_read(club=club, work=make_work(ada, title="Left"), brought_by=host)
    abandon_read(read=left, by=host, word="Too many whales")
    client.force_login(cy)

    answer = client.get(reverse("reads:read_index", args=[club.pk]))

    page, ended = answer.context["page"], answer.context["ended"]
    assert [[each.read.title for each in part] for part in (page.now, page.coming, ended)] == [
        ["Now"],
        ["Soon"],
        ["Left", "Over"],
    ]
    assert "Too many whales" in answer.content.decode()


def test_an_empty_list_invites(client: Client, club: Club, cy: User) -> None:
    client.force_login(cy)

    here = html(client, reverse("reads:read_index", args=[club.pk])).split("<main", 1)[1]
    assert f'href="/clubs/{club.pk}/picks' in here


def test_either_of_two_begins_a_book_from_elsewhere(client: Client, club: Club, di: User) -> None:
    client.force_login(di)

    response = client.post(
        reverse("reads:read_new", args=[club.pk]),
        {"title": "Emma", "author": "Jane Austen", "chapters": "One\nTwo\nThree", "pages": ""},
    )

    read = Read.objects.get(club=club)
    assert response["Location"] == read.get_absolute_url()
    assert (read.title, read.byline, read.brought_by) == ("Emma", "Jane Austen", me(club, di))
    assert read.starts_on == today_of(club)


def test_what_was_typed_stays_when_something_is_missing(
    client: Client, club: Club, cy: User
) -> None:
    client.force_login(cy)

    response = client.post(reverse("reads:read_new", args=[club.pk]), {"title": "Emma"})

    assert response.status_code == 422
    page = response.content.decode()
    assert refused(response) == {"pages"}
    assert 'value="Emma"' in page
    assert not OutsideBook.objects.exists()


def test_a_book_that_was_read_is_known_by_its_isbn_and_a_wrong_one_is_no_hindrance(
    client: Client, club: Club, cy: User, bo: User
) -> None:
    client.force_login(cy)
    here = reverse("reads:read_new", args=[club.pk])
    book = {"title": "Emma", "author": "Jane Austen", "isbn": "0306406152", "pages": "400"}
    client.post(here, book)
    make_club(bo, name="Elsewhere")

    client.post(here, {"isbn": "978-0-306-40615-7", "pages": "300"})
    answer = client.post(here, {"title": "Persuasion", "isbn": "0306406153", "pages": "300"})

    reads = Read.objects.filter(club=club).order_by("pk").select_related("book")
    assert [(each.title, each.byline) for each in reads] == [
        ("Emma", "Jane Austen"),
        ("Emma", "Jane Austen"),
        ("Persuasion", ""),
    ]
    assert "“0306406153” does not add up" in html(client, answer["Location"])
    client.force_login(bo)
    elsewhere = reverse("reads:read_new", args=[Club.objects.get(name="Elsewhere").pk])
    unknown = client.post(elsewhere, {"isbn": "0306406152", "pages": "300"})
    assert refused(unknown) == {"title required"}
    assert "Emma" not in unknown.content.decode()


def test_a_work_begins_with_a_day(client: Client, club: Club, cy: User, ada: User) -> None:
    work = make_work(ada)
    client.force_login(cy)
    url = reverse("reads:read_new", args=[club.pk])
    assert "The Weir" in html(client, f"{url}?work={work.pk}")

    client.post(url, {"work": work.pk, "starts_on": today_of(club).isoformat()})

    assert Read.objects.get(club=club).work == work


@pytest.mark.parametrize("asked", ["x", "99999999999999999999", "0", "-1"])
@pytest.mark.both
def test_a_work_that_is_not_there_is_not_found(
    client: Client, club: Club, cy: User, asked: str
) -> None:
    client.force_login(cy)

    url = reverse("reads:read_new", args=[club.pk])

    assert client.get(url, {"work": asked}).status_code == 404


def test_a_work_that_not_everybody_can_open_is_refused(
    client: Client, club: Club, cy: User
) -> None:
    work = make_work(cy, visibility=Readers.NAMED)
    client.force_login(cy)

    response = client.post(reverse("reads:read_new", args=[club.pk]), {"work": work.pk})

    assert response.status_code == 422
    assert refused(response) == {""}


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
@pytest.mark.both
def test_a_day_far_away_is_refused(
    client: Client, club: Club, cy: User, ada: User, year: str
) -> None:
    client.force_login(cy)
    url = reverse("reads:read_new", args=[club.pk])

    response = client.post(url, {"work": make_work(ada).pk, "starts_on": year})

    assert response.status_code == 422


def test_in_a_larger_club_hosts_begin_and_end_reads(
    client: Client, cy: User, di: User, bo: User, ada: User
) -> None:
    club = make_club(cy, di, bo)
    read = make_read(club, work=make_work(ada))
    client.force_login(di)

    assert client.get(reverse("reads:read_new", args=[club.pk])).status_code == 403
    assert client.get(f"{read.get_absolute_url()}/end").status_code == 403
    assert client.post(f"{read.get_absolute_url()}/end/delete").status_code == 403


def test_a_read_is_left_with_a_word_and_taken_up_again(
    client: Client, club: Club, cy: User, ada: User
) -> None:
    read = make_read(club, work=make_work(ada))
    client.force_login(cy)

    client.post(f"{read.get_absolute_url()}/end", {"how": "abandoned", "word": "Not for us"})
    assert not Read.objects.get(pk=read.pk).is_going_on
    assert "Not for us" in html(client, read.get_absolute_url())

    assert client.get(f"{read.get_absolute_url()}/end/delete").status_code == 405
    client.post(f"{read.get_absolute_url()}/end/delete")
    again = Read.objects.get(pk=read.pk)
    assert again.is_going_on
    assert again.abandoned_word == ""


def test_a_read_is_ended_once(club: Club, cy: User, ada: User) -> None:
    read = make_read(club, work=make_work(ada))

    assert finish_read(read=read, by=me(club, cy))
    assert not abandon_read(read=Read.objects.get(pk=read.pk), by=me(club, cy))


def test_the_day_on_which_a_read_ended_is_the_clubs(
    client: Client, cy: User, di: User, ada: User
) -> None:
    club = make_club(cy, di, time_zone="America/Chicago")
    cy.preferences.time_zone = "Europe/Berlin"
    cy.preferences.save()
    read = make_read(club, work=make_work(ada))
    finish_read(read=read, by=me(club, cy))
    evening = datetime(2026, 3, 11, 1, 30, tzinfo=UTC)  # the tenth, 20:30 in Chicago
    Read.objects.update(made_at=evening - timedelta(days=20), finished_at=evening)
    client.force_login(cy)

    for url in (
        f"/clubs/{club.pk}/reads",
        read.get_absolute_url(),
        f"{read.get_absolute_url()}/memory",
    ):
        page = words_of(client.get(url).content.decode())
        assert "10 Mar" in page, url
        assert "11 Mar" not in page, url


def test_a_read_without_an_author_begins_with_who_suggested_it(
    client: Client, club: Club, cy: User, ada: User
) -> None:
    read = make_read(club, work=make_work(ada))
    Read.objects.update(byline="")
    client.force_login(cy)

    head = html(client, read.get_absolute_url()).split("</h1>", 1)[1].split("</p>", 1)[0]

    assert words_of(head).strip().startswith("suggested by")


def test_a_work_that_goes_leaves_its_read(client: Client, club: Club, cy: User, ada: User) -> None:
    work = make_work(ada, title="The Weir")
    read = begin_read(club=club, work=work, brought_by=me(club, cy))
    weekly(read, me(club, cy))
    Work.objects.filter(pk=work.pk).update(title="The Sluice")
    delete_work(work=Work.objects.get(pk=work.pk), by=ada)
    client.force_login(cy)

    page = html(client, read.get_absolute_url())

    assert "The Sluice" in page
    assert made_of(client, read.get_absolute_url()).work is None
    html(client, f"{read.get_absolute_url()}/plan")


def test_a_work_that_was_closed_is_not_linked(
    client: Client, club: Club, cy: User, ada: User
) -> None:
    work = make_work(ada)
    read = make_read(club, work=work)
    Work.objects.filter(pk=work.pk).update(visibility=Readers.NAMED)
    client.force_login(cy)

    page = html(client, read.get_absolute_url())

    assert made_of(client, read.get_absolute_url()).work is None
    assert f'href="{work.get_absolute_url()}' not in page


def crowd(count: int) -> list[User]:
    return [person(f"Member{number:02}") for number in range(count)]


@pytest.mark.usefixtures("left_behind")
@pytest.mark.parametrize("chapters", [2, 12])
def test_a_page_costs_the_same_however_many_read(
    client: Client,
    db: None,
    ada: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    chapters: int,
) -> None:
    club = make_club(*crowd(12))
    host = club.memberships.get(user__username="Member00")
    read = begin_read(club=club, work=make_work(ada, chapters=chapters), brought_by=host)
    weekly(read, host, 1)
    client.force_login(host.user)  # type: ignore[arg-type]

    for url, most in ((read.get_absolute_url(), 17), (f"{read.get_absolute_url()}/plan", 11)):
        with django_assert_max_num_queries(most):
            client.get(url)
    for url, most in ((f"{club.get_absolute_url()}/reads", 10), (club.get_absolute_url(), 36)):
        with django_assert_max_num_queries(most):
            client.get(url)


def test_the_clubs_home_says_what_is_next(
    client: Client, club: Club, cy: User, di: User, ada: User
) -> None:
    read = begin_read(club=club, work=make_work(ada, chapters=4), brought_by=me(club, cy))
    weekly(read, me(club, cy))
    client.force_login(di)

    page = made_of(client, club.get_absolute_url())

    (now_read,) = page.reads
    assert now_read.next.upto == 2
    assert now_read.start_url
    assert page.due == []  # who chooses the one after is no matter yet

    Milestone.objects.filter(read=read, upto=2).update(due_on=today_of(club) - timedelta(days=1))
    page = made_of(client, club.get_absolute_url())
    assert [line.words for line in page.due] == ["You choose next"]


def test_the_home_of_a_club_without_a_read_invites_to_choose(
    client: Client, club: Club, cy: User
) -> None:
    client.force_login(cy)

    page = html(client, club.get_absolute_url()).split("<main", 1)[1]
    assert f'href="/clubs/{club.pk}/picks"' in page


def test_strangers_see_a_listed_clubs_door_and_nothing_of_its_reads(
    client: Client, cy: User, bo: User, ada: User
) -> None:
    club = make_club(cy, visibility=ClubVisibility.LISTED)
    make_read(club, work=make_work(ada, title="Their Secret Read"))
    client.force_login(bo)

    page = html(client, club.get_absolute_url())

    assert "Their Secret Read" not in page


def test_those_who_are_invited_are_told_the_language_of_a_title_that_outlives_its_work(
    club: Club, bo: User, ada: User
) -> None:
    work = make_work(ada, title="Le Sel", language="fr")
    make_read(club, work=work)
    delete_work(work=work, by=ada)

    assert [(book.title, book.language) for book in going_on_for(club, bo)] == [("Le Sel", "fr")]


def test_a_work_says_with_whom_one_reads_it(
    client: Client, club: Club, cy: User, bo: User, ada: User
) -> None:
    work = make_work(ada, chapters=3)
    read = begin_read(club=club, work=work, brought_by=me(club, cy))
    weekly(read, me(club, cy))
    url = reverse("reads:work_read_index", args=[work.pk])

    client.force_login(cy)
    part = html(client, f"{url}?part=true")
    assert "Weir Readers" in part
    (due,) = made_of(client, url, "due")
    assert (due.club, due.due_on) == (club, read.milestones.get(upto=2).due_on)
    assert "<html" in html(client, url)

    client.force_login(bo)
    assert html(client, f"{url}?part=true").strip() == ""


def company(client: Client, page: str) -> list[tuple[str, str]]:
    """With whom a story's page says that one reads it, and where that leads."""
    lines = LexborHTMLParser(client.get(page).content).css(".work-company a")
    return [(line.text(strip=True), str(line.attributes["href"])) for line in lines]


def test_a_story_says_beneath_its_title_with_whom_one_reads_it_now(
    client: Client, club: Club, cy: User, di: User, bo: User, ada: User
) -> None:
    work = make_work(ada, chapters=2)
    pages = [
        work.get_absolute_url(),
        f"{work.get_absolute_url()}?view_full_work=true",
        work.chapters.get(position=2).get_absolute_url(),
    ]
    read = make_read(club, work=work)
    many = make_club(cy, di, bo, name="Three at the Weir")
    finished = make_read(many, work=work, finished_at=clock.now())
    friend = (di.default_pseud.name, club.get_absolute_url())

    client.force_login(cy)
    for page in pages:
        assert company(client, page) == [friend]
    finished.finished_at = None
    finished.save()
    assert company(client, pages[0]) == [friend, (many.name, many.get_absolute_url())]
    assert "Read this with someone" not in words_of(
        html(client, pages[0]).partition("data-chapter")[0]
    )

    client.post(f"{read.get_absolute_url()}/reader", {"sits_out": "yes"})
    assert [name for name, _ in company(client, pages[0])] == [many.name]
    client.force_login(ada)
    assert company(client, pages[0]) == []
    client.logout()
    assert company(client, pages[0]) == []


def test_with_whom_one_reads_is_found_with_one_query(
    club: Club, cy: User, di: User, ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    work = make_work(ada)
    for name in ("One", "Two", "Three", "Four"):
        make_read(make_club(cy, di, ada, name=name), work=work)

    with django_assert_num_queries(1):
        assert [one.name for one in company_in(work, cy)] == ["One", "Two", "Three"]


def test_a_read_says_how_much_is_said_ahead_and_nothing_of_it(
    client: Client, club: Club, cy: User, ada: User
) -> None:
    work = make_work(ada, chapters=2)
    read = make_read(club, work=work)
    Comment.objects.create(
        work=work,
        chapter=work.chapters.get(position=2),
        hearers=Hearers.CLUB,
        club=club,
        pseud=me(club, cy).pseud,
        html="<p>The cockles drown.</p>",
        placed_at=clock.now(),
        place_index=0,
    )
    di = club.memberships.exclude(user=cy).get().user
    client.force_login(di)  # type: ignore[arg-type]
    url = reverse("comments:talk_ahead_detail", args=[club.pk, read.pk])

    part = html(client, f"{url}?part=true")

    assert re.findall(r"\d+", words_of(part)) == ["1"]
    assert "cockles" not in part
    assert client.get(url).status_code == 302


def test_whoever_sits_a_read_out_is_not_told_what_is_due(
    client: Client, club: Club, cy: User, ada: User
) -> None:
    work = make_work(ada)
    read = make_read(club, work=work)
    client.force_login(cy)
    client.post(f"{read.get_absolute_url()}/reader", {"sits_out": "yes"})

    part = html(client, f"{reverse('reads:work_read_index', args=[work.pk])}?part=true")

    assert part.strip() == ""


def test_the_desk_shows_what_is_due_in_ones_clubs(
    client: Client, club: Club, cy: User, ada: User
) -> None:
    add_chapter(work := make_work(ada, chapters=1, chapters_planned=2), position=2)
    weekly(begin_read(club=club, work=work, brought_by=me(club, cy)), me(club, cy))
    client.force_login(cy)

    (mine,) = made_of(client, reverse("home:desk_index")).clubs

    assert [each.read.work for each in mine.reads] == [work]


def test_a_renamed_work_renames_its_reads(club: Club, cy: User, ada: User, client: Client) -> None:
    from bookcub.works.signals import work_revised  # noqa: PLC0415  # announced as works do

    work = make_work(ada)
    read = make_read(club, work=work)
    Work.objects.filter(pk=work.pk).update(title="The Sluice")

    work_revised.send(Work, work=Work.objects.get(pk=work.pk))

    read.refresh_from_db()
    assert read.title == "The Sluice"
    assert clock.now() > read.made_at


@pytest.mark.parametrize("number", ["0", "9" * 25])
def test_numbers_that_no_club_or_read_has_are_not_found(
    client: Client, club: Club, cy: User, number: str
) -> None:
    client.force_login(cy)
    own = club.get_absolute_url()

    for url in (
        f"/clubs/{number}",
        f"/clubs/{number}/reads",
        f"/clubs/{number}/meetings/next?part=true",
        f"{own}/reads/{number}",
        f"{own}/reads/{number}/plan",
        f"{own}/reads/{number}/talk/ahead?part=true",
        f"/works/{number}/reads",
    ):
        assert client.get(url).status_code == 404, url
