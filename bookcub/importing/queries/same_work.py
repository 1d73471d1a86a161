"""Finding the work that a source was imported as before, and what has changed since."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext, ngettext

from bookcub.core.text import plain
from bookcub.formats.story.addresses import canonical, without_port
from bookcub.importing.mapping import MappedChapter, MappedFields, MappedWork
from bookcub.importing.models import ChapterOrigin, LeftOut, WorkOrigin
from bookcub.people.context import archive_url
from bookcub.people.models import User
from bookcub.works.forms.work import initial_of
from bookcub.works.models import Chapter, Work
from bookcub.works.queries.forms import prefetched_for_form

# Words; fewer may be alike in two works: a drawing with a caption, a haiku.
TELLING = 50
Known = TypeVar("Known", bound=ChapterOrigin | LeftOut)


def same_work(mapped: MappedWork, person: User) -> Work | None:
    """This person's own work that came from the same source: by its address, else by its words."""
    own = Work.objects.by_person(person)
    if mapped.address:
        here = _number_here(mapped.address)
        found = own.filter(pk=here).first() if here else None
        found = found or own.filter(origin__address=mapped.address).first()
        found = found or own.filter(original_url=mapped.address).first()
        if found is None and (former := without_port(mapped.address)):
            # Another archive may stand there, with a work of the same number.
            alike = Q(origin__fields__title=mapped.fields["title"])
            alike |= Q(origin__fingerprint=mapped.fingerprint)
            found = own.filter(alike, origin__address=former).first()
        if found is not None:
            return found
    # A source with another address is another work, however alike its words are.
    strangers = own.exclude(origin=None)
    if mapped.address:
        strangers = strangers.filter(origin__address="")
    by_words = strangers.filter(origin__fingerprint=mapped.fingerprint)
    counted = accumulate(chapter.words for chapter in mapped.chapters)
    if not any(words >= TELLING for words in counted):  # a novel is not counted to its end for this
        by_words = by_words.filter(origin__fields__title=mapped.fields["title"])
    if found := by_words.first():
        return found
    words = [chapter.words_fingerprint for chapter in mapped.chapters]
    return (
        strangers.filter(
            origin__fields__title=mapped.fields["title"],
            chapters__origin__words_fingerprint__in=words,
        )
        .order_by("pk")
        .first()
    )


def _number_here(address: str, *, of: str = "works") -> int:
    """The number of the work (or the chapter) that has this address in this archive; 0 for one elsewhere."""
    here = canonical(archive_url()) or "\0"
    found = re.fullmatch(rf"{re.escape(here)}/.*?{of}/(\d{{1,18}})", address)
    return int(found[1]) if found else 0


def elsewhere(address: str) -> str:
    """The address of a work that stands in another archive; "" for one of this."""
    return "" if _number_here(address) else address


@dataclass(frozen=True, slots=True)
class Match:
    """A chapter of the source and the one it is here, if any."""

    chapter: MappedChapter
    here: Chapter | None = None
    origin: ChapterOrigin | None = None
    left_out: LeftOut | None = None  # what was noted when its person did not want it

    @property
    def is_left_out(self) -> bool:
        """Whether its person did not want just this: it stays out until they ask for it."""
        out = self.left_out
        if out is None or self.state == "unchanged":
            return False
        # Once the chapter is in the trash, what was not wanted as a change is new, and the other way round.
        return out.is_here == (self.here is not None) and _says_the_same(self.chapter, out)

    @property
    def as_left_out(self) -> LeftOut:
        """What to note of it where its person does not want it."""
        chapter = self.chapter
        return LeftOut(
            part=chapter.part,
            address=chapter.address,
            position=chapter.position,
            format=chapter.format,
            fingerprint=chapter.fingerprint,
            words_fingerprint=chapter.words_fingerprint,
            is_here=self.here is not None,
        )

    @property
    def state(self) -> str:
        """`new`, `changed` or `unchanged` since the last import."""
        if self.here is None:
            return "new"
        if self.origin is None:
            # It was written here, and comes back.
            same = plain(self.here.html) == plain(self.chapter.html)
            return "unchanged" if same else "changed"
        return "unchanged" if _says_the_same(self.chapter, self.origin) else "changed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A source against the work that it updates (or against nothing)."""

    work: Work | None
    origin: WorkOrigin | None = None
    matches: list[Match] = field(default_factory=list)
    missing: int = 0  # chapters that came from the source and are no longer in it
    here: int = 0  # chapters that the work has

    @property
    def wanted(self) -> list[MappedChapter]:
        """Those that are kept where nobody is asked: all but what was left out before."""
        return [match.chapter for match in self.matches if not match.is_left_out]

    @property
    def left_out(self) -> int:
        """How many of its chapters are not taken unless somebody asks for them."""
        return len(self.matches) - len(self.wanted)

    def total(self, wished: Iterable[int]) -> int:
        """How many chapters the work has once these (by their keys) are kept."""
        new = {match.chapter.key for match in self.matches if match.here is None}
        return self.here + len(new.intersection(wished))

    def not_wanted(self, wished: Collection[int]) -> list[LeftOut]:
        """What to remember once these chapters (by their keys) are kept: the rest, and what this source does not hold."""
        before = self.origin.not_wanted if self.origin is not None else []
        told = {match.left_out for match in self.matches}
        return [each for each in before if each not in told] + [
            match.as_left_out
            for match in self.matches
            if match.chapter.key not in wished and match.state != "unchanged"
        ]

    def count(self, state: str) -> int:
        return sum(match.state == state for match in self.matches if not match.is_left_out)

    @property
    def has_news(self) -> bool:
        """Whether the source has chapters that are new here, or others than they were."""
        return bool(self.count("new") or self.count("changed"))

    @property
    def summary(self) -> str:
        """Say what importing will do to the work: "2 new chapters, 1 changed"."""
        new, changed = self.count("new"), self.count("changed")
        parts = []
        if new:
            parts.append(ngettext("%(n)s new chapter", "%(n)s new chapters", new) % {"n": new})
        if changed:
            words = ngettext("%(n)s changed chapter", "%(n)s changed chapters", changed)
            parts.append(words % {"n": changed})
        if out := self.left_out:
            words = ngettext(
                "%(n)s chapter that you left out before stays out",
                "%(n)s chapters that you left out before stay out",
                out,
            )
            parts.append(words % {"n": out})
        return ", ".join(parts) or gettext("no new or changed chapters")


