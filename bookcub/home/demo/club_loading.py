"""Letting the demo's clubs live through what they have lived through, by the verbs that people use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from bookcub.clubs.actions.clubs import ClubFields, start_club
from bookcub.clubs.actions.entering import enter
from bookcub.clubs.actions.joining import invite
from bookcub.clubs.models import Club, Joining, Membership, Role, Visibility
from bookcub.core import clock
from bookcub.core.text import html_from_typed
from bookcub.home.demo import club_choosing, club_meetings, club_talk
from bookcub.home.demo.club_texts import ClubText, days_before
from bookcub.home.demo.typography import typographic
from bookcub.home.models import DemoClub
from bookcub.people.models import Pseud, User
from bookcub.picks.actions.rules import choose_by
from bookcub.picks.models import Method
from bookcub.reads.models import Read
from bookcub.works.models import Work


@dataclass(slots=True)
class Life:
    """A club while it is filled."""

    club: Club
    at: datetime  # the day of filling
    works: Mapping[str, Work]
    members: dict[str, Membership] = field(default_factory=dict)
    reads: dict[str, Read] = field(default_factory=dict)


@transaction.atomic
def bring_in(
    text: ClubText, *, pseuds: Mapping[str, Pseud], works: Mapping[str, Work], at: datetime
) -> bool:
    """Fill one club; False if it is here already, or a work that it reads is gone."""
    if DemoClub.objects.filter(file=text.file).exists():
        return False
    if not {read["work"] for read in text.reads if "work" in read} <= works.keys():
        return False
    first, *others = text.members
    life = Life(_begin(text, pseuds[first["by"]], at=at), at, works)
    DemoClub.objects.create(file=text.file, club=life.club)
    _join(life, first, pseuds)
    for said in others:
        _join(life, said, pseuds)
    club_choosing.choose(text, life)
    club_choosing.keep_plans(text, life)
    club_talk.say_all(text, life, pseuds)
    club_meetings.guess(text, life)
    club_meetings.meet(text, life)
    club_choosing.end(text, life)
    club_meetings.open_guesses(text, life)
    _welcome_keepers(text, life)
    return True


def _begin(text: ClubText, pseud: Pseud, *, at: datetime) -> Club:
    said = text.said
    began = days_before(at, said["days_ago"])
    fields = ClubFields(
        name=typographic(said["name"]),
        description=html_from_typed(typographic(said["description"].strip())),
        visibility=Visibility(said["visibility"]),
        joining=Joining(said["joining"]),
        time_zone=said["time_zone"],
    )
    rules = dict(said["rules"])
    with clock.set_to(began):
        club = start_club(by=pseud.user, pseud=pseud, fields=fields)
    choose_by(club=club, method=Method(rules.pop("method")), **rules)
    Club.objects.filter(pk=club.pk).update(created_at=began)
    return club


def _join(life: Life, said: dict[str, object], pseuds: Mapping[str, Pseud]) -> None:
    pseud = pseuds[str(said["by"])]
    with clock.set_to(days_before(life.at, float(str(said["days_ago"])))):
        member = enter(club=life.club, pseud=pseud)
    if said.get("role") == "host":
        member.take_role(Role.HOST)
    if said.get("shows") is False:
        member.hides_progress = True
        member.save(update_fields=["hides_progress"])
    life.members[pseud.name] = member


def _welcome_keepers(text: ClubText, life: Life) -> None:
    """Ask whoever keeps the archive to join, so that they can look in from inside, as somebody who comes late."""
    if said := text.said.get("welcome"):
        for keeper in User.objects.keepers():
            invite(
                membership=life.members[said["by"]],
                pseud=keeper.default_pseud,
                word=typographic(said["word"]),
            )
