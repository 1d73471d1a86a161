"""What a host announces: on top of the club's page for everybody until its day, and for each until they have seen it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from bookcub.clubs.actions.leaving import leave
from bookcub.clubs.models import Club, Involvement, LeftNotes, Membership
from bookcub.comments import actions
from bookcub.comments.actions import say
from bookcub.comments.actions.announcements import take_down
from bookcub.comments.models import Announcement, Comment, Hearers, SeenAnnouncement
from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from tests.browsing import Client, words_of
from tests.comments.announcing import announced
from tests.comments.talking import as_member
from tests.making import make_club, make_read, make_work
from tests.notifications.conftest import Commits, _letters_go_at_once, committing
from tests.refused import refused

__all__ = ["_letters_go_at_once", "committing"]

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def club(bo: User, cy: User, di: User) -> Club:
    """Bo hosts; Cy and Di belong."""
    return make_club(bo, cy, di, time_zone="Europe/Vienna")


def on_top(client: Client, person: User, club: Club) -> list[str]:
    """The words of the announcements on top of the club's page, folded ones too."""
    client.force_login(person)
    page = html.fromstring(client.get(f"/clubs/{club.pk}").content.decode())
    found = page.xpath(
        "//section[contains(@class, 'announced')]//*[contains(@class, 'announcement-words')]"
    )
    return [" ".join(one.text_content().split()) for one in found]


def words(client: Client, path: str) -> str:
    return words_of(client.get(path).content.decode())


def send(
    client: Client, club: Club, by: User, text: str = "The hall is closed.", **data: str
) -> int:
    client.force_login(by)
    form = {"text": text, **as_member(by), "to": f"club-{club.pk}", **data}
    return client.post(f"/clubs/{club.pk}/talk", form).status_code


def until() -> datetime:
    return Announcement.objects.get().until


def last_day() -> date:
    return Announcement.objects.get().last_day


def test_what_a_host_announces_stands_on_top_for_everybody_and_in_the_talk(
    client: Client, club: Club, bo: User, cy: User, di: User
) -> None:
    make_read(club, work=make_work(cy, chapters=3))
    assert send(client, club, bo, announce="on", stands="weeks", until="") == 302

    for person in (bo, cy, di):
        assert on_top(client, person, club) == ["The hall is closed."]
    page = client.get(f"/clubs/{club.pk}").content.decode()
    assert page.count("The hall is closed.") == 2, "it stands above, a line and all, and not below"
    assert "The hall is closed." in client.get(f"/clubs/{club.pk}/talk").content.decode()
    today = timezone.now().astimezone(ZoneInfo("Europe/Vienna")).date()
    assert last_day() == today + timedelta(days=14)


def test_what_is_answered_to_it_stands_below_and_it_stands_once(
    client: Client, club: Club, bo: User, cy: User, di: User
) -> None:
    said = announced(club, bo)
    say(by=di.default_pseud, html="<p>Oh.</p>", parent=said)
    client.force_login(cy)

    page = client.get(f"/clubs/{club.pk}").content.decode()

    assert page.count("The hall is closed.") == 2
    assert page.count(f'id="{said.anchor}"') == 1
    assert f'href="#{said.anchor}"' in page
    assert "Oh." in page


def test_who_announced_it_is_not_asked_whether_they_have_seen_it(
    client: Client, club: Club, bo: User, cy: User
) -> None:
    said = announced(club, bo)
    seen = f"/comments/{said.pk}/announcement/seen"

    for person, asked in ((bo, False), (cy, True)):
        client.force_login(person)
        page = client.get(f"/clubs/{club.pk}").content.decode()
        assert (seen in page) == asked
        assert (f"/comments/{said.pk}/announcement/delete" in page) != asked


