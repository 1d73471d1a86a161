"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from django.db.models import Model

from bookcub.clubs.models import (
    Club,
    ClubInvitation,
    InvitationLink,
    JoinRequest,
    MemberCard,
    Membership,
    UnknownFields,
)
from bookcub.people.inventory.entries import Erasure, PersonalData, Seer, declare

AS_A_FORMER_MEMBER = (
    "It stays in the club, under the name you choose to leave there or as “A former member”."
)
WITH_THE_CLUB = "as long as the club"
ASKED = ("word", "asked_at", "answer", "answered_at", "answer_word")
MEMBERS = (Seer.MEMBERS,)


def register() -> None:
    """Let the inventory know what is kept of members."""
    declare(
        "clubs",
        PersonalData(
            model=Club,
            what="Clubs: name, description, picture, rules, and who began them",
            whose="its members’",
            kept="until a host deletes it or its last member leaves, and 30 days longer in the trash",
            seen_by=MEMBERS,
            sight="Everybody with an account can see a listed club, and everybody a public one",
            erasure=Erasure.ANONYMISED,
            erased="A club without other members is deleted.",
            paths=("created_by",),
            mentions=("discarded_by",),
            export="clubs_begun",
            fields=("name", "description", "visibility", "time_zone", "created_at", "discarded_at"),
        ),
        PersonalData(
            model=UnknownFields,
            what="What this archive does not understand of the club file you imported",
            kept=WITH_THE_CLUB,
            seen_by=(Seer.SELF,),
            sight="You get it back when you export the club.",
            erasure=Erasure.DELETED,
            paths=("user",),
            export="unknown_club_fields",
            fields=("club__name", "fields"),
        ),
        PersonalData(
            model=Membership,
            what="That you belong or belonged to a club: under which name, since when, your role, what you chose there",
            whose="yours and the club’s",
            kept=WITH_THE_CLUB,
            seen_by=MEMBERS,
            erasure=Erasure.CHOSEN,
            erased="You leave. Your name stays on what you did there, or you are “A former member”.",
            paths=("user",),
            mentions=("pseud",),
            questions=("clubs_alone", "clubs"),
            export="memberships",
            fields=(
                "club__name",
                "pseud__name",
                "role",
                "joined_at",
                "left_at",
                "left_notes",
                "hides_progress",
                "involvement",
            ),
        ),
        PersonalData(
            model=ClubInvitation,
            what="That you were invited to a club, by whom, with which words, and what you answered",
            whose="yours and the inviter’s",
            kept=WITH_THE_CLUB,
            seen_by=(Seer.SELF, Seer.OTHER, Seer.HOSTS),
            erasure=Erasure.DELETED,
            paths=("user",),
            mentions=("by",),
            export="club_invitations",
            fields=("club__name", *ASKED),
        ),
        PersonalData(
            model=JoinRequest,
            what="That you asked to join a club, and what was answered",
            whose="yours and the club’s",
            kept=WITH_THE_CLUB,
            seen_by=(Seer.SELF, Seer.HOSTS),
            erasure=Erasure.DELETED,
            paths=("pseud__user",),
            mentions=("answered_by",),
            export="join_requests",
            fields=("club__name", "pseud__name", "word", "asked_at"),
        ),
        PersonalData(
            model=InvitationLink,
            what="The link by which people join a club, and who made it",
            whose="the club’s",
            kept="until a host makes another or switches it off",
            seen_by=(Seer.HOSTS,),
            erasure=Erasure.ANONYMISED,
            erased="The link still works.",
            paths=("made_by",),
        ),
        PersonalData(
            model=MemberCard,
            what="A card on paper by which somebody can join: the name on it, a keyed hash of its code, and who made it",
            whose="the club’s",
            kept="until it is used or taken back, 30 days at most",
            seen_by=(Seer.HOSTS,),
            erasure=Erasure.ANONYMISED,
            erased="The card still works.",
            paths=("made_by",),
            mentions=("membership",),
        ),
    )


def of_member(  # noqa: PLR0913  # each is one cell of the inventory
    model: type[Model],
    what: str,
    *,
    export: str,
    fields: tuple[str, ...],
    seen_by: tuple[Seer, ...] = MEMBERS,
    path: str = "membership__user",
    mentions: tuple[str, ...] = (),
    parts: tuple[type[Model], ...] = (),
) -> PersonalData:
    """What a member did in a club: it stays there, signed as their membership is."""
    return PersonalData(
        model=model,
        what=what,
        whose="yours and the club’s",
        kept=WITH_THE_CLUB,
        seen_by=seen_by,
        erasure=Erasure.ANONYMISED,
        erased=AS_A_FORMER_MEMBER,
        paths=(path,),
        mentions=mentions,
        parts=parts,
        export=export,
        fields=fields,
    )
