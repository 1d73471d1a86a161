"""What is suggested while somebody types into the search box: works, tags and people whom they may find, and their searches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from bookcub.core.page_urls import reverse
from bookcub.finding.models import SavedSearch
from bookcub.finding.queries.found_works import mutes_of
from bookcub.finding.queries.tag_names import CompletedTag, completed
from bookcub.finding.queries.work_language import read_question
from bookcub.people.models import Pseud
from bookcub.people.policies import hears_of
from bookcub.reading.queries.blurbs import works_by_key
from bookcub.search.asking import QueryBuilder, Searcher
from bookcub.search.copies import reader_of
from bookcub.search.index import DamagedIndexError
from bookcub.search.language import AllOf, QueryNode, WordsAsked
from bookcub.search.words import completes, typed_words
from bookcub.tags.models import Tag
from bookcub.works.findable import SHAPE
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

WORKS, TAGS, PEOPLE, SEARCHES = 5, 5, 3, 3
LONGEST = 100  # characters; who has typed more knows what they are looking for
SHORTEST = 2  # letters, where words have spaces between them


@dataclass(frozen=True, slots=True)
class Suggested:
    """Something that is there, where it is, and a word about it."""

    name: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SuggestedGroup:
    """What is of one kind, under its heading."""

    label: str
    options: list[Suggested]


def suggestions(typed: str, person: User | AnonymousUser) -> list[SuggestedGroup]:
    """Works by their titles; tags, people and one's own searches by their names. At most five queries; nothing for what is more than words."""
    words = _plain_words(read_question(typed).node)
    letters = "".join(typed_words(words))
    if len(typed) > LONGEST or len(letters) < (SHORTEST if letters.isascii() else 1):
        return []
    groups = [
        SuggestedGroup(gettext("Works"), _works(words, person)),
        SuggestedGroup(gettext("Tags"), [_tag(one) for one in completed(words, most=TAGS)]),
        SuggestedGroup(gettext("People"), _people(words, person)),
        SuggestedGroup(gettext("Saved searches"), _searches(words, person)),
    ]
    return [group for group in groups if group.options]


def _plain_words(node: QueryNode | None) -> str:
    """What was typed, where it is words and no conditions."""
    nodes = node.parts if isinstance(node, AllOf) else (node,)
    words = [
        one.text
        for one in nodes
        if isinstance(one, WordsAsked) and not (one.field or one.is_phrase or one.is_beginning)
    ]
    return " ".join(words) if len(words) == len(nodes) else ""


def _works(words: str, person: User | AnonymousUser) -> list[Suggested]:
    try:
        keys = _keys_of_works(words, person)
    except DamagedIndexError:  # the worker sees it within a minute
        return []
    works, typed = works_by_key(person, keys), typed_words(words)
    # Of what the index knows nothing is told but which keys it has: titles, and who may read them, are the database's.
    standing = [works[key] for key in keys if key in works and works[key].is_posted]
    fitting = [work for work in standing if completes(work.title, typed)]
    fitting.sort(key=lambda work: not _begins(work, typed))
    return [Suggested(work.title, work.get_absolute_url()) for work in fitting[:WORKS]]


def _keys_of_works(words: str, person: User | AnonymousUser) -> list[int]:
    """Works with these words in their titles, the most liked first, without what the person mutes."""
    reader = reader_of(SHAPE)
    if reader is None:
        return []
    mutes = mutes_of(person)
    asker = Searcher(person.pk if person.is_authenticated else None, mutes.terms, mutes.words)
    builder = QueryBuilder(SHAPE, reader.schema, asker, days=lambda ago: ago)
    asked = builder.of(WordsAsked(words, field="title", is_beginning=True))
    return reader.find([asked], first=0, most=2 * WORKS, order="kudos")


def _begins(work: Work, typed: Sequence[str]) -> bool:
    return " ".join(typed_words(work.title)).startswith(" ".join(typed))


def _tag(one: CompletedTag) -> Suggested:
    tag = Tag(kind=one.kind, name=one.name)
    name = f"{one.synonym} → {one.name}" if one.synonym else one.name
    note = ""
    if one.uses:
        words = ngettext("%(number)s work", "%(number)s works", one.uses)
        note = words % {"number": number_format(one.uses)}
    return Suggested(name, tag.get_absolute_url(), note)


def _people(words: str, person: User | AnonymousUser) -> list[Suggested]:
    """By the names that they go by, each person once."""
    named = Pseud.objects.findable().filter(hears_of(person, "user")).beginning(words)
    found: dict[int, Suggested] = {}
    for pseud in named.select_related("user").order_by("folded", "pk")[: 3 * PEOPLE]:
        url = reverse("people:profile_detail", args=[pseud.user.username])
        found.setdefault(pseud.user_id, Suggested(pseud.byline, url))
    return list(found.values())[:PEOPLE]


def _searches(words: str, person: User | AnonymousUser) -> list[Suggested]:
    """Those that somebody keeps, for nobody else."""
    if not person.is_authenticated:
        return []
    named = SavedSearch.objects.filter(user=person, name__folded__contains=words)
    return [Suggested(saved.name, saved.get_absolute_url()) for saved in named[:SEARCHES]]
