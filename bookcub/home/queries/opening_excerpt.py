"""The beginning of a story, as it stands on the front page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nh3
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Substr
from django.utils.safestring import SafeString, mark_safe
from lxml import html as markup

from bookcub.core import clock
from bookcub.core.database.prepared import prepared
from bookcub.core.page_urls import reverse
from bookcub.tags.fixed import Rating
from bookcub.works.models import Chapter, Creatorship, Visibility, Work
from bookcub.works.policies import mutes_anything

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

LOOKED_THROUGH = 200  # of the newest works
CANDIDATES = 14  # of these, one a day
SHOWN_WORDS = 120
ENOUGH_WORDS = 150
LOOKED_AT = 5000  # characters of a chapter
# Sixty characters of a first paragraph without a line broken off: no letterhead, no verse, no stage direction.
_PROSE = re.compile(r"<p[^>]*>(?:<(?:em|i)>)?[^<]{60}")
# What may stand in a paragraph here: no links within the page's one way on, no pictures, no ids.
_KEPT = {"p", "em", "i", "strong", "b", "br", "small", "sub", "sup"}


@dataclass(frozen=True, slots=True)
class OpeningExcerpt:
    """The first paragraphs of one work."""

    work: Work
    chapter_title: str
    html: SafeString
    url: str  # where one reads on: the chapter, or a short work's own page


@dataclass(frozen=True, slots=True)
class _Beginning:
    work_id: int
    chapter_id: int
    title: str
    html: str


def opening_of_the_day(person: User | AnonymousUser) -> OpeningExcerpt | None:
    """The beginning of one of the newest works for everybody, another one each day. Four queries."""
    ids = _candidates(person, mutes_anything(person))
    beginnings = _beginnings(ids)
    if not beginnings:
        return None
    today = beginnings[clock.now().toordinal() % len(beginnings)]
    creators = Prefetch("creatorships", Creatorship.objects.select_related("pseud__user"))
    work = Work.objects.posted().prefetch_related(creators).get(pk=today.work_id)
    paragraphs, _ = first_paragraphs(today.html)
    url = work.get_absolute_url()
    if work.chapter_count > 1 or work.chapters_planned != 1:
        url = reverse("reading:chapter_detail", args=[work.pk, today.chapter_id])
    return OpeningExcerpt(work, today.title, paragraphs, url)


@prepared
def _candidates(person: User | AnonymousUser, is_muting: bool) -> QuerySet[Work, int]:  # noqa: FBT001  # as it is asked
    listed = Work.objects.visible_to(person).posted()
    newest = (listed.without_muted(person) if is_muting else listed).newest_first().values("pk")
    # Else an archive that has no such works would be looked through for one.
    found = Work.objects.filter(pk__in=newest[:LOOKED_THROUGH]).filter(
        visibility=Visibility.EVERYONE,
        rating__in=[Rating.GENERAL, Rating.TEEN],
        word_count__gte=ENOUGH_WORDS,
    )
    return found.newest_first().values_list("pk", flat=True)[:CANDIDATES]


def _beginnings(ids: list[int]) -> list[_Beginning]:
    """How these works begin: those that open with a paragraph of prose, or, if none does, all."""
    earlier = Chapter.objects.posted().filter(
        work=OuterRef("work"), position__lt=OuterRef("position")
    )
    rows = (
        Chapter.objects.posted()
        .filter(~Exists(earlier), work__in=ids)
        .order_by("-work__revised_at", "-work_id")
        # Never the whole text: a chapter may be half a million characters long.
        .values_list("work_id", "pk", "title", Substr("html", 1, LOOKED_AT))
    )
    found = [_Beginning(*row) for row in rows]
    shown = [one for one in found if first_paragraphs(one.html)[0]]
    return [one for one in shown if _PROSE.match(one.html)] or shown


def first_paragraphs(html: str, *, words: int = SHOWN_WORDS) -> tuple[SafeString, bool]:
    """The first paragraphs of a stored text, about so many words of it, and whether more follows.

    Stops before a scene break, a list, a table or whatever else is no paragraph, once it has begun.
    """
    taken: list[str] = []
    count = 0
    for element in markup.fragments_fromstring(html) if html.strip() else []:
        text = _paragraph(element)
        if count >= words or (count and text is None):
            return _safe(taken), True
        if text is not None and text.strip():
            taken.append(_source(element))
            count += len(text.split())
    return _safe(taken), False


def _paragraph(element: str | markup.HtmlElement) -> str | None:
    """The text of a paragraph, None of whatever is not one."""
    if isinstance(element, str) or element.tag != "p":
        return None
    return str(element.text_content())


def _source(element: str | markup.HtmlElement) -> str:
    if isinstance(element, str):
        return element
    return str(markup.tostring(element, encoding="unicode", with_tail=False))


def _safe(paragraphs: list[str]) -> SafeString:
    cleaned = nh3.clean("".join(paragraphs), tags=_KEPT, attributes={})
    return mark_safe(cleaned)  # noqa: S308  # cleaned in the line above
