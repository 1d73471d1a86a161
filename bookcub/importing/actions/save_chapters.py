"""The chapters of an imported work: new ones at their place, changed ones as new revisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bookcub.importing.mapping import MappedChapter
from bookcub.importing.models import ChapterOrigin
from bookcub.importing.queries.same_work import Comparison, Match
from bookcub.people.models import Pseud
from bookcub.works.actions import add_chapter
from bookcub.works.models import Chapter, Work
from bookcub.works.own_notes import IMPORTED, IMPORTED_AGAIN
from bookcub.works.queries.forms import pseud_in


@dataclass(slots=True)
class ChapterCounts:
    """What became of the chapters; `kept` are all of them that came from the source, in order."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[Chapter] = field(default_factory=list)


def keep_chapters(
    work: Work, comparison: Comparison, wished: Sequence[MappedChapter], *, by: Pseud
) -> ChapterCounts:
    """Add, rewrite or leave alone each wished chapter. The caller has begun a transaction."""
    signer = pseud_in(work, by.user) or by
    matches = {match.chapter.key: match for match in comparison.matches}
    places = _Places(work)
    counts = ChapterCounts()
    for chapter in wished:
        match = replace(matches[chapter.key], chapter=chapter)
        state = matches[chapter.key].state
        if match.here is None:
            here = _add(work, chapter, places, signer)
            counts.added += 1
        else:
            here = match.here
            if state == "changed":
                _rewrite(here, match, signer)
                counts.changed += 1
            else:
                counts.unchanged += 1
        _remember(here, matches[chapter.key])
        counts.kept.append(here)
    return counts


class _Places:
    """Where a chapter of the source stands among those that are here already."""

    def __init__(self, work: Work) -> None:
        origins = ChapterOrigin.objects.filter(chapter__work=work)
        known = {origin.chapter_id: (origin.position, origin.part) for origin in origins}
        chapters = work.chapters.order_by("position").values_list("pk", flat=True)
        self._all = [known.get(pk) for pk in chapters]
        # A new work has the order its person gave it.
        self._is_free = not known

    def take(self, chapter: MappedChapter) -> int:
        """The place for it, counting from 1; it counts as taken from now on."""
        wanted: tuple[int, int] = (chapter.position, chapter.part)
        place = len(self._all)
        if not self._is_free:
            before = [at for at, known in enumerate(self._all) if known and known < wanted]
            after = [at for at, known in enumerate(self._all) if known and known > wanted]
            place = before[-1] + 1 if before else after[0] if after else place
        self._all.insert(place, wanted)
        return place + 1


def _add(work: Work, chapter: MappedChapter, places: _Places, signer: Pseud) -> Chapter:
    return add_chapter(
        work=work,
        by=signer,
        fields=chapter.fields,
        html=chapter.html,
        position=places.take(chapter),
        dated=chapter.dated,
        note=IMPORTED,
    )


def _rewrite(here: Chapter, match: Match, signer: Pseud) -> None:
    fields = match.chapter.fields
    if match.origin is not None and match.origin.title == fields.title:
        # Its title here may have been given here.
        fields = replace(fields, title=here.title)
    here.rewrite(by=signer, html=match.chapter.html, fields=fields, note=IMPORTED_AGAIN)


def _remember(here: Chapter, match: Match) -> None:
    """Note what the source said, so that the next import knows what is new; not what was edited here."""
    chapter = match.chapter
    seen = {
        "position": chapter.position,
        "part": chapter.part,
        "address": chapter.address or (match.origin.address if match.origin else ""),
        "title": chapter.fields.title,
        "format": chapter.format,
        "fingerprint": chapter.fingerprint,
        "words_fingerprint": chapter.words_fingerprint,
    }
    origin = match.origin
    if match.here is None:
        ChapterOrigin.objects.create(chapter=here, **seen)
    elif origin is None or any(getattr(origin, name) != value for name, value in seen.items()):
        ChapterOrigin.objects.update_or_create(chapter=here, defaults=seen)