def compare(mapped: MappedWork, work: Work | None) -> Comparison:
    """Match the source's chapters with the work's. Four queries at most."""
    if work is None:
        return Comparison(None, matches=[Match(chapter) for chapter in mapped.chapters])
    origin = WorkOrigin.objects.filter(work=work).first()
    here = list(
        # One in the trash is left there: what comes again is a new chapter.
        ChapterOrigin.objects.filter(chapter__work=work, chapter__discarded_at=None)
        .select_related("chapter__work")
        .order_by("chapter__position")
    )
    not_wanted = origin.not_wanted if origin is not None else []
    matches = _with_own(_match(mapped.chapters, here, not_wanted), work)
    found = {match.origin.pk for match in matches if match.origin is not None}
    missing = 0 if mapped.is_part else sum(known.pk not in found for known in here)
    return Comparison(work, origin, matches, missing, work.chapters.standing().count())


def _match(
    chapters: Sequence[MappedChapter], here: list[ChapterOrigin], not_wanted: list[LeftOut]
) -> list[Match]:
    """Each with the chapter that it is here, or with what was noted when it was left out."""
    changes = _found(chapters, [each for each in not_wanted if each.is_here])
    pool: list[ChapterOrigin | LeftOut] = [*here]
    found = _found(chapters, pool + [each for each in not_wanted if not each.is_here])
    matches = []
    for chapter in chapters:
        known, change = found.get(chapter.key), changes.get(chapter.key)
        if isinstance(known, ChapterOrigin):
            matches.append(Match(chapter, known.chapter, known, change))
        else:
            matches.append(Match(chapter, left_out=known or change))
    return matches


def _found(chapters: Sequence[MappedChapter], known_before: Sequence[Known]) -> dict[int, Known]:
    """By address first, then by the same words, then by place among those that are left."""
    found: dict[int, Known] = {}
    left = list(known_before)
    for test in (_same_address, _same_words, _same_place):
        for chapter in chapters:
            if chapter.key in found:
                continue
            known = next((known for known in left if test(chapter, known)), None)
            if known is not None:
                found[chapter.key] = known
                left.remove(known)
    return found


def _with_own(matches: list[Match], work: Work) -> list[Match]:
    """Chapters that were written in this archive are known by their addresses in it."""
    numbers = {
        match.chapter.key: _number_here(match.chapter.address, of="chapters")
        for match in matches
        if match.here is None
    }
    if not any(numbers.values()):
        return matches
    own = work.chapters.select_related("work").in_bulk(list(numbers.values()))
    return [
        replace(match, here=own.get(numbers.get(match.chapter.key, 0), match.here))
        for match in matches
    ]


def _same_address(chapter: MappedChapter, known: ChapterOrigin | LeftOut) -> bool:
    if not known.address or chapter.part != known.part:
        return False
    return known.address in (chapter.address, without_port(chapter.address))


def _same_words(chapter: MappedChapter, known: ChapterOrigin | LeftOut) -> bool:
    return chapter.words_fingerprint == known.words_fingerprint and _may_be_same(chapter, known)


def _same_place(chapter: MappedChapter, known: ChapterOrigin | LeftOut) -> bool:
    if isinstance(known, LeftOut):
        # Where somebody left out a note, the next chapter may stand now: it must not be lost without a word.
        return False
    places = (chapter.position, chapter.part) == (known.position, known.part)
    return places and _may_be_same(chapter, known)


def _may_be_same(chapter: MappedChapter, known: ChapterOrigin | LeftOut) -> bool:
    return not (chapter.address and known.address)


def _says_the_same(chapter: MappedChapter, known: ChapterOrigin | LeftOut) -> bool:
    if known.format != chapter.format:
        # Two formats of one source write the same words with other tags.
        return known.words_fingerprint == chapter.words_fingerprint
    return known.fingerprint == chapter.fingerprint


def merged(mapped: MappedWork, comparison: Comparison) -> MappedFields:
    """What the work will say of itself: as here, but for what the source says otherwise than last time."""
    if comparison.work is None:
        return dict(mapped.fields)
    here = initial_of(prefetched_for_form(comparison.work))
    current = {name: here[name] for name in mapped.fields}
    current["chapters_planned"] = comparison.work.chapters_planned
    before = comparison.origin.fields if comparison.origin is not None else current
    # What is only likely gives way to whatever was chosen here.
    chosen = {name for name in mapped.assumed if current[name] != before.get(name)}
    return {
        name: value
        if name not in mapped.not_given | chosen and value != before.get(name)
        else current[name]
        for name, value in mapped.fields.items()
    }
