"""From a form to a comment."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from bookcub.clubs.models import Club
from bookcub.comments.actions import AlreadySaidError, TooManyError, say
from bookcub.comments.forms.comments import CommentForm
from bookcub.comments.models import Announcement, Comment, Hearers
from bookcub.comments.views.lookups import address_key, let_go, remember_hearers
from bookcub.core.http import UNPROCESSABLE
from bookcub.reads.models import Read
from bookcub.works.models import Chapter, Work

TOO_MANY = 429


def say_with(  # noqa: PLR0913  # all but two are keyword-only
    request: HttpRequest,
    form: CommentForm,
    *,
    work: Work | None = None,
    chapter: Chapter | None = None,
    read: Read | None = None,
    upto: int = 0,
    parent: Comment | None = None,
    announcement: Announcement | None = None,
    clubs: Sequence[Club] = (),
    kept_as: str,
) -> Comment | int:
    """Say what a form holds; or put what is wrong into the form and return the status to answer with."""
    if not form.is_valid():
        return UNPROCESSABLE
    club = next((club for club in clubs if club.pk == form.said_to), None)
    try:
        comment = say(
            work=work,
            chapter=chapter,
            read=read,
            upto=upto,
            parent=parent,
            announcement=announcement,
            hearers=Hearers.CLUB if club else Hearers.EVERYONE,
            club=club,
            by=form.said_by(address_key(request, of="comment")),
            html=form.html,
            language=form.written_in,
            is_limited=True,
        )
    except AlreadySaidError as error:
        form.add_error(None, ValidationError(str(error), code="already_said"))
        return UNPROCESSABLE
    except TooManyError as error:
        form.add_error(None, ValidationError(str(error), code="too_many"))
        return TOO_MANY
    let_go(request, kept_as)
    if clubs and work is not None:
        remember_hearers(request, work, club.pk if club else None)
    return comment