def test_only_hosts_announce_and_not_where_two_decide_together(
    client: Client, club: Club, bo: User, cy: User
) -> None:
    friends = make_club(bo, cy, decides_together=True, name="Two")
    for where, who in ((club, cy), (friends, bo)):
        client.force_login(who)
        assert "As an announcement" not in words(client, f"/clubs/{where.pk}/talk")
        assert "Announce something" not in words(client, f"/clubs/{where.pk}")
        assert send(client, where, who, announce="on", stands="weeks", until="") == 302
    assert not Announcement.objects.exists()
    client.force_login(bo)
    assert "As an announcement" in words(client, f"/clubs/{club.pk}/talk")
    assert "Announce something" in words(client, f"/clubs/{club.pk}")


def test_it_stands_until_the_day_or_the_meeting_that_the_host_gives(
    client: Client, club: Club, bo: User
) -> None:
    zone = ZoneInfo("Europe/Vienna")
    day = timezone.now().astimezone(zone).date() + timedelta(days=30)
    assert send(client, club, bo, announce="on", stands="day", until=day.isoformat()) == 302
    assert until().astimezone(zone).replace(tzinfo=None) == datetime.combine(
        day + timedelta(days=1), datetime.min.time()
    )
    assert send(client, club, bo, "Again", announce="on", stands="meeting", until="") == 422

    Announcement.objects.all().delete()
    starts = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(
        hours=23, minutes=30
    )
    Meeting.objects.create(club=club, title="x", stage=MeetingStage.FIXED, starts_at=starts)
    assert send(client, club, bo, "Again", announce="on", stands="meeting", until="") == 302
    assert last_day() == day + timedelta(days=1), "where the club meets it is the day after"


@pytest.mark.parametrize("day", ["", "yesterday", "2001-01-01", "2999-01-01"])
def test_a_day_that_is_none_comes_back_with_the_words(
    client: Client, club: Club, bo: User, day: str
) -> None:
    client.force_login(bo)
    form = {
        "text": "Keep me",
        **as_member(bo),
        "to": f"club-{club.pk}",
        "announce": "on",
        "stands": "day",
        "until": day,
    }
    answer = client.post(f"/clubs/{club.pk}/talk", form)

    assert answer.status_code == 422
    assert "Keep me" in answer.content.decode()
    assert not Comment.objects.exists()
    del form["announce"]
    assert client.post(f"/clubs/{club.pk}/talk", form).status_code == 302


def test_an_announcement_is_about_no_book_for_it_has_no_place(
    client: Client, club: Club, bo: User, cy: User
) -> None:
    read = make_read(club, work=make_work(cy, chapters=3))
    book = {"read": str(read.pk), "upto": "2"}

    assert send(client, club, bo, announce="on", stands="weeks", until="", **book) == 422
    assert not Comment.objects.exists()


def test_seen_puts_it_away_for_one_reader_alone(
    client: Client, club: Club, bo: User, cy: User, di: User
) -> None:
    said = announced(club, bo)
    client.force_login(cy)
    for _ in range(2):
        answer = client.post(f"/comments/{said.pk}/announcement/seen")
        assert answer["Location"] == f"/clubs/{club.pk}"

    assert on_top(client, cy, club) == []
    assert "The hall is closed." in client.get(f"/clubs/{club.pk}").content.decode(), "further down"
    assert on_top(client, di, club) == ["The hall is closed."]
    assert SeenAnnouncement.objects.count() == 1


def test_a_host_takes_it_down_and_it_stays_in_the_talk(
    client: Client, club: Club, bo: User, cy: User, di: User, ada: User
) -> None:
    Membership.objects.filter(user=di).update(role="host")
    said = announced(club, bo)
    down = f"/comments/{said.pk}/announcement/delete"
    for who, status in ((ada, 404), (cy, 403), (di, 302)):
        client.force_login(who)
        assert client.post(down).status_code == status

    assert on_top(client, cy, club) == []
    assert "The hall is closed." in client.get(f"/clubs/{club.pk}/talk").content.decode()


def test_where_friends_decide_together_only_who_wrote_it_takes_it_down(
    client: Client, bo: User, cy: User, di: User
) -> None:
    club = make_club(bo, cy, di, decides_together=True)
    Membership.objects.filter(user=cy).update(role="host")
    down = f"/comments/{announced(club, bo).pk}/announcement/delete"

    client.force_login(cy)
    assert client.post(down).status_code == 403
    client.force_login(bo)
    assert client.post(down).status_code == 302


