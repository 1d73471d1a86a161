"""What a switched-off account posted and said is hidden with it, and comes back with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from bookcub.clubs.actions.joining import ask_to_join, invite
from bookcub.clubs.models import Club, ClubVisibility, Joining
from bookcub.comments import actions as comments
from bookcub.comments.actions.kudos import give_kudos
from bookcub.comments.models import Comment, Hearers
from bookcub.core import clock
from bookcub.meetings.actions.lines import say
from bookcub.notifications.models import Notice
from bookcub.people.actions.accounts import delete_account, switch_off, switch_on
from bookcub.people.models import User
from bookcub.picks.models import Ballot, Method, PickRules
from bookcub.reading.models import Bookmark, ListEntry, ReadingList
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Creatorship, Series, Work
from tests.browsing import Client, words_of
from tests.making import make_club, make_work
from tests.meetings.room import make_meeting, member, sees
from tests.picks.picking import ballot, begin, closed, suggest

pytestmark = [pytest.mark.both, pytest.mark.django_db]

WORD = "Bargain"  # in all that the spammer posts


@dataclass
class World:
    spammer: User
    spam: Work
    story: Work
    both: Work
    said: Comment
    answer: Comment
    noted: Comment
    club: Club


@pytest.fixture
def world(ada: User, bo: User) -> World:
    bo.default_pseud.description = WORD
    fandom = {TagKind.FANDOM: ["Weirs"], TagKind.FREEFORM: [f"{WORD} tag"]}
    spam = make_work(bo, title=f"{WORD} one", tags=fandom)
    both = make_work(ada, title="Written together", tags={TagKind.FANDOM: ["Weirs"]})
    story = make_work(ada, title="A quiet story", tags={TagKind.FANDOM: ["Weirs"]})
    Creatorship.objects.create(work=both, pseud=bo.default_pseud, accepted_at=both.posted_at)
    for work in (spam, both, story):
        work.count_again()
    Series.objects.create(title=f"{WORD} series", made_by=bo).add(spam)
    club = make_club(ada, bo)
    shelf = ReadingList.objects.create(user=bo, name=f"{WORD} list", is_public=True)
    ListEntry.objects.create(reading_list=shelf, work=story)
    give_kudos(work=story, by=bo)
    Bookmark.objects.create(
        pseud=bo.default_pseud, work=story, title="x", notes=f"<p>{WORD} here</p>"
    )
    Bookmark.objects.create(
        pseud=bo.default_pseud, title=f"{WORD} shop", external_url="https://spam.example/"
    )
    Work.objects.filter(pk=story.pk).update(bookmark_count=1)
    said = comments.say(work=story, by=bo.default_pseud, html=f"<p>{WORD} now!</p>")
    answer = comments.say(work=story, by=ada.default_pseud, parent=said, html="<p>Go away.</p>")
    noted = comments.say(
        work=story, by=bo.default_pseud, html=f"<p>{WORD} too</p>", hearers=Hearers.CLUB, club=club
    )
    comments.say(work=story, by=bo.default_pseud, html=f"<p>{WORD} last</p>")
    return World(bo, spam, story, both, said, answer, noted, club)


def paths(world: World) -> list[str]:
    story, spam = world.story.pk, world.spam.pk
    shelf, series = ReadingList.objects.get(), Series.objects.get()
    return [
        f"/lists/{shelf.pk}", series.get_absolute_url(), "/", "/works", "/browse", "/tags/fandom/Weirs", f"/tags/freeform/{WORD} tag", "/bookmarks", "/clubs",
        f"/works/{story}", f"/works/{story}/comments", f"/works/{story}/kudos", f"/works/{story}/bookmarks",
        f"/works/{world.both.pk}", f"/comments/{world.said.pk}", f"/comments/{world.answer.pk}",
        f"/works/{spam}", f"/works/{spam}/chapters", f"/works/{spam}/comments", "/users/Bo", "/users/Bo/works",
        "/users/Bo/bookmarks", "/users/Bo/lists", f"/works/{spam}/navigate",
    ]  # fmt: skip


# A page carries the signed moment at which it was opened.
OPENED = re.compile(rb'="[^"]*(?::|%3A)1\w{5}(?::|%3A)[^"]*"')


def seen_by(person: User | None, world: World) -> dict[str, tuple[int, str]]:
    client = Client()
    if person is not None:
        client.force_login(person)
    told = {}
    for path in paths(world):
        answer = client.get(path)
        is_page = answer.get("Content-Type", "").startswith("text/html")
        is_shown = answer.status_code == 200 and is_page
        words = words_of(OPENED.sub(b'=""', answer.content)) if is_shown else ""
        told[path] = (answer.status_code, " ".join(words.split()))
    return told


@pytest.fixture
def _all_at_once() -> Iterator[None]:
    """No clock goes on: "1 minute ago" is no news."""
    with clock.set_to(clock.now()):
        yield


@pytest.mark.usefixtures("_all_at_once")
@pytest.mark.parametrize("who", ["ada", "cy", "mo", None])
def test_all_that_a_switched_off_account_left_is_hidden_and_comes_back(
    world: World, mo: User, cy: User, who: str | None
) -> None:
    person = User.objects.filter(username__iexact=who or "").first()
    seen_by(person, world)  # what one has seen is not new the next time
    before = seen_by(person, world)
    assert [path for path, (_, words) in before.items() if WORD in words]

    switch_off(world.spammer, by=mo, reason="Spam.")
    hidden = seen_by(person, world)
    switch_on(world.spammer)

    telling = [path for path, (status, words) in hidden.items() if status == 200 and WORD in words]
    assert telling == []
    signed = [
        path
        for path, (_, words) in hidden.items()
        if "/users/Bo/" in words and "users/Bo" not in path
    ]
    assert signed == []
    after = seen_by(person, world)
    after["/"] = before["/"]  # goes on with what was opened last
    assert {path: after[path] for path in after if after[path] != before[path]} == {}


def test_who_comes_onto_the_byline_of_a_hidden_work_shows_it(
    world: World, ada: User, mo: User
) -> None:
    invited = Creatorship.objects.create(work=world.spam, pseud=ada.default_pseud)
    switch_off(world.spammer, by=mo, reason="")
    assert world.spam not in Work.objects.posted()

    invited.accept()

    assert world.spam in Work.objects.posted()
    assert Tag.objects.get(name="Weirs").uses == 3


def test_clubs_keep_their_memory_of_who_is_switched_off(world: World, ada: User, mo: User) -> None:
    """Members knew who it was: the switch empties no seat, uncounts no ballot and tears no talk."""
    PickRules.objects.filter(club=world.club).update(method=Method.RANKED)
    pick = begin(world.club, ada)
    salt, moss = suggest(pick, ada, "Salt"), suggest(pick, world.spammer, "Moss")
    meeting = make_meeting(None, world.club)
    say(meeting=meeting, by=member(world.spammer, world.club), html="<p>High water.</p>")
    closed(pick)
    ballot(pick, world.spammer, moss, salt)

    switch_off(world.spammer, by=mo, reason="Spam.")

    assert "High water." in sees(ada, f"{meeting.get_absolute_url()}/room")
    assert "Bo" in words_of(sees(ada, f"/clubs/{world.club.pk}/members"))
    assert Ballot.objects.filter(pick=pick).count() == 1


def test_numbers_follow(world: World, mo: User) -> None:
    def counted() -> tuple[int, ...]:
        story = Work.objects.get(pk=world.story.pk)
        uses = Tag.objects.get(name="Weirs").uses
        return story.comment_count, story.kudos_count, story.bookmark_count, uses

    assert counted() == (3, 1, 1, 3)
    switch_off(world.spammer, by=mo, reason="")
    assert counted() == (1, 0, 0, 2)
    switch_off(world.spammer, by=mo, reason="twice")
    assert counted() == (1, 0, 0, 2)
    switch_on(world.spammer)
    assert counted() == (3, 1, 1, 3)


def test_a_work_that_others_sign_stays_without_the_name(world: World, mo: User) -> None:
    switch_off(world.spammer, by=mo, reason="")

    both = Work.objects.visible_to(mo).get(pk=world.both.pk)
    assert both.byline == "Ada"


def test_a_work_that_its_other_creator_leaves_is_hidden(world: World, ada: User, mo: User) -> None:
    switch_off(world.spammer, by=mo, reason="")

    delete_account(
        ada,
        choices={"works": "delete", "shared_works": "leave", "comments": "keep", "clubs": "keep"},
    )

    assert not Work.objects.visible_to(mo).filter(pk=world.both.pk).exists()
    switch_on(world.spammer)
    assert Work.objects.visible_to(mo).get(pk=world.both.pk).byline == "Bo"


def test_a_keeper_can_still_take_a_hidden_comment_away(world: World, mo: User) -> None:
    switch_off(world.spammer, by=mo, reason="")
    comments.delete(comment=world.said, by=mo)
    switch_on(world.spammer)

    world.said.refresh_from_db()
    assert world.said.deleted_at is not None


@pytest.mark.parametrize("who", ["ada", None])
def test_a_club_of_switched_off_accounts_alone_is_not_found(
    world: World, mo: User, who: str | None
) -> None:
    person = User.objects.filter(username__iexact=who or "").first()
    alone = make_club(world.spammer, name=f"{WORD} club", visibility=ClubVisibility.PUBLIC)

    def found() -> list[Club]:
        return list(Club.objects.visible_to(person or AnonymousUser()).filter(pk=alone.pk))

    assert found() == [alone]
    switch_off(world.spammer, by=mo, reason="Spam.")
    assert found() == []
    switch_on(world.spammer)
    assert found() == [alone]


def test_what_a_switched_off_account_asks_waits_for_nobody(
    world: World, ada: User, cy: User, mo: User, django_capture_on_commit_callbacks: Any
) -> None:
    mine = make_club(ada, visibility=ClubVisibility.PUBLIC, joining=Joining.REQUEST)
    theirs = make_club(world.spammer, ada, name=f"{WORD} club")
    host = theirs.memberships.get(user=world.spammer)
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_join(club=mine, pseud=world.spammer.default_pseud)
        asked = f"/clubs/invitations/{invite(membership=host, pseud=cy.default_pseud).pk}"

    def shown() -> tuple[int, ...]:
        ours, invited = Client(), Client()
        ours.force_login(ada)
        invited.force_login(cy)
        return (
            ours.get("/desk").content.count(b"request to join"),
            invited.get("/desk").content.count(asked.encode()),
            invited.get(asked).status_code,
            Notice.objects.visible_to(ada, kinds=["request"]).count(),
            Notice.objects.visible_to(cy).count(),
        )

    assert shown() == (1, 1, 200, 1, 1)
    switch_off(world.spammer, by=mo, reason="Spam.")
    assert shown() == (0, 0, 404, 0, 0)
    switch_on(world.spammer)
    assert shown() == (1, 1, 200, 1, 1)
