"""A club that Cy hosts and Di belongs to, with one of everything that addresses of clubs can name.

All in it is Cy's; Cy has read the book, Di has not begun it. Ada wrote it and does not belong.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from bookcub.clubs.actions.cards import make_card
from bookcub.clubs.models import (
    Club,
    ClubInvitation,
    ClubVisibility,
    InvitationLink,
    JoinRequest,
    Membership,
)
from bookcub.comments.actions.comments import say
from bookcub.comments.models import Comment, Hearers, Passage
from bookcub.core.text import blocks_of
from bookcub.exporting.queries.clubs import club_export
from bookcub.formats.club_file import to_json
from bookcub.importing.models import ClubImport, FormerClaim
from bookcub.meetings.models import (
    Line,
    Meeting,
    MeetingStage,
    Minutes,
    Question,
    ShowOfHands,
    Slot,
)
from bookcub.memory.models import Prediction
from bookcub.people.context import forget_archive
from bookcub.people.models import Archive, User
from bookcub.picks.actions.nominations import nominate
from bookcub.picks.actions.picks import open_pick
from bookcub.picks.models import Method, PickRules
from bookcub.reading.actions.places import read_up_to_end
from bookcub.works.models import Chapter, MayComment, Work
from tests.access.world import World
from tests.conftest import person
from tests.making import join_late, make_club, make_read, make_work

CLUB_CAST = ("guest", "bo", "ada", "cy", "di", "mo")
PLACES = ("clubs/", "meetings", "calendar")  # addresses that begin so are of clubs
WORDS = "<p>Between us.</p>"


def build_club_world() -> World:
    """The private club; `@listed` and `@public` are others of Cy's that show more of themselves."""
    Archive.objects.update_or_create(pk=1, defaults={"set_up_at": timezone.now()})
    forget_archive()
    ada, bo, cy, di = (person(name) for name in ("Ada", "Bo", "Cy", "Di"))
    mo = person("Mo", keeper=True)
    work = make_work(ada, title="The Weir", chapters=2, may_comment=MayComment.EVERYONE)
    read_up_to_end(user=cy, chapter=work.chapters.order_by("position").last() or Chapter())
    people: dict[str, User | None] = {
        "guest": None,
        "bo": bo,
        "ada": ada,
        "cy": cy,
        "di": di,
        "mo": mo,
    }
    lives = {seen: live(work, cy, di, asked=bo, seen=seen) for seen in ClubVisibility}
    return World(
        people=people,
        usual=lives[ClubVisibility.PRIVATE],
        special={"listed": lives[ClubVisibility.LISTED], "public": lives[ClubVisibility.PUBLIC]},
    )


def live(work: Work, cy: User, di: User, *, asked: User, seen: ClubVisibility) -> dict[str, Any]:
    # Three, for in a club of two both do what hosts do.
    club = make_club(cy, person(f"Gil {seen}"), name=f"Cy's {seen} club", visibility=seen)
    host = club.memberships.get(user=cy)
    read = make_read(club, work=work)
    life = {
        "club_id": club.pk,
        "read_id": read.pk,
        "work_id": work.pk,
        "number": 1,
        **_doors(club, host, asked),
        **_choosing(club, host),
        **_meeting(club, host, read_id=read.pk),
        **_guesses(host, read_id=read.pk),
        **_note(work, club, host),
    }
    # Di came when all of it was there: a member who joined late may do what a member may.
    late = join_late(club, di)
    return life | {"membership_id": late.pk, **_brought(club, host, claimed_by=late)}


def _doors(club: Club, host: Membership, asked: User) -> dict[str, Any]:
    link = InvitationLink.objects.create(club=club, made_by=host.user)
    invited = ClubInvitation.objects.create(club=club, user=asked, by=host.pseud)
    request = JoinRequest.objects.create(
        club=club, pseud=person(f"Fay{club.pk}").default_pseud, word="May I?"
    )
    card, _ = make_card(club=club, by=host)
    return {
        "card_id": card.pk,
        "clubs:link_detail.key": link.key,
        "clubs:link_membership_create.key": link.key,
        "meetings:feed_detail.key": host.calendar_key,
        "invitation_id": invited.pk,
        "request_id": request.pk,
    }


