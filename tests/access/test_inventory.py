"""Who sees what is kept of people, as the inventory declares it, is who may open the addresses that show it.

`SHOWN_ON` says for each model where it stands: addresses of the two written tables (with `@*` under all their labels, with
`POST` what is answered there). Where a page shows to each only their own it stands in `own(…)`: the table can but say
who has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pytest

from bookcub.people.inventory.entries import INVENTORY, PersonalData, Seer
from tests.access.club_table import CLUB_ROWS
from tests.access.club_world import CLUB_CAST
from tests.access.table import ROWS, Row
from tests.access.world import CAST


@dataclass(frozen=True)
class Shown:
    """An address that shows something: to all who may open it, or to each only their own."""

    address: str
    is_own: bool = False


def on(*addresses: str) -> list[Shown]:
    return [Shown(address) for address in addresses]


def own(*addresses: str) -> list[Shown]:
    return [Shown(address, is_own=True) for address in addresses]


MEETING = on("meetings:meeting_detail")
ROOM = on("meetings:room_detail")
PICK = on("picks:pick_detail", "picks:pick_detail@listed")
READ = on("reads:read_detail", "reads:read_detail@listed")
WORK = on("reading:work_detail@*")

SHOWN_ON: dict[str, list[Shown]] = {
    "people.User": on("reading:person_detail"),
    "people.Pseud": on("reading:pseud_detail"),
    "people.Profile": on("people:profile_detail"),
    "people.ArchiveRole": on("home:about_index"),
    "people.Preferences": own("people:preferences_edit"),
    "people.Invitation": own("people:invitation_index") + on("POST people:invitation_delete"),
    "people.UserBlock": own("people:block_index"),
    "people.UserMute": own("people:block_index"),
    # Its authors read it above what is hidden, wherever that stands.
    "people.Hiding": own("reading:work_detail@hidden") + on("people:hiding_index"),
    # Whoever is shut out reads it where they would have logged in.
    "people.Deactivation": own("account_login") + on("people:member_edit"),
    "people.Archive": on("home:front_index"),
    "account.EmailAddress": own("people:email_address_edit") + on("people:member_edit"),
    "usersessions.UserSession": own("people:device_index"),
    "tags.Tag": on("reading:tag_detail"),
    "tags.TagChange": own("finding:tag_change_index") + on("finding:tag_change_index"),
    "finding.SavedSearch": own("finding:saved_search_index"),
    "works.ContentMute": own("reading:mute_index"),
    "works.Work": WORK,
    "works.Work_named_readers": on("works:work_edit") + own("reading:work_detail@named"),
    "works.Creatorship": WORK,
    # But one that a keeper has hidden: see `people.Hiding`.
    "works.Chapter": on(
        "reading:chapter_detail",
        *(f"reading:chapter_detail@{label}" for label in ("draft", "members", "named", "hidden")),
    ),
    "works.Revision": on("works:revision_index@*"),
    "works.WorkingCopy": own("works:draft_index"),
    "works.DraftReader": on("works:draft_reader_index") + own("works:draft_index"),
    "works.Series": on("reading:series_detail"),
    "works.RelatedWork": WORK,
    "reading.Place": own("reading:history_index"),
    "reading.ChapterProgress": own("reading:history_index") + READ,
    "reading.Advance": own("reading:chapter_detail"),
    "reading.LookAhead": own("comments:look_ahead_create"),
    "reading.Bookmark": on("reading:bookmark_index", "reading:person_bookmark_index"),
    "reading.BookmarkTag": on("reading:bookmark_index"),
    "reading.ReadingList": on("reading:list_detail"),
    "reading.ListEntry": on("reading:list_detail"),
    "comments.Comment": on("comments:work_comment_index@*", "comments:club_talk_index")
    + own("comments:note_index", "comments:own_comment_index"),
    "comments.SuggestedWords": own("comments:note_index")
    + on("POST comments:accepted_suggestion_create@shown"),
    "comments.CommentClaim": own("comments:claim_index")
    + on("POST comments:accepted_claim_create"),
    "comments.Kudos": on("comments:kudos_index@*"),
    "comments.CommentVisit": own("comments:work_comment_index"),
    "clubs.MemberCard": on("POST clubs:card_create"),
    "comments.ClubVisit": own("home:club_detail"),
    "comments.SeenAnnouncement": own("home:club_detail"),
    "clubs.Club": on("home:club_detail"),
    "clubs.UnknownFields": own("exporting:club_file_detail"),
    "clubs.Membership": on("clubs:member_index", "clubs:member_index@listed"),
    "clubs.ClubInvitation": on("clubs:invitation_detail", "clubs:invitation_new"),
    "clubs.JoinRequest": own("home:club_index") + on("clubs:request_index"),
    "clubs.InvitationLink": on("clubs:link_edit"),
    "reads.OutsideBook": READ,
    "reads.Read": [*READ, *on("reads:read_index")],
    "reads.PlanChange": on("reads:plan_edit"),
    "reads.Reader": READ,
    "picks.Pick": PICK,
    "picks.TurnPassed": PICK,
    "picks.Nomination": PICK,
    "picks.Second": PICK,
    "picks.Ballot": own("picks:pick_detail"),
    "meetings.PersonalCalendar": own("meetings:own_calendar_detail"),
    "meetings.Meeting": MEETING,
    "meetings.SlotAnswer": MEETING,
    "meetings.Rsvp": MEETING,
    "meetings.Question": on("meetings:agenda_detail"),
    "meetings.SpoilerConsent": own("meetings:room_detail"),
    "meetings.Line": ROOM,
    "meetings.Presence": ROOM,
    "meetings.Attendance": MEETING,
    "meetings.ShowOfHands": ROOM,
    "meetings.Hand": ROOM,
    "meetings.Minutes": on("meetings:minutes_detail"),
    "meetings.MinutesRevision": on("meetings:minutes_detail", "meetings:revision_index"),
    "memory.Prediction": on("memory:prediction_index"),
    "memory.Verdict": on("memory:prediction_index"),
    "memory.KeptNote": on("memory:memory_detail"),
    # An address of one's own, but what it finds is its clubs': each of them has what is kept on pages of its own.
    "memory.RecallEntry": on("memory:memory_detail"),
    "importing.Import": own("importing:import_index") + on("importing:part_edit"),
    "importing.ClubImport": on("importing:club_detail"),
    "importing.FormerClaim": on("importing:former_member_index"),
    "importing.WorkOrigin": on("importing:part_edit"),
    "notifications.Notice": own("notifications:inbox_index"),
}

OPENED = {"200", "422", "go"}


def rows_of(shown: Shown) -> Iterator[tuple[Row, dict[str, str]]]:
    """The rows of a page in the table in which it stands, each with what every one of the cast gets."""
    words = shown.address.split()
    name, _, label = words[-1].partition("@")
    method = words[0] if len(words) > 1 else "GET"
    for rows, cast in ((ROWS, CAST), (CLUB_ROWS, CLUB_CAST)):
        for row in rows:
            if row.name == name and row.method == method and label in {row.label, "*"}:
                yield row, dict(zip(cast, row.answers, strict=True))


def opened(row: Row, answers: dict[str, str]) -> set[str]:
    """Who of the cast gets the page; of an answer, who may give it."""
    good = {"200"} if row.method == "GET" else OPENED
    return {who for who, answer in answers.items() if answer in good}


def who_is(seer: Seer, row: Row, cast: Iterable[str]) -> set[str]:
    """Those of the cast whom a seer's name means before the things of this row."""
    cast = set(cast)
    is_club = "di" in cast
    owner = "cy" if is_club else "ada"
    readers = next(rows_of(Shown(f"reading:work_detail@{row.label}")), None)
    found = {
        Seer.SELF: {owner},
        Seer.OTHER: {"bo"} if is_club else set(),
        Seer.CREATORS: {"ada"},
        Seer.READERS: opened(*readers) if readers and not is_club else set(),
        Seer.MEMBERS: {"cy", "di"} & cast,
        Seer.HOSTS: {"cy"} & cast,
        Seer.KEEPERS: {"mo"},
        Seer.EVERYBODY: cast,
        Seer.PROGRAM: set(),
    }
    return found[seer]


