"""Starting a club, finding one, and what it says of itself."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from bookcub.clubs.models import Club, ClubInvitation, ClubVisibility, Joining
from bookcub.people.models import User
from bookcub.picks.models import Method
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads.models import Read
from bookcub.works.models import Chapter
from tests.browsing import Client, words_of
from tests.clubs.coming_in import as_, hosts, invited, link_into, members
from tests.making import make_club, make_read, make_work
from tests.people.conftest import Capture
from tests.people.pictures import picture
from tests.refused import refused

NEW = {
    "name": "Weir Readers",
    "visibility": "private",
    "joining": "invitation",
    "time_zone": "Europe/Lisbon",
}


def test_two_friends_need_a_work_and_a_name(ada: User, bo: User) -> None:
    work = make_work(ada, title="The Weir")

    answer = as_(ada).post(
        f"/works/{work.pk}/read-with", {"by_link": "no", "friend": "bo", "word": "You too?"}
    )

    club = Club.objects.get()
    assert answer.headers["Location"] == f"/clubs/{club.pk}"
    assert club.name == "Ada & Bo"
    assert club.visibility == ClubVisibility.PRIVATE
    assert club.pick_rules.method == Method.TURNS
    assert hosts(club) == members(club) == {"Ada"}
    assert Read.objects.get(club=club).work == work
    asked = ClubInvitation.objects.get(club=club)
    assert (asked.user, asked.word) == (bo, "You too?")


def test_pressing_twice_starts_one_club(ada: User, bo: User) -> None:
    work = make_work(ada)
    for friend in ({"by_link": "no", "friend": "Bo"}, {"by_link": "yes"}):
        before = Club.objects.count()
        for _ in range(2):
            assert as_(ada).post(f"/works/{work.pk}/read-with", friend).status_code == 302
        assert Club.objects.count() == before + 1
    assert ClubInvitation.objects.count() == 1


def test_a_friend_without_an_account_gets_a_link(ada: User) -> None:
    work = make_work(ada, title="The Weir")

    answer = as_(ada).post(f"/works/{work.pk}/read-with", {"by_link": "yes"}, follow=True)

    club = Club.objects.get()
    assert club.name == "The Weir"
    assert f"http://testserver/clubs/links/{club.link.key}" in answer.content.decode()


@pytest.mark.parametrize(
    ("friend", "reason"),
    [
        ("", "friend"),
        ("Nobody", "friend unknown"),
        ("Ada", "friend oneself"),
        ("\x00", "friend null_characters_not_allowed"),
    ],
)
def test_a_wrong_name_keeps_what_was_typed(ada: User, friend: str, reason: str) -> None:
    work = make_work(ada)

    answer = as_(ada).post(
        f"/works/{work.pk}/read-with",
        {"by_link": "no", "friend": friend, "word": "A long word to them"},
    )

    assert answer.status_code == 422
    assert refused(answer) == {reason}
    assert "A long word to them" in answer.content.decode()
    assert not Club.objects.exists()


def test_a_work_that_one_may_not_read_is_not_there(ada: User, bo: User) -> None:
    draft = make_work(ada, posted=False)

    for person in (ada, bo):
        assert as_(person).get(f"/works/{draft.pk}/read-with").status_code == 404
        answer = as_(person).post(f"/works/{draft.pk}/read-with", {"by_link": "yes"})
        assert answer.status_code == 404


def test_a_larger_club_asks_all_at_once(ada: User, bo: User, cy: User, di: User) -> None:
    answer = as_(ada).post("/clubs/new", {**NEW, "people": "Bo, Cy, Bo, Ada", "word": "Tides!"})

    club = Club.objects.get()
    assert answer.status_code == 302
    assert {asked.user for asked in club.invitations.all()} == {bo, cy}
    assert club.pick_rules.method == Method.RANKED
    assert club.time_zone == "Europe/Lisbon"
    assert hosts(club) == {"Ada"}


def test_one_wrong_name_asks_nobody_and_makes_nothing(ada: User, bo: User) -> None:
    answer = as_(ada).post("/clubs/new", {**NEW, "people": "Bo, Rue", "description": "Of tides."})

    assert answer.status_code == 422
    assert "Rue" in answer.content.decode()
    assert "Of tides." in answer.content.decode()
    assert not Club.objects.exists()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"name": ""}, "name required"),
        ({"name": "\u202e\u200b"}, "name"),
        ({"name": "x" * 81}, "name max_length"),
        ({"time_zone": "Atlantis"}, "time_zone no_such_zone"),
        ({"visibility": "secret"}, "visibility invalid_choice"),
        ({"description": "tide " * 500}, "description"),
        ({"people": ", ".join(f"n{n}" for n in range(21))}, "people too_many"),
        ({"picture": SimpleUploadedFile("a.png", b"no picture")}, "picture broken"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    ada: User, given: dict[str, object], reason: str
) -> None:
    answer = as_(ada).post("/clubs/new", {**NEW, **given})

    assert answer.status_code == 422
    assert refused(answer) == {reason}
    assert not Club.objects.exists()


def test_a_description_is_cleaned_and_a_name_stays_a_name(ada: User) -> None:
    hostile = "<script>alert(1)</script>\u202eevil"
    form = {**NEW, "name": hostile, "description": "<p onclick='x()'>Tides<script>x</script></p>"}
    assert as_(ada).post("/clubs/new", form).status_code == 302

    club = Club.objects.get()
    assert "\u202e" not in club.name
    assert club.description == "<p>Tides</p>"
    for page in ("", "/members", "/edit", "/me", "/membership/delete", "/link"):
        words = as_(ada).get(f"/clubs/{club.pk}{page}").content.decode()
        assert "<script>alert" not in words
        assert "&lt;script&gt;alert(1)" in words


def test_a_picture_is_drawn_anew_and_shown_to_those_who_may_know_of_the_club(
    ada: User, bo: User, cy: User, django_capture_on_commit_callbacks: Capture
) -> None:
    club = make_club(ada)
    upload = SimpleUploadedFile("a.png", picture("PNG"))
    form = {**NEW, "picture": upload, "picture_alt": "A weir"}

    assert as_(ada).post(f"/clubs/{club.pk}/edit", form).status_code == 302

    club.refresh_from_db()
    assert club.picture.name.endswith(".webp")
    assert as_(ada).get(f"/clubs/{club.pk}/picture").status_code == 200
    assert as_(bo).get(f"/clubs/{club.pk}/picture").status_code == 404
    invited(club, ada, cy)
    assert as_(cy).get(f"/clubs/{club.pk}/picture").status_code == 200

    stored, storage = club.picture.name, club.picture.storage
    with django_capture_on_commit_callbacks(execute=True):
        as_(ada).post(f"/clubs/{club.pk}/edit", {**NEW, "without_picture": "on"})
    club.refresh_from_db()
    assert not club.picture
    assert as_(ada).get(f"/clubs/{club.pk}/picture").status_code == 404
    assert not storage.exists(stored)


def test_a_private_club_has_no_door_to_knock_at(ada: User) -> None:
    club = make_club(ada, visibility=ClubVisibility.PUBLIC, joining=Joining.OPEN)

    as_(ada).post(f"/clubs/{club.pk}/edit", {**NEW, "joining": "open"})

    club.refresh_from_db()
    assert (club.visibility, club.joining) == (ClubVisibility.PRIVATE, Joining.INVITATION)


def test_only_hosts_change_what_a_club_says(ada: User, bo: User, cy: User) -> None:
    club = make_club(ada, bo, visibility=ClubVisibility.PUBLIC)

    for person in (bo, cy):
        assert as_(person).get(f"/clubs/{club.pk}/edit").status_code == 403
        assert as_(person).post(f"/clubs/{club.pk}/edit", NEW).status_code == 403


def test_the_list_says_what_is_next(ada: User, bo: User) -> None:
    club = make_club(ada, bo, name="Ada & Bo")
    read = make_read(club, work=make_work(ada, title="The Weir", chapters=3))
    read.milestones.create(upto=2, due_on=date(2199, 3, 1))

    page = as_(bo).get("/clubs")

    [line] = page.context["page"].mine
    assert "Ada" in line.people
    [words] = line.next
    for fact in ("The Weir", " 2,", "2199"):
        assert fact in words
    assert words in page.content.decode()


def test_the_list_says_what_the_desk_says_of_what_is_next(ada: User, bo: User) -> None:
    club = make_club(ada, bo, name="Ada & Bo")
    work = make_work(ada, title="The Weir", chapters=3)
    make_read(club, work=work).milestones.create(upto=2, due_on=date(2199, 3, 1))
    read_up_to_end(user=bo, chapter=Chapter.objects.get(work=work, position=2))

    said = []
    for address in ("/desk", "/clubs"):
        page = as_(bo).get(address).content.decode()
        said.append("You are there." in page and "Next:" not in page)
    assert said == [True, True]
    page = words_of(as_(ada).get("/clubs").content.decode())
    assert "· Next: to the end of chapter 2, by 1 March 2199" in page


def test_an_empty_list_says_what_to_do(bo: User) -> None:
    page = as_(bo).get("/clubs")

    assert page.context["page"].is_empty
    assert 'href="/works"' in page.content.decode().split("<main", 1)[1]


def test_clubs_are_found_by_name_page_by_page(ada: User, bo: User) -> None:
    for number in range(23):
        make_club(ada, name=f"Tide club {number:02}", visibility=ClubVisibility.LISTED)
    make_club(ada, name="Herons", visibility=ClubVisibility.PUBLIC)

    first = as_(bo).get("/clubs?q=tide").content.decode()
    second = as_(bo).get("/clubs?q=tide&page=2").content.decode()

    assert first.count("Tide club") == 20
    assert second.count("Tide club") == 3
    assert "Herons" not in first
    guest = Client().get("/clubs").content.decode()
    assert "Herons" in guest
    assert "Tide club" not in guest


@pytest.mark.parametrize("query", ["%", "_", "\x00", "'", "x" * 5000, "\ud800"])
def test_strange_searches_find_nothing_and_break_nothing(ada: User, bo: User, query: str) -> None:
    make_club(ada, name="Herons", visibility=ClubVisibility.PUBLIC)

    answer = as_(bo).get("/clubs", {"q": query.encode("utf-8", "surrogatepass")})

    assert answer.status_code == (400 if query == "\x00" else 200)
    assert b"/clubs/" not in answer.content.split(b'id="find"', 1)[-1]


def test_the_list_takes_the_same_queries_for_many_clubs(
    ada: User, bo: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        club = make_club(ada, bo, name=f"Club {number}")
        make_read(club, work=make_work(ada, title=f"Work {number}"))
        make_club(bo, name=f"Other {number}", visibility=ClubVisibility.LISTED)
        asking = make_club(bo, name=f"Asks {number}")
        asking.invitations.create(user=ada, by=bo.default_pseud)
    client = as_(ada)

    with django_assert_max_num_queries(20):
        assert client.get("/clubs").status_code == 200


def test_the_pages_inside_take_a_bounded_number_of_queries(
    ada: User, bo: User, cy: User, di: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    club = make_club(ada, bo, cy)
    invited(club, ada, di)
    link_into(club, ada)
    client = as_(ada)
    for page in ("members", "me", "edit", "link", "requests", "membership/delete"):
        with django_assert_max_num_queries(16):
            assert client.get(f"/clubs/{club.pk}/{page}").status_code == 200


def test_the_masthead_leads_to_clubs(ada: User) -> None:
    assert 'href="/clubs"' in Client().get("/works").content.decode()
    assert 'href="/clubs"' in as_(ada).get("/works").content.decode()


def test_a_work_leads_to_reading_it_with_someone(ada: User, bo: User) -> None:
    for work in (make_work(ada), make_work(ada, chapters=3, chapters_planned=5)):
        for reader in (bo, None):
            page = as_(reader).get(f"/works/{work.pk}").content.decode()
            assert f'href="/works/{work.pk}/read-with"' in page
    draft = make_work(ada, posted=False)
    assert "read-with" not in as_(ada).get(f"/works/{draft.pk}").content.decode()


def test_a_club_of_one_says_who_is_asked(ada: User, bo: User) -> None:
    club = make_club(ada)
    invited(club, ada, bo)

    page = as_(ada).get(f"/clubs/{club.pk}")

    assert page.context["page"].is_alone
    assert "/users/Bo" in page.content.decode()
