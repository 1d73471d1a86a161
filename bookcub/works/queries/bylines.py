"""Finding people by what somebody typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from bookcub.core.database.folding import folded
from bookcub.people.models import Pseud, User
from bookcub.people.models.pseud import account_said_by
from bookcub.people.policies import distance_of, meets

NAME_MAX = 40
BYLINE_MAX = 100  # a pseud and a user name; SQLite breaks over patterns that fill a book
SUGGESTIONS = 8
BYLINE = re.compile(r"(?P<pseud>.+?)\s*\((?P<user>\w+)\)")


def pseuds_named(
    bylines: Iterable[str], *, field: str, unless: Callable[[Pseud], bool] | None = None
) -> list[Pseud]:
    """The pseuds behind "Wren (halloran)" or "halloran". ValidationError for `field` if there is none.

    Whom `unless` is true of is as unknown as a name that nobody has, and named among those.
    """
    found, unknown = [], []
    for byline in bylines:
        pseud = _pseud_named(byline)
        if pseud is None or (unless is not None and unless(pseud)):
            unknown.append(byline)
        else:
            found.append(pseud)
    if unknown:
        raise ValidationError({field: nobody_named(unknown)})
    return found


def nobody_named(names: Iterable[str]) -> ValidationError:
    """What is said of names that nobody has."""
    named = ", ".join(gettext("“%(name)s”") % {"name": name} for name in names)
    return ValidationError(
        gettext("Nobody here goes by %(names)s. Enter the user name, or “Pseud (user name)”.")
        % {"names": named},
        code="unknown",
    )


def users_named(
    names: Iterable[str], *, field: str, by: User, known: Iterable[User] = ()
) -> list[User]:
    """The accounts of these names, or of these pseuds. ValidationError for `field` if there is none.

    Nor are those there whom whoever names them may not meet, but where they were named before.
    """
    typed = list(names)
    apart = distance_of(by).apart.difference(user.pk for user in known) if typed else frozenset()
    pseuds = pseuds_named(typed, field=field, unless=lambda pseud: pseud.user_id in apart)
    return [pseud.user for pseud in pseuds]


def _pseud_named(byline: str) -> Pseud | None:
    if len(byline) > BYLINE_MAX:
        return None
    living = Pseud.objects.filter(user__is_active=True).select_related("user__preferences")
    if match := BYLINE.fullmatch(byline.strip()):
        person = User.objects.named(match["user"])
        return living.named(match["pseud"]).filter(user__in=person).first()
    name = byline.strip()
    own = _own_pseud_of(name)
    if own is not None:
        return own
    # As it stands in their byline, whoever else has that name.
    said = living.named(name).filter(user__in=User.objects.named(account_said_by(name))).first()
    if said is not None:
        return said
    # A pseud's name alone means somebody only while nobody else has it.
    namesakes = list(living.named(name)[:2])
    return namesakes[0] if len(namesakes) == 1 else None


def _own_pseud_of(username: str) -> Pseud | None:
    """The pseud that an account's name alone means."""
    living = Pseud.objects.filter(user__is_active=True).select_related("user__preferences")
    return living.filter(user__in=User.objects.named(username), is_default=True).first()


def bylines_suggested(term: str, *, to: User) -> list[str]:
    """Whom the name alone means that somebody types, then the bylines that begin with it. Two queries.

    Without those whom that person may not meet, and those who do not want to be found.

    Among these the names that people go by stand before their other pseuds.
    """
    if not folded(term) or len(term) > NAME_MAX:
        return []
    findable = Pseud.objects.findable().filter(meets(to, "user")).select_related("user")
    named = findable.beginning(term).order_by("folded", "pk")
    person = User.objects.named(term.strip())
    own = findable.filter(user__in=person, is_default=True).first()
    others = [pseud for pseud in named[:SUGGESTIONS] if pseud != own]
    others.sort(key=lambda pseud: not pseud.is_default)
    return [pseud.byline for pseud in ([own] if own else []) + others][:SUGGESTIONS]
