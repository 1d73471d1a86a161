"""Of two friends who decide together, nothing that one sends to any address takes away what the other has said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from bookcub.clubs.models import Club, Membership, Role
from bookcub.comments.models import Comment
from bookcub.meetings.models import Line, Meeting, Minutes, Question
from bookcub.memory.models import Prediction
from bookcub.people.models import User
from bookcub.picks.models import Nomination
from bookcub.reading.actions.places import read_up_to_end
from bookcub.works.models import Chapter, Work
from tests.access.club_world import WORDS, build_club_world
from tests.access.world import World, patterns
from tests.lasting import lasting

FILLED = {
    "text": "Something else",
    "html": "Something else",
    "title": "Something else",
    "name": "Something else",
    "based_on": "1",
    "outcome": "wrong",
    "notes": "take",
    "sure": "on",
}


DESTROY = (
    "clubs:club_delete",
    "comments:comment_delete",
    "comments:freeze_create",
    "meetings:meeting_delete",
    "meetings:question_delete",
    "picks:pick_delete",
    "picks:withdrawal_create",
    "reads:read_delete",
)


def build_world_of_two() -> World:
    """The club of `club_world`, where Cy has said something everywhere, with Di alone beside."""
    world = build_club_world()
    cy, di = world.people["cy"], world.people["di"]
    work = Work.objects.get(pk=world.usual["work_id"])
    read_up_to_end(
        user=di or User(), chapter=work.chapters.order_by("position").last() or Chapter()
    )
    club = Club.objects.get(pk=world.usual["club_id"])
    Membership.objects.filter(club=club).exclude(user__in=[cy, di]).update(left_at=timezone.now())
    Membership.objects.filter(club=club, user__in=[cy, di]).update(role=Role.HOST)
    Club.objects.filter(pk=club.pk).update(decides_together=True)
    return world


_of_two = lasting(build_world_of_two)


@pytest.fixture
def world(_of_two: World, db: None) -> World:
    return _of_two


@dataclass(frozen=True)
class Words:
    """Something that Cy has said and finds as it was. To build such a question costs more than all that Di sends."""

    name: str
    sql: str
    parameters: tuple[Any, ...]

    @classmethod
    def of(cls, name: str, rows: QuerySet[Any]) -> Words:
        return cls(name, *rows.order_by().values_list("pk").query.sql_with_params())

    def stand(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.parameters)
            return cursor.fetchone() is not None


def said_by_cy(world: World) -> list[Words]:
    cy = world.people["cy"]
    assert cy
    thing = world.usual
    note = Comment.objects.visible_to(cy).filter(pk=thing["comment_id"])
    meetings = Meeting.objects.visible_to(cy)
    question = Question.objects.filter(pk=thing["question_id"], meeting__in=meetings)
    nominations = Nomination.objects.visible_to(cy).filter(pick=thing["pick_id"])
    minutes = Minutes.objects.visible_to(cy).filter(meeting=thing["meeting_id"])
    guesses = Prediction.objects.visible_to(cy).filter(membership__user=cy)
    hosting = Membership.objects.hosts().filter(user=cy, club=thing["club_id"])
    return [
        Words.of("note", note.filter(html=WORDS, frozen_at=None, deleted_at=None)),
        Words.of("line", Line.objects.visible_to(cy).filter(html=WORDS)),
        Words.of("question", question),
        Words.of("suggestion", nominations.filter(why="It is short.", withdrawn_at=None)),
        Words.of("minutes", minutes.filter(revisions__html=WORDS)),
        Words.of("first guess", guesses.filter(text="Rain.")),
        Words.of("second guess", guesses.filter(text="Sun.")),
        Words.of("hosting", hosting),
    ]


def what_di_destroys(world: World, names: Iterable[str]) -> dict[str, set[str]]:
    """By address, what of Cy's is gone after Di has sent a form there."""
    said = said_by_cy(world)
    assert all(words.stand() for words in said)
    gone: dict[str, set[str]] = {}
    for name in names:
        wanted = patterns()[name]
        known = [world.usual.get(f"{name}.{key}", world.usual.get(key)) for key in wanted]
        if None in known or not wanted:
            continue
        with transaction.atomic():
            world.browser_of("di").post(world.address(name), FILLED)
            lost = {words.name for words in said if not words.stand()}
            if lost:
                gone[name] = lost
            transaction.set_rollback(True)
    return gone


@pytest.mark.usefixtures("bare_pages", "bare_errors")
def test_nothing_that_one_friend_sends_anywhere_takes_a_word_of_the_other(world: World) -> None:
    assert what_di_destroys(world, patterns()) == {}


@pytest.mark.usefixtures("bare_pages", "bare_errors")
def test_a_host_among_more_could_take_them_so_the_walk_would_notice(world: World) -> None:
    Club.objects.filter(pk=world.usual["club_id"]).update(decides_together=False)

    assert set(what_di_destroys(world, DESTROY)) == set(DESTROY)
