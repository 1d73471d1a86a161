"""What a meeting is called when nobody has named it: kept as it stands here, said in the language of whoever reads it."""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_noop

from bookcub.reads.models import Read
from bookcub.reads.planning import Unit
from bookcub.reads.queries.measures import counted_by_all

OURS = gettext_noop("Our meeting")
NAMED = gettext_noop("%(title)s, %(place)s")
UNTIL_PAGE = gettext_noop("up to the end of page %(n)s")
UNTIL_SHARE = gettext_noop("up to %(n)s")
UNTIL_CHAPTER = gettext_noop("up to the end of chapter %(n)s")
FIRST = gettext_noop("our first meeting")
FORMS = {
    place: re.compile(NAMED % {"title": "(?P<title>.+)", "place": place % {"n": r"(?P<n>\d+%?)"}})
    for place in (UNTIL_PAGE, UNTIL_CHAPTER, UNTIL_SHARE, FIRST)
}


def own_name(read: Read | None, upto: int) -> str:
    """The name of a meeting about a book, as far as it goes there."""
    if read is None:
        return OURS
    if not upto:
        return NAMED % {"title": read.title[:80], "place": FIRST}
    measure = counted_by_all(read)
    until = {Unit.CHAPTER: UNTIL_CHAPTER, Unit.PAGE: UNTIL_PAGE, Unit.SHARE: UNTIL_SHARE}
    percent = "%" if measure.unit is Unit.SHARE else ""
    place = until[measure.unit] % {"n": f"{measure.number(upto)}{percent}"}
    return NAMED % {"title": read.title[:80], "place": place}


def is_own_name(name: str, read: Read | None) -> bool:
    """Whether nobody has given it: however its book was counted when the meeting was made."""
    found = next(filter(None, (form.fullmatch(name) for form in FORMS.values())), None)
    if read is None or found is None:
        return name == OURS
    return found["title"] == read.title[:80]


def shown_name(name: str) -> str:
    """A meeting's name for whoever reads it now; one that somebody gave stays as it is."""
    if name == OURS:
        return gettext(OURS)
    for place, form in FORMS.items():
        if found := form.fullmatch(name):
            words = gettext(place) % found.groupdict()
            return gettext(NAMED) % {"title": found["title"], "place": words}
    return name
