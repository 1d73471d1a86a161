"""Beginning a club and changing what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from bookcub.clubs.actions.entering import enter
from bookcub.clubs.actions.hosting import let_two_host
from bookcub.clubs.models import Club, ClubVisibility, Joining, Membership, Role
from bookcub.clubs.policies import OF_TWO
from bookcub.core.text import clean_notes, one_line, plain
from bookcub.people.limits import newcomers
from bookcub.people.models import AttemptKind, Pseud, User

NAME_MAX = 80
DESCRIPTION_MAX = 2_000
MARKUP_FACTOR = 4  # keeps somebody from hiding a book in attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubFields:
    """What a club says of itself, as somebody typed it."""

    name: str
    description: str = ""
    visibility: ClubVisibility = ClubVisibility.PRIVATE
    joining: Joining = Joining.INVITATION
    time_zone: str = "UTC"
    members_invite: bool = False
    decides_together: bool = False
    rates_reads: bool = True
    picture: ContentFile[bytes] | None = None
    without_picture: bool = False
    picture_alt: str = ""


def start_club(*, by: User, pseud: Pseud, fields: ClubFields) -> Club:
    """Make a club with its first host. ValidationError, by field, where a limit is broken."""
    club = Club(created_by=by)
    with transaction.atomic():
        by.lock()
        newcomers.count(by, AttemptKind.CLUB)
        _fill(club, fields)
        club.save()
        _draw(club, fields)
        enter(club=club, pseud=pseud).take_role(Role.HOST)
    return club


def change_club(*, club: Club, fields: ClubFields) -> None:
    """Keep what a host wrote. ValidationError, by field, where a limit is broken."""
    with transaction.atomic():
        club.lock()
        before = Club.objects.values_list("decides_together", flat=True).get(pk=club.pk)
        _fill(club, fields)
        if before != club.decides_together:
            _change_who_decides(club)
        club.save()
        _draw(club, fields)


def _fill(club: Club, fields: ClubFields) -> None:
    errors: dict[str, list[str]] = {}
    name = one_line(fields.name)
    if not name:
        errors["name"] = [gettext("Give the club a name with at least one visible letter.")]
    elif len(name) > NAME_MAX:
        errors["name"] = [
            ngettext(
                "A club’s name can have %(most)d character at most. This one has %(count)d.",
                "A club’s name can have %(most)d characters at most. This one has %(count)d.",
                NAME_MAX,
            )
            % {"most": NAME_MAX, "count": len(name)}
        ]
    description = clean_notes(fields.description, classes=False)
    shown = len(plain(description))
    if shown > DESCRIPTION_MAX or len(description) > DESCRIPTION_MAX * MARKUP_FACTOR:
        errors["description"] = [
            gettext("A description can have at most %(most)s characters. This one has %(count)s.")
            % {
                "count": number_format(shown, force_grouping=True),
                "most": number_format(DESCRIPTION_MAX, force_grouping=True),
            }
        ]
    # Nobody can find a private club's door, so nobody can knock.
    is_private = fields.visibility == ClubVisibility.PRIVATE
    joining = Joining.INVITATION if is_private else fields.joining
    if fields.decides_together and joining == Joining.OPEN:
        errors["decides_together"] = [
            gettext("A club that is open to everybody needs hosts who can take words away.")
        ]
    if errors:
        raise ValidationError(errors)
    club.name, club.description, club.visibility = name, description, fields.visibility
    club.joining = joining
    club.time_zone, club.rates_reads = fields.time_zone, fields.rates_reads
    club.members_invite = fields.members_invite
    club.decides_together = fields.decides_together
    club.picture_alt = one_line(fields.picture_alt)


def _change_who_decides(club: Club) -> None:
    """Two friends become hosts alike, and neither of the two ends that alone, by adding a name neither."""
    if club.decides_together:
        let_two_host(club)
    elif Membership.objects.current().filter(club=club).count() == OF_TWO:
        raise ValidationError(
            {
                "decides_together": gettext(
                    "While there are only the two of you, neither can change this alone."
                )
            }
        )


def _draw(club: Club, fields: ClubFields) -> None:
    if fields.picture is None and not fields.without_picture:
        return
    old = club.picture.name
    if fields.picture is not None:
        club.picture.save(fields.picture.name or "picture.webp", fields.picture, save=False)
        # The file is there before the row names it; if the row fails, the file goes again.
        transaction.on_commit(partial(_remove, club, old))
    else:
        club.picture = ""
        transaction.on_commit(partial(_remove, club, old))
    club.save(update_fields=["picture"])


def _remove(club: Club, name: str) -> None:
    if name and name != club.picture.name:
        club.picture.storage.delete(name)