def _choosing(club: Club, host: Membership) -> dict[str, Any]:
    PickRules.objects.filter(club=club).update(method=Method.RANKED)
    pick = open_pick(club=club, by=host)
    other = make_work(person(f"Eve{club.pk}"), title="Another weir")
    made = nominate(pick=pick, by=host, what=other, why="It is short.")
    return {"pick_id": pick.pk, "nomination_id": made.pk}


def _meeting(club: Club, host: Membership, *, read_id: int) -> dict[str, Any]:
    now = timezone.now()
    begun = Meeting.objects.create(
        club=club,
        read_id=read_id,
        upto=2,
        title="The end of the weir",
        stage=MeetingStage.FIXED,
        starts_at=now - timedelta(minutes=10),
        made_by=host,
        opened_at=now - timedelta(minutes=10),
        lines_said=1,
    )
    Line.objects.create(meeting=begun, number=1, membership=host, html=WORDS)
    show = ShowOfHands.objects.create(
        meeting=begun, asked_by=host, question="Tea?", options=["Yes", "No"]
    )
    minutes = Minutes.objects.create(meeting=begun, html=WORDS, published_at=now)
    minutes.revisions.create(number=1, html=WORDS, by=host)
    finding = Meeting.objects.create(club=club, title="When?", made_by=host)
    slot = Slot.objects.create(meeting=finding, starts_at=now + timedelta(days=3))
    asked = Question.objects.create(meeting=begun, membership=host, text="Why the heron?")
    slots = ("slot_create", "slot_delete", "availability_update", "time_create")
    return {
        "meeting_id": begun.pk,
        **{f"meetings:{name}.meeting_id": finding.pk for name in slots},
        "slot_id": slot.pk,
        "question_id": asked.pk,
        "show_id": show.pk,
    }


def _guesses(host: Membership, *, read_id: int) -> dict[str, Any]:
    sealed = Prediction.objects.create(read_id=read_id, membership=host, text="Rain.", upto=2)
    opened = Prediction.objects.create(read_id=read_id, membership=host, text="Sun.", upto=1)
    return {
        "prediction_id": sealed.pk,
        "memory:verdict_create.prediction_id": opened.pk,
    }


def _note(work: Work, club: Club, host: Membership) -> dict[str, Any]:
    """Cy's note for the club on the first words of the second chapter."""
    chapter = work.chapters.get(position=2)
    block = blocks_of(chapter.html)[0]
    assert host.pseud
    note: Comment = say(
        work=work,
        chapter=chapter,
        by=host.pseud,
        html=WORDS,
        hearers=Hearers.CLUB,
        club=club,
        block_id=block.id,
        place_index=0,
        passage=Passage(
            chapter=chapter,
            start_block_id=block.id,
            end_block_id=block.id,
            end_offset=len(block.text),
            exact=block.text,
            first_exact=block.text,
        ),
    )
    return {"chapter_id": chapter.pk, "comment_id": note.pk}


def _brought(club: Club, host: Membership, *, claimed_by: Membership) -> dict[str, Any]:
    """A club that the host brings in, and somebody who came with such a one and is claimed."""
    assert host.user
    file = club_export(
        club, host.user, address="https://elsewhere.example.org/", at=timezone.now()
    ).file
    made = ClubImport.objects.create(person=host.user, name=file.name, text=to_json(file))
    former = Membership.objects.create(club=club, former_name="Rowan", left_at=timezone.now())
    claimed = FormerClaim.objects.create(former=former, by=claimed_by)
    names = ("former_claim_create", "former_claim_update")
    return {
        "import_id": made.pk,
        "claim_id": claimed.pk,
        **{f"importing:{name}.membership_id": former.pk for name in names},
    }