def test_it_is_gone_with_its_day_its_words_its_writers_leaving_and_its_club(
    client: Client, club: Club, bo: User, cy: User, di: User
) -> None:
    Membership.objects.filter(user=di).update(role="host")
    said = announced(club, bo, "Deleted")
    announced(club, bo, "Over", days=-1)
    announced(club, di, "Taken along")
    announced(club, di, "Taken along, and answered")
    answered = Comment.objects.get(html__contains="answered")
    actions.say(
        by=cy.default_pseud, html="<p>Oh.</p>", parent=answered, hearers=Hearers.CLUB, club=club
    )
    assert len(on_top(client, cy, club)) == 3

    actions.delete(comment=said, by=bo)
    assert len(on_top(client, cy, club)) == 2
    leave(membership=Membership.objects.get(user=di), notes=LeftNotes.TAKE)
    assert on_top(client, cy, club) == []
    actions.restore(comment=Comment.objects.get(pk=said.pk))
    assert on_top(client, cy, club) == ["Deleted"]
    Club.objects.update(discarded_at=timezone.now())
    assert not Announcement.objects.visible_to(cy).exists()


def test_three_stand_open_and_older_ones_are_folded(
    client: Client, club: Club, bo: User, cy: User
) -> None:
    for number in range(12):
        announced(club, bo, f"Number {number}")

    assert on_top(client, cy, club) == [f"Number {number}" for number in range(11, 1, -1)]
    assert "7 older announcements" in words(client, f"/clubs/{club.pk}")


def test_a_long_one_is_cut_and_keeps_its_spoiler_covered(
    client: Client, club: Club, bo: User, cy: User
) -> None:
    announced(club, bo, f"{'Words. ' * 175}||the heron {'really ' * 20}did it||")

    (shown,) = on_top(client, cy, club)
    assert "heron" not in shown
    assert shown.endswith("…")


@pytest.mark.parametrize(
    ("chosen", "told"),
    [(Involvement.EVERYTHING, True), (Involvement.MINE, True), (Involvement.NOTHING, False)],
)
def test_everybody_is_told_by_letter_and_in_the_inbox_but_who_wants_nothing(
    club: Club, bo: User, di: User, chosen: Involvement, told: bool, committing: Commits
) -> None:
    Membership.objects.filter(user=di).update(involvement=chosen)
    with committing():
        announced(club, bo)

    letters = [one for one in mail.outbox if one.to == [di.email]]
    assert [one.subject for one in letters] == [
        "Bo announced something in Weir Readers · Bookcub"
    ] * told
    assert all("The hall is closed." in one.body for one in letters)
    assert list(Notice.objects.of(di).values_list("kind", flat=True)) == ["announcement"] * told
    assert not Notice.objects.of(bo).exists()
    assert Announcement.objects.visible_to(di).standing().exists(), "whoever looks sees it"


def test_on_the_desk_it_is_the_first_line_once_and_until_it_is_seen(
    client: Client, club: Club, bo: User, di: User, committing: Commits
) -> None:
    with committing():
        said = announced(club, bo)
    client.force_login(di)
    page = words(client, "/desk")
    assert "Announcement: The hall is closed. Weir Readers" in " ".join(page.split())
    assert "announced something" not in page
    assert "unread" not in page.split("New for you")[1].split("Your clubs")[0]

    with committing():
        client.post(f"/comments/{said.pk}/announcement/seen")
    assert "The hall is closed." not in words(client, "/desk")
    assert Notice.objects.of(di).read().count() == 1


def test_who_has_not_looked_is_told_no_more_of_what_is_taken_down(
    club: Club, bo: User, cy: User, di: User, committing: Commits
) -> None:
    with committing():
        said = announced(club, bo)
    Notice.objects.of(di).mark_read()
    with committing():
        take_down(announcement=said.announcement)

    assert [one.user for one in Notice.objects.all()] == [di]