def wrong_in(row: Row, got: set[str], meant: dict[Seer, set[str]]) -> Iterator[str]:
    """Who gets a page and is not named; who is named by what they all may see, and does not get it."""
    if others := got - set().union(*meant.values()):
        yield f"{row.name}@{row.label} shows it to {sorted(others)}"
    for seer in meant.keys() & {Seer.EVERYBODY, Seer.READERS}:
        if left_out := meant[seer] - got:
            yield f"{row.name}@{row.label} hides it from {sorted(left_out)}"


def disagreements(kept: PersonalData, pages: Iterable[Shown]) -> Iterator[str]:
    """Where the tables let somebody see it whom the declaration does not name, or nobody of those whom it names."""
    seen = {Seer.PROGRAM}
    for shown in pages:
        rows = list(rows_of(shown))
        assert rows, f"{shown.address} is in no table"
        for row, answers in rows:
            got = opened(row, answers)
            if shown.is_own:
                seen |= {Seer.SELF, Seer.OTHER} if got else set()
                continue
            meant = {seer: who_is(seer, row, answers) for seer in kept.seen_by}
            yield from wrong_in(row, got, meant)
            seen |= {seer for seer, people in meant.items() if people and people <= got}
    if unseen := set(kept.seen_by) - seen:
        yield f"nothing shows it to {sorted(seer.value for seer in unseen)}"


def label(kept: PersonalData) -> str:
    return kept.model._meta.label


def declared(name: str) -> PersonalData:
    return next(kept for kept in INVENTORY if label(kept) == name)


def test_the_roles_that_the_inventory_declares_are_those_of_the_access_tables() -> None:
    assert SHOWN_ON.keys() == {label(kept) for kept in INVENTORY if kept.seen_by != (Seer.PROGRAM,)}
    assert {
        label(kept): wrong
        for kept in INVENTORY
        if (wrong := list(disagreements(kept, SHOWN_ON.get(label(kept), []))))
    } == {}


@pytest.mark.parametrize(
    ("name", "seen_by"),
    [
        ("people.Preferences", (Seer.EVERYBODY,)),
        ("people.Preferences", (Seer.KEEPERS,)),
        ("people.Pseud", (Seer.SELF,)),
        ("works.Work", (Seer.EVERYBODY,)),
        ("works.Work", (Seer.CREATORS,)),
        ("works.Revision", (Seer.READERS,)),
        ("comments.CommentClaim", (Seer.SELF, Seer.CREATORS)),
        ("clubs.Membership", (Seer.HOSTS,)),
        ("clubs.JoinRequest", (Seer.MEMBERS,)),
        ("picks.Ballot", (Seer.MEMBERS,)),
        ("meetings.Line", (Seer.EVERYBODY,)),
    ],
)
def test_a_wrong_declaration_is_found(name: str, seen_by: tuple[Seer, ...]) -> None:
    assert list(disagreements(replace(declared(name), seen_by=seen_by), SHOWN_ON[name]))
