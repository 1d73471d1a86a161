"""The filters of a list of works: what its address asks for, the works of it, and the panel where one presses more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext, pgettext

from bookcub.comments.models import Kudos
from bookcub.core.http import Request
from bookcub.core.page_urls import reverse
from bookcub.finding.queries import conditions as choices
from bookcub.finding.queries.conditions import (
    Conditions,
    ListCondition,
    conditions_of,
    fixed_labels,
    hidden_values,
)
from bookcub.finding.queries.found_works import (
    FarBehindError,
    FoundWorks,
    WorkQuestion,
    found_works,
)
from bookcub.finding.queries.meant_words import meant_words
from bookcub.finding.queries.own_wishes import OwnWishes, own_wishes
from bookcub.finding.queries.search_help import sort_choices
from bookcub.finding.queries.work_language import BEST, SORTS
from bookcub.people.models import User
from bookcub.reading.hooks import ListScope
from bookcub.reading.models import Bookmark, Place
from bookcub.search.documents import KEY
from bookcub.search.index import DamagedIndexError
from bookcub.search.language import LONGEST, AllOf, AnyOf, Is, QueryNode
from bookcub.tags.models import Tag, TagKind
from bookcub.works.findable import counted_as
from bookcub.works.languages import language_name

MOST_COMMON = 10  # of each kind
LANGUAGES_SHOWN = 40
MOST_HIDDEN = 5_000  # works of one's own that are left out: the newest ones
HINTS = 8


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition that is on, and the address of the list without it."""

    label: str
    url: str
    count: int = 0  # how many works there would be


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that can be wanted or not, and how many works of the list have it; None where nobody counted."""

    token: str
    label: str
    count: int | None
    is_in: bool
    is_out: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """What is most common of one kind."""

    name: str
    title: str
    facets: Sequence[Facet]

    @property
    def is_on(self) -> bool:
        return any(one.is_in or one.is_out for one in self.facets)


@dataclass(frozen=True, slots=True)
class TextField:
    """A field of the panel that is typed, and what was wrong with what was."""

    name: str
    label: str
    value: str
    remark: str = ""
    most: int = 20
    is_number: bool = True
    completes: bool = False  # with names of tags


class ListFilters:
    """What a page of works needs of its filters. Without any the list is the package's own."""

    bar_template = "finding/filters/_bar.html"
    panel_template = "finding/filters/_panel.html"
    nothing_template = "finding/filters/_nothing.html"

    def __init__(self, request: Request, scope: ListScope) -> None:
        self.scope = scope
        self.person = request.user
        self.path = request.path
        self.conditions = conditions_of(request.GET, self.person)
        self.is_open = request.GET.get("panel") == "1"
        self.shows_muted = request.GET.get("mutes") == "shown"
        self.is_without_default = request.GET.get("default") == "off"
        self.words = request.GET.get("q", "")[: LONGEST + 1]
        self._asked = request.GET
        sort = request.GET.get("sort", "")
        self.sort = sort if sort in SORTS or (sort == BEST and self._has_words) else ""

    @property
    def _has_words(self) -> bool:
        return bool(self.conditions.value_of("q"))

    @property
    def _order(self) -> str:
        """The order that is chosen, else that of the words, else what is best or newest."""
        return self.sort or self.conditions.sort or (BEST if self._has_words else "updated")

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked of this list by its address."""
        return bool(self.conditions.chosen or self.sort or self.shows_muted)

    @property
    def is_on(self) -> bool:
        """Whether the list is another than without filters and wishes."""
        if self.is_asked:
            return True
        # Where one has to ask first, nothing is asked by what one wants of all lists.
        wished = bool(self._of_default.chosen) or self._wishes.mutes_anything
        return wished and not self.scope.has_box

    @property
    def is_wanted(self) -> bool:
        """Whether there is more to say than of the list without filters."""
        return self.is_on or self.is_open or bool(self.remarks) or bool(self.left_out)

    @property
    def works(self) -> FoundWorks | None:
        """The works of the list where conditions choose or sort them; None where the package's own list stands."""
        return self._found if self.is_on else None

    @property
    def is_being_built(self) -> bool:
        return (self.is_asked or self.is_open) and self._found is None

    @cached_property
    def count(self) -> int | None:
        """How many works there are; None where nobody can say."""
        return self._found.count if self.is_wanted and self._found else None

    @cached_property
    def _wishes(self) -> OwnWishes:
        return own_wishes(self.person)

    @property
    def default(self) -> str:
        """The name of the person's own search whose conditions hold in all lists."""
        return self._wishes.name or ""

    @cached_property
    def _of_default(self) -> Conditions:
        query = "" if self.is_without_default else self._wishes.query
        return conditions_of(QueryDict(query), self.person) if query else Conditions()

    @property
    def _default_node(self) -> QueryNode | None:
        return self._of_default.node()

    @property
    def default_url(self) -> str:
        """This list with what the default leaves out, or without again."""
        return self._url(default="" if self.is_without_default else "off")

    @property
    def save_url(self) -> str:
        """Where the list is given a name; nothing where nothing is chosen, or for guests."""
        if not self.conditions.chosen or not self.person.is_authenticated:
            return ""
        address = self._url(panel=False)
        return f"{reverse('finding:saved_search_new')}?{urlencode({'list': address})}"

    @cached_property
    def left_out(self) -> int:
        """How many works are not here for what the person mutes."""
        if self.shows_muted or not self._wishes.mutes_anything or self._found is None:
            return 0
        return self._found.with_muted().count - self._found.count

    @property
    def muted_url(self) -> str:
        """This list with what is muted, or without it again."""
        return self._url(mutes="" if self.shows_muted else "shown")

    @cached_property
    def _found(self) -> FoundWorks | None:
        question = WorkQuestion(
            self._node(),
            sort=self._order,
            is_reversed=self.conditions.is_reversed and self._order == self.conditions.sort,
            without={KEY: self._left_out()},
            shows_muted=self.shows_muted,
            shows_people=self.scope.shows_people,
        )
        try:
            found = found_works(question, self.person)
            if found is not None:
                found.count  # noqa: B018  # raises where the files are damaged
        except (DamagedIndexError, FarBehindError):
            return None
        return found

    def _node(
        self, conditions: Conditions | None = None, *, without: ListCondition | None = None
    ) -> QueryNode | None:
        conditions = conditions or self.conditions
        asked = _both(conditions.node(without=without), self._default_node)
        if not self.scope.field:
            return asked
        terms = [Is(self.scope.field, key) for key in self.scope.keys or [""]]  # no key has none
        return _both(terms[0] if len(terms) == 1 else AnyOf(tuple(terms)), asked)

    def _left_out(self) -> set[str]:
        if not self.person.is_authenticated:
            return set()
        chosen = [*self.conditions.chosen, *self._of_default.chosen]
        return _own_works(self.person, hidden_values(chosen))

    # What is on.

    @property
    def chips(self) -> list[Chip]:
        return [Chip(one.label, self._url(without=one)) for one in self.conditions.chosen]

    def hints(self) -> list[Chip]:
        """Where nothing is found: which condition one could drop, and what each would give back, the most first."""
        found = self._found
        if found is None or len(self.conditions.chosen) == 1:
            return []
        told = [
            Chip(one.label, self._url(without=one), found.count_of(self._node(without=one)))
            for one in self.conditions.chosen[:HINTS]
            if one.node is not None
        ]
        return sorted((one for one in told if one.count), key=lambda one: -one.count)

    def meant(self) -> list[Chip]:
        """Where nothing is found: what is spelled nearly so and finds something, and how much."""
        found, typed = self._found, self.conditions.value_of("q")
        if found is None or not typed:
            return []

        def asked(words: str, node: QueryNode) -> QueryNode | None:
            return self._node(self.conditions.saying(words, node))

        return [
            Chip(one.typed, self._url(self.conditions.saying(one.typed, one.node)), one.count)
            for one in meant_words(typed, found, asked)
        ]

    def _url(
        self,
        conditions: Conditions | None = None,
        *,
        without: ListCondition | None = None,
        panel: bool | None = None,
        **more: str,
    ) -> str:
        is_open = self.is_open if panel is None else panel
        kept = {
            "sort": self.sort,
            "panel": "1" if is_open else "",
            "default": "off" if self.is_without_default else "",
            "mutes": "shown" if self.shows_muted else "",
        }
        query = (conditions or self.conditions).address(without=without, **(kept | more))
        return f"{self.path}?{query}" if query else self.path

    @property
    def open_url(self) -> str:
        return self._url(panel=True)

    @property
    def close_url(self) -> str:
        return self._url(panel=False)

    @property
    def clear_url(self) -> str:
        return f"{self.path}?panel=1" if self.is_open else self.path

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a form that changes the order alone sends along."""
        chosen = [(one.name, one.value) for one in self.conditions.chosen]
        if self.is_without_default:
            chosen.append(("default", "off"))
        if self.shows_muted:
            chosen.append(("mutes", "shown"))
        return [*chosen, ("panel", "1")] if self.is_open else chosen

    @property
    def remarks(self) -> list[str]:
        """What was wrong and stands beside no field that is seen."""
        told = [one.text for one in self.conditions.query_remarks]
        return told if self.is_open else [*told, *self.conditions.remarks.values()]

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """The orders: name, label, whether it is this one."""
        return [
            (name, label, name == self._order)
            for name, label in sort_choices()
            if name != BEST or self._has_words
        ]

    # The panel.

    def groups(self) -> list[FacetGroup]:
        """The seven kinds with what is most common of each, counted exactly. Two queries at most."""
        if self._found is None:
            return []
        kinds = {"rating": "rating", "warning": "warning", "category": "category"}
        counted = {kind: counted_as(kind) for kind in TagKind}
        told = self._found.most_common([*kinds, *counted.values()], most=MOST_COMMON)
        titles = {
            "rating": gettext("Rating"),
            "warning": gettext("Warnings"),
            "category": gettext("Categories"),
        }
        fixed = [
            FacetGroup(kind, titles[kind], self._facets(kind, told[kind], fixed_labels(kind)))
            for kind in kinds
        ]
        names = self._tag_names(key for kind in counted.values() for key, _ in told[kind])
        own = set(self.scope.keys) if self.scope.field == "tag_id" else set()
        tags = [
            FacetGroup(
                kind,
                kind.plural,
                self._facets("tag", [one for one in told[field] if one[0] not in own], names),
            )
            for kind, field in counted.items()
        ]
        others = self._others({one.token for group in [*fixed, *tags] for one in group.facets})
        if others:
            tags.append(FacetGroup("others", gettext("Chosen"), others))
        return [group for group in [*tags, *fixed] if group.facets]

    def _facets(
        self, kind: str, told: Iterable[tuple[str, int]], labels: dict[str, str]
    ) -> list[Facet]:
        return [
            self._facet(f"{kind}:{key}", labels[key], count) for key, count in told if key in labels
        ]

    def _facet(self, token: str, label: str, count: int | None) -> Facet:
        has = self.conditions.has
        return Facet(token, label, count, has("in", token), has("out", token))

    def _others(self, shown: set[str]) -> list[Facet]:
        """What is on and not among the most common."""
        return [
            self._facet(one.value, one.what, None)
            for one in self.conditions.chosen
            if one.name in {"in", "out"} and one.value not in shown
        ]

    def _tag_names(self, keys: Iterable[str]) -> dict[str, str]:
        rows = Tag.objects.filter(pk__in=[int(key) for key in keys]).values_list("pk", "name")
        return {str(key): name for key, name in rows}

    def languages(self) -> list[tuple[str, str, int | None, bool]]:
        """The languages of these works: code, name, how many, whether it is the one that is chosen."""
        chosen = self.conditions.value_of("lang")
        told: dict[str, int | None] = {}
        if self._found is not None:
            told.update(self._found.most_common(["lang"], most=LANGUAGES_SHOWN)["lang"])
        if chosen:
            told.setdefault(chosen, None)
        rows = [(code, language_name(code), count, code == chosen) for code, count in told.items()]
        return sorted(rows, key=lambda row: row[1].casefold())

    def fields(self) -> dict[str, object]:
        """The other fields of the panel: choices with which of them is chosen, and what was typed."""
        value_of = self.conditions.value_of
        selects = {
            "updated": (gettext("Newest chapter"), choices.update_choices()),
            "time": (gettext("Reading time"), choices.time_choices()),
        }
        flags = {
            "complete": pgettext("of works", "Finished or not"),
            "oneshot": gettext("Chapters"),
            "crossover": gettext("Crossovers"),
            "in_series": gettext("Series"),
        }
        for name, found in choices.flag_choices().items():
            selects[name] = (flags[name], found)
        return {
            "selects": [
                (name, title, [(value, label, value == value_of(name)) for value, label in rows])
                for name, (title, rows) in selects.items()
            ],
            "hides": [
                (value, label, self.conditions.has("hide", value))
                for value, label in choices.hide_choices()
            ]
            if self.person.is_authenticated
            else [],
        }

    def names(self) -> list[TextField]:
        """Where tags are typed that are not among the most common."""
        labels = {
            "with": gettext("With these tags, separated by commas"),
            "without": gettext("Without these tags"),
        }
        return [
            TextField(
                name,
                label,
                ", ".join(self._asked.getlist(name)),
                self.conditions.remarks.get(name, ""),
                most=500,
                is_number=False,
                completes=True,
            )
            for name, label in labels.items()
        ]

    def numbers(self) -> list[TextField]:
        """Where numbers are typed."""
        labels = {
            "words_from": gettext("Words, at least"),
            "words_to": gettext("Words, at most"),
            "chapter_words_from": gettext("Words a chapter, at least"),
            "chapter_words_to": gettext("Words a chapter, at most"),
            "relationships_to": gettext("Relationships, at most"),
        }
        remarks = self.conditions.remarks
        return [
            TextField(name, label, self._asked.get(name, "")[:20], remarks.get(name, ""))
            for name, label in labels.items()
        ]


def _both(one: QueryNode | None, other: QueryNode | None) -> QueryNode | None:
    """What is both, in one row: words of either stand in it as they were asked for."""
    parts = [
        part
        for node in (one, other)
        if node is not None
        for part in (node.parts if isinstance(node, AllOf) else (node,))
    ]
    return AllOf(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def _own_works(person: User, values: set[str]) -> set[str]:
    """The keys of works that this person has begun, finished, left kudos on or bookmarked. One query each."""
    places = Place.objects.filter(user=person, work__isnull=False).order_by("-seen_at")
    kudos = Kudos.objects.filter(user=person).order_by("-pk")
    bookmarks = Bookmark.objects.filter(pseud__user=person, work__isnull=False).order_by("-pk")
    of_mine = {
        "begun": places.values_list("work", flat=True),
        "finished": places.filter(finished_at__isnull=False).values_list("work", flat=True),
        "kudos": kudos.values_list("work", flat=True),
        "bookmarked": bookmarks.values_list("work", flat=True),
    }
    return {str(key) for value in sorted(values) for key in of_mine[value][:MOST_HIDDEN]}
