"""What can be asked of works in the search box, by its names there and those of AO3."""

from __future__ import annotations

from datetime import UTC
from functools import cache

from django.utils.translation import get_language

from bookcub.core import clock
from bookcub.core.languages.untranslated import untranslated
from bookcub.search.language import Field, Kind, QueryLanguage, SearchQuestion
from bookcub.tags.fixed import ArchiveWarning, Category, Rating
from bookcub.works.findable import SHAPE
from bookcub.works.languages import LANGUAGES

# The orders that can be asked for, and the one that is none of the index's.
SORTS = tuple(SHAPE.orders)
BEST = "best"
RISING = ("title", "author")
DAYS = ("updated", "posted")
_OTHERS = {
    "word_count": "words",
    "kudos_count": "kudos",
    "comments_count": "comments",
    "bookmarks_count": "bookmarks",
    "revised_at": "updated",
    "created_at": "posted",
    "creators": "author",
    "creator": "author",
    "date": "updated",
}


def read_question(typed: str) -> SearchQuestion:
    """What somebody typed at `/search`: names of ratings and the like are known as the reader sees them, and in English."""
    return _spoken_in(get_language() or "en").read(typed, today=clock.now().astimezone(UTC).date())


@cache
def _spoken_in(_language: str) -> QueryLanguage:
    return QueryLanguage(
        (
            Field("title", Kind.WORDS),
            Field("author", Kind.WORDS, others=("creator", "creators", "by")),
            Field("summary", Kind.WORDS),
            Field("series", Kind.WORDS),
            Field("tag", Kind.WORDS, others=("tags",)),
            Field("fandom", Kind.WORDS, others=("fandoms", "fandom_names")),
            Field("relationship", Kind.WORDS, others=("ship", "relationships")),
            Field("character", Kind.WORDS, others=("characters",)),
            Field("freeform", Kind.WORDS, others=("freeforms", "additional")),
            Field("words", Kind.NUMBER, others=("word_count",)),
            Field("chapters", Kind.NUMBER),
            Field("kudos", Kind.NUMBER, others=("kudos_count",)),
            Field("comments", Kind.NUMBER, others=("comments_count",)),
            Field("bookmarks", Kind.NUMBER, others=("bookmarks_count",)),
            Field("updated", Kind.DAYS, others=("revised_at", "date")),
            Field("posted", Kind.DAYS, others=("created_at",)),
            Field("complete", Kind.FLAG),
            Field("oneshot", Kind.FLAG, others=("single_chapter",)),
            Field("crossover", Kind.FLAG),
            Field("lang", Kind.CHOICE, others=("language", "language_id"), choices=_languages()),
            Field("rating", Kind.CHOICE, choices=_ratings()),
            Field("warning", Kind.CHOICE, choices=_warnings()),
            Field("category", Kind.CHOICE, choices=_categories()),
        ),
        sorts={BEST: BEST, **{name: name for name in SORTS}, **_OTHERS},
    )


def _languages() -> dict[str, str]:
    """By code, and by each of the names that its entry holds."""
    found = {code.casefold(): code for code in LANGUAGES}
    for code, names in LANGUAGES.items():
        for name in names.split(" · "):
            found.setdefault(name.casefold(), code)
    return found


def _ratings() -> dict[str, str]:
    with untranslated():
        named = {str(one.label).casefold(): one.value for one in Rating}
    short = {"g": Rating.GENERAL, "t": Rating.TEEN, "m": Rating.MATURE, "e": Rating.EXPLICIT}
    return {
        **{one.value: one.value for one in Rating},
        **named,
        **{str(one.label).casefold(): one.value for one in Rating},
        **{name: one.value for name, one in short.items()},
    }


def _warnings() -> dict[str, str]:
    return {
        **_flags(ArchiveWarning),
        **dict.fromkeys(("none", "no"), "none_apply"),
        **dict.fromkeys(("unspecified", "unknown", "cntw"), "chose_not_to_warn"),
    }


def _categories() -> dict[str, str]:
    return {**_flags(Category), "slash": "mm", "femslash": "ff", "het": "fm", "general": "gen"}


def _flags(kind: type[ArchiveWarning] | type[Category]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in kind:
        code = (one.name or "").lower()
        found |= {code: code, one.standard_name.casefold(): code, one.label.casefold(): code}
    return found