def test_talk_beside_the_books_counts_no_announcement_a_second_time(
    client: Client, club: Club, bo: User, di: User, committing: Commits
) -> None:
    with committing():
        actions.say(by=bo.default_pseud, html="<p>Cake?</p>", hearers=Hearers.CLUB, club=club)
        said = announced(club, bo)
        actions.say(by=bo.default_pseud, html="<p>Yes.</p>", parent=said)

    client.force_login(di)
    inbox = words(client, "/inbox")
    assert "Bo has said 2 things in Weir Readers, beside the books." in inbox


def test_it_is_on_the_handout_also_for_who_has_put_it_away(
    client: Client, club: Club, bo: User, cy: User
) -> None:
    said = announced(club, bo)
    SeenAnnouncement.objects.create(announcement=said.announcement, user=cy)
    meeting = Meeting.objects.create(club=club, title="Friday", stage=MeetingStage.FIXED)
    client.force_login(cy)

    assert "The hall is closed." in words(client, f"/meetings/{meeting.pk}/agenda")


def test_the_page_asks_as_much_for_ten_as_for_one(
    client: Client, club: Club, bo: User, cy: User
) -> None:
    def asked() -> int:
        client.get(f"/clubs/{club.pk}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/clubs/{club.pk}")
        return len(queries)

    client.force_login(cy)
    announced(club, bo, "One")
    one = asked()
    for number in range(9):
        announced(club, bo, f"Number {number}")

    assert asked() == one


def say_box(page: bytes) -> html.FormElement:
    """The form in which one says something."""
    (form,) = [one for one in html.fromstring(page).forms if one.get("id") == "comment_form"]
    return form


def test_whoever_announces_is_asked_for_no_book(
    client: Client, ada: User, cy: User, di: User
) -> None:
    club = make_club(cy, di)
    make_read(club, work=make_work(di, title="Low Water", chapters=2))
    client.force_login(cy)
    ways = "//section[@aria-labelledby='say']//a[contains(@href, 'announcement')]/@href"
    # Two say it to each other.
    assert not html.fromstring(client.get(f"/clubs/{club.pk}").content).xpath(ways)
    Membership.objects.create(club=club, user=ada, pseud=ada.default_pseud)
    (way,) = html.fromstring(client.get(f"/clubs/{club.pk}").content).xpath(ways)

    form = say_box(client.get(way.partition("#")[0]).content)
    assert form.xpath(".//textarea[@autofocus]")
    assert "announce" in form.fields
    assert not {"read", "upto"} & set(form.fields)

    empty = client.post(f"/clubs/{club.pk}/talk", {**dict(form.form_values()), "text": ""})
    assert empty.status_code == 422
    assert "Is it about a book?" not in empty.content.decode()
    said = client.post(
        f"/clubs/{club.pk}/talk", {**dict(form.form_values()), "text": "Tea at five."}
    )
    assert said["Location"] == f"/clubs/{club.pk}"
    assert Announcement.objects.get().club == club


def test_whoever_takes_the_tick_away_is_asked_for_a_book_before_anybody_hears(
    client: Client, cy: User, di: User
) -> None:
    club = make_club(cy, di)
    make_read(club, work=make_work(di, title="Low Water", chapters=2))
    client.force_login(cy)
    page = client.get(f"/clubs/{club.pk}/talk?announcement=true")
    sent = {**dict(say_box(page.content).form_values()), "text": "She drowns."}
    del sent["announce"]

    asked = client.post(f"/clubs/{club.pk}/talk", sent)

    assert (asked.status_code, refused(asked)) == (422, {"read unchosen"})
    form = say_box(asked.content)
    assert form.fields["text"].strip() == "She drowns."
    assert not Comment.objects.exists()
    assert send(client, club, cy, **{**dict(form.form_values()), "read": ""}) == 302
    assert send(client, club, di, "Me, too.", announce="on") == 422, "nobody but hosts announces"
