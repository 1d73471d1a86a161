"""Whom a member can ask into a club, by the names that they type."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from bookcub.people.models import Pseud, User
from bookcub.people.policies import may_meet
from bookcub.works.queries.bylines import pseuds_named


def pseuds_to_ask(bylines: Iterable[str], *, by: User, field: str) -> list[Pseud]:
    """The pseuds behind these names. ValidationError for `field` if there is none, or none who could be asked by them.

    In one sentence for both: whoever has blocked somebody is not there for them.
    """
    found, unknown = [], []
    for byline in bylines:
        pseud = _pseud_named(byline, field)
        if pseud is None or not may_meet(by, pseud.user):
            unknown.append(byline)
        else:
            found.append(pseud)
    if unknown:
        raise ValidationError({field: nobody_named(unknown)})
    return found


def nobody_named(names: Iterable[str]) -> ValidationError:
    """What is said of names that nobody has, as `pseuds_named` says it."""
    named = ", ".join(gettext("“%(name)s”") % {"name": name} for name in names)
    return ValidationError(
        gettext("Nobody here goes by %(names)s. Enter the user name, or “Pseud (user name)”.")
        % {"names": named},
        code="unknown",
    )


def _pseud_named(byline: str, field: str) -> Pseud | None:
    try:
        return pseuds_named([byline], field=field)[0]
    except ValidationError:
        return None
