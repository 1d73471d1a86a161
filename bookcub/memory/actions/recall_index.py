"""Keep the index of what was said: each thing as the stems of its words.

Things are indexed right after they were said, and a periodic job heals what a killed process left out or left behind.
Only what is for a club as a whole is indexed: no private notes. Where somebody has to be to find it is asked when they look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef

from bookcub.core.clock import now
from bookcub.memory.models import RecallEntry, RecallPosting, RecallWord
from bookcub.memory.queries.utterances import Utterance, not_kept_yet, not_said_any_more
from bookcub.memory.recall.stems import stems_of

T = TypeVar("T")

AT_ONCE = 500
MOST_TIMES = 1000
UNKNOWN_LANGUAGE = (
    "en"  # of outside books nobody says it; stems of the wrong language still meet each other
)


def keep(utterances: Iterable[Utterance]) -> int:
    """Index what is new or was changed; returns how many entries were written."""
    return sum(_keep(some) for some in _portions(list(utterances)))


def catch_up(most: int = 5_000) -> int:
    """Index what is missing or was changed, and forget what is not said any more."""
    for source, pks in not_said_any_more().items():
        forget(source, pks)
    return keep(not_kept_yet(most))


def rebuild() -> int:
    """Index everything again, a portion at a time; what is not done yet is found by its old words."""
    RecallEntry.objects.update(digest="")
    total = 0
    while written := catch_up():
        total += written
    used = RecallPosting.objects.filter(word=OuterRef("pk"))
    RecallWord.objects.filter(~Exists(used)).delete()
    return total


def forget(source: str, pks: Iterable[int]) -> None:
    """Take things out of the index that are not said any more."""
    RecallEntry.objects.filter(**{f"{source}__in": list(pks)}).delete()


@transaction.atomic
def _keep(utterances: Sequence[Utterance]) -> int:
    fresh = _changed(utterances)
    if not fresh:
        return 0
    for source in {each.source for each in fresh}:
        forget(source, [each.pk for each in fresh if each.source == source])
    stems = [[found.stem for found in stems_of(each.text, _language(each))] for each in fresh]
    entries = RecallEntry.objects.bulk_create(
        [_entry(each, row) for each, row in zip(fresh, stems, strict=True)]
    )
    ids = _word_ids({stem for row in stems for stem in row})
    RecallPosting.objects.bulk_create(
        (
            RecallPosting(
                club_id=entry.club_id,
                word_id=ids[stem],
                entry=entry,
                times=min(times, MOST_TIMES),
            )
            for entry, row in zip(entries, stems, strict=True)
            for stem, times in Counter(row).items()
        ),
        batch_size=AT_ONCE * 4,
    )
    return len(entries)


def _changed(utterances: Sequence[Utterance]) -> list[Utterance]:
    """Those whose entry says something else, or that have none. One query for each kind."""
    known: dict[tuple[str, int], str] = {}
    for source in {each.source for each in utterances}:
        pks = [each.pk for each in utterances if each.source == source]
        rows = RecallEntry.objects.filter(**{f"{source}__in": pks})
        found = rows.values_list(source, "digest")
        known |= {(source, pk): digest for pk, digest in found}
    fresh = {
        (each.source, each.pk): each
        for each in utterances
        if known.get((each.source, each.pk)) != each.digest
    }
    # What was looked at and is as it was is not looked at again before it changes.
    seen = [each for each in utterances if (each.source, each.pk) not in fresh]
    for source in {each.source for each in seen}:
        pks = [each.pk for each in seen if each.source == source]
        RecallEntry.objects.filter(**{f"{source}__in": pks}).update(kept_at=now())
    return list(fresh.values())


def _entry(utterance: Utterance, stems: Sequence[str]) -> RecallEntry:
    return RecallEntry(
        **{f"{utterance.source}_id": utterance.pk},
        club_id=utterance.club_id,
        work_id=utterance.work_id,
        read_id=utterance.read_id,
        said_by_id=utterance.said_by_id,
        said_at=utterance.said_at,
        language=_language(utterance),
        stems=f" {' '.join(stems)} ",
        digest=utterance.digest,
        kept_at=now(),
    )


def _language(utterance: Utterance) -> str:
    return (utterance.language or UNKNOWN_LANGUAGE)[:12]


def _word_ids(stems: set[str]) -> dict[str, int]:
    """The rows of these stems, made where there are none yet; others may make the same at this moment."""
    found: dict[str, int] = {}
    for some in _portions(sorted(stems)):
        rows = RecallWord.objects.filter(stem__in=some).values_list("stem", "pk")
        known = dict(rows)
        missing = [RecallWord(stem=stem) for stem in some if stem not in known]
        if missing:
            RecallWord.objects.bulk_create(missing, ignore_conflicts=True)
            known = dict(rows.all())
        found |= known
    return found


def _portions(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
