"""Tags as this archive takes them: fixed sets by their labels, the others by its rules for names."""

from __future__ import annotations

from collections.abc import Iterable

from bookcub.formats.story.parsed import ParsedWork
from bookcub.formats.story.remarks import Remark, remark
from bookcub.tags.fixed import ArchiveWarning, Category, Rating
from bookcub.tags.models import TAG_MAX, TagKind, folded
from bookcub.tags.models.tag import FORBIDDEN
from bookcub.works.fields import TAGS_MAX

FOLDED_MAX = 2 * TAG_MAX
#: How other places and older versions call what this archive calls otherwise.
WARNINGS = {
    "choose not to use archive warnings": ArchiveWarning.CHOSE_NOT_TO_WARN,
    "creator chose not to use archive warnings": ArchiveWarning.CHOSE_NOT_TO_WARN,
    "author chose not to use archive warnings": ArchiveWarning.CHOSE_NOT_TO_WARN,
    "underage": ArchiveWarning.UNDERAGE,
}
# What is left out first when a work has too many tags.
EXPENDABLE = (TagKind.FREEFORM, TagKind.CHARACTER, TagKind.RELATIONSHIP, TagKind.FANDOM)


def rating_of(label: str, notices: list[Remark]) -> Rating:
    """The rating of this name; what the source does not say, or says in its own way, is told."""
    for rating in Rating:
        if label.strip().casefold() in {rating.standard_name.casefold(), rating.value}:
            return rating
    if label.strip():
        notices.append(remark("strange-rating", label.strip()[:60]))
    else:
        notices.append(remark("no-rating"))
    return Rating.NOT_RATED


def warnings_of(labels: Iterable[str], notices: list[Remark]) -> tuple[ArchiveWarning, list[str]]:
    """The archive warnings, and the names that are none."""
    found, strangers = ArchiveWarning(0), []
    for label in labels:
        known = ArchiveWarning.from_labels([label]) or WARNINGS.get(label.strip().casefold())
        if known:
            found |= known
        else:
            strangers.append(label)
    if not found:
        found = ArchiveWarning.CHOSE_NOT_TO_WARN
        notices.append(remark("no-warning"))
    return found, strangers


def categories_of(labels: Iterable[str]) -> tuple[Category, list[str]]:
    """The categories, and the names that are none."""
    found, strangers = Category(0), []
    for label in labels:
        known = Category.from_labels([label])
        found |= known
        if not known:
            strangers.append(label)
    return found, strangers


def tags_of(
    work: ParsedWork, strangers: list[str], notices: list[Remark]
) -> dict[TagKind, list[str]]:
    """Tags by kind; labels that fit no fixed set stand among the additional ones."""
    if strangers:
        named = ", ".join(f"“{label[:60]}”" for label in strangers)
        notices.append(remark("strange-labels", named))
    names_by_kind = {
        TagKind.FANDOM: list(work.fandoms),
        TagKind.RELATIONSHIP: list(work.relationships),
        TagKind.CHARACTER: list(work.characters),
        TagKind.FREEFORM: [*work.freeforms, *strangers],
    }
    tags = {kind: _named(names, notices) for kind, names in names_by_kind.items()}
    return _few_enough(tags, notices)


def _named(names: Iterable[str], notices: list[Remark]) -> list[str]:
    kept: dict[str, str] = {}
    for name in names:
        fitting = tag_name(name)
        if fitting and fitting != " ".join(name.split()):
            notices.append(remark("tag-changed", name.strip()[:80], fitting))
        elif not fitting and name.strip():
            notices.append(remark("tag-left-out", name.strip()[:80]))
        if fitting:
            kept.setdefault(folded(fitting), fitting)
    return list(kept.values())


def tag_name(name: str) -> str:
    """The name without what tags cannot hold, not too long; empty if nothing is left."""
    fitting = " ".join(FORBIDDEN.sub(" ", name).split())[:TAG_MAX].strip()
    while len(folded(fitting)) > FOLDED_MAX:  # one letter may stand for eighteen
        fitting = fitting[: len(fitting) // 2].strip()
    return fitting if folded(fitting) else ""


def _few_enough(tags: dict[TagKind, list[str]], notices: list[Remark]) -> dict[TagKind, list[str]]:
    left_out = max(0, sum(map(len, tags.values())) - TAGS_MAX)
    if left_out:
        notices.append(remark("tags-left-out", left_out, TAGS_MAX))
    for kind in EXPENDABLE:
        names = tags[kind]
        kept = max(0, len(names) - left_out)
        left_out -= len(names) - kept
        tags[kind] = names[:kept]
    return tags
