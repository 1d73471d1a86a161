"""What can be found of works, and who may find it: posted ones, as their blurbs tell of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.db.models import QuerySet

from bookcub.core.text.counting import text_of
from bookcub.people.models import Pseud, User
from bookcub.search.documents import (
    EVERYONE,
    KEY,
    MEMBERS,
    SOURCES,
    Document,
    IndexSource,
    Shape,
    a_person,
)
from bookcub.search.models import ChangeStream
from bookcub.search.watching import WATCHES, Watch
from bookcub.search.words import plain, whole_name
from bookcub.tags.models import Tag, TagKind, TagParent
from bookcub.tags.models.family import TagMeaning, tag_meanings, touched_by
from bookcub.works.models import Creatorship, Series, SeriesEntry, Tagging, Visibility, Work


def counted_as(kind: TagKind) -> str:
    """The field of the keys of a work's tags of a kind, by which a list tells how many works have each."""
    return f"{kind}_id"


SHAPE = Shape(
    name="works",
    version=5,
    texts={"title": 1, "author": 1, "tag": 2, "series": 2, "summary": 3}
    | dict.fromkeys(["fandom", "relationship", "character", "freeform"], 0),
    terms=[
        *("title_whole", "tag_id", "signer", "pseud_id", "series_id"),
        *("rating", "warning", "category", "lang"),
        *("complete", "oneshot", "crossover", "in_series"),
    ],
    counted=[counted_as(kind) for kind in TagKind],
    numbers=[
        *("words", "chapters", "chapter_words", "relationships"),
        *("kudos", "comments", "bookmarks", "updated", "posted"),
    ],
    orders={
        **dict.fromkeys(["updated", "posted", "words", "chapters"], int),
        **dict.fromkeys(["kudos", "comments", "bookmarks"], int),
        **dict.fromkeys(["title", "author"], str),
    },
    whole="title_whole",
    # A tag is no secret, and may have a hundred thousand works.
    left_out={"works": KEY, "pseud": "pseud_id", "account": "signer", "series": "series_id"},
)
# What is asked of a work's own row.
TOLD = (
    *("title", "summary", "credit", "language", "rating", "warning_flags", "category_flags"),
    *("visibility", "is_anonymous", "posted_at", "published_on", "revised_at", "revised_on"),
    *("chapters_planned", "chapter_count", "word_count"),
    *("kudos_count", "comment_count", "bookmark_count"),
)
PORTION = 5_000
CROSSOVER = 2  # fandoms


def day_number(day: date) -> int:
    """A day as the index keeps it: since 1970."""
    return (
        day if not isinstance(day, datetime) else day.astimezone(UTC).date()
    ).toordinal() - 719_163


def documents(keys: Sequence[int]) -> Iterator[Document]:
    """Those of these works that readers can find. A few queries, however many tags they have."""
    works = list(Work.objects.posted().filter(pk__in=keys).only(*TOLD))
    creators, tags, series = _creators_of(keys), _tags_of(keys), _series_of(keys)
    named = _named_readers_of([one.pk for one in works if one.visibility == Visibility.NAMED])
    for work in works:
        own = creators.get(work.pk, [])
        yield _document(
            work,
            signers=[] if work.is_anonymous else [one for one in own if one.is_active],
            tags=tags.get(work.pk, []),
            series=series.get(work.pk, {}),
            seen_by=_seen_by(work, {one.account for one in own} | named.get(work.pk, set())),
        )


# No rows of models, for there are more than twenty of them a work.


class _CreatorRow(NamedTuple):
    """Who has accepted to be a creator of a work."""

    key: int
    name: str
    account: int
    username: str
    is_active: bool


def _creators_of(works: Sequence[int]) -> dict[int, list[_CreatorRow]]:
    found: dict[int, list[_CreatorRow]] = {}
    told = ("pseud_id", "pseud__name", "pseud__user_id", "pseud__user__username", "pseud__user__is_active")  # fmt: skip
    for work, *row in (
        Creatorship.objects.accepted().filter(work__in=works).values_list("work_id", *told)
    ):
        found.setdefault(work, []).append(_CreatorRow(*row))
    return found


def _named_readers_of(works: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    if works:
        rows = Work.named_readers.through.objects.filter(work__in=works)
        for work, person in rows.values_list("work_id", "user_id"):
            found.setdefault(work, set()).add(person)
    return found


def _tags_of(works: Sequence[int]) -> dict[int, list[TagMeaning]]:
    rows = Tagging.objects.filter(work__in=works).order_by("work", "position", "pk")
    pairs = list(rows.values_list("work_id", "tag_id"))
    known = tag_meanings(tag for _, tag in pairs)
    found: dict[int, list[TagMeaning]] = {}
    for work, tag in pairs:
        if tag in known:  # what goes at this moment is a change that is yet to come
            found.setdefault(work, []).append(known[tag])
    return found


def _series_of(works: Sequence[int]) -> dict[int, dict[int, str]]:
    """Of works that are signed: an anonymous one stands beside nobody's name."""
    found: dict[int, dict[int, str]] = {}
    entries = SeriesEntry.objects.openly().filter(work__in=works, work__is_anonymous=False)
    for work, series, title in entries.values_list("work", "series", "series__title"):
        found.setdefault(work, {})[series] = title
    return found


def _document(
    work: Work,
    *,
    signers: Sequence[_CreatorRow],
    tags: Sequence[TagMeaning],
    series: Mapping[int, str],
    seen_by: list[str],
) -> Document:
    names: dict[str, list[str]] = {kind: [] for kind in TagKind.values}
    for tag in tags:
        names[tag.kind] += (tag.name, *tag.names)
    author = _author(work, signers)
    of_fandoms = [tag for tag in tags if tag.kind == TagKind.FANDOM]
    # A film and what it was made of are one.
    fandoms = {tag.meant for tag in of_fandoms} - {key for tag in of_fandoms for key in tag.above}
    return Document(
        key=work.pk,
        seen_by=seen_by,
        texts={
            "title": work.title,
            "author": author,
            "tag": [name for kind in names.values() for name in kind],
            "series": list(series.values()),
            "summary": text_of(work.summary),
            **names,
        },
        terms={
            "title_whole": [whole_name(work.title)],
            # What a tag means (`meanings`) finds the works of all its variants.
            "tag_id": sorted({str(key) for tag in tags for key in tag.keys}),
            "signer": sorted({str(one.account) for one in signers}),
            "pseud_id": sorted(str(one.key) for one in signers),
            "series_id": sorted(map(str, series)),
            "rating": [work.rating],
            "warning": work.warnings.codes,
            "category": work.categories.codes,
            "lang": [work.language],
            "complete": [_yes(work.is_complete)],
            "oneshot": [_yes(work.chapter_count == 1 and work.chapters_planned == 1)],
            "crossover": [_yes(len(fandoms) >= CROSSOVER)],
            "in_series": [_yes(bool(series))],
        },
        counted={
            counted_as(kind): sorted(
                {key for tag in tags if tag.kind == kind for key in tag.counted}
            )
            for kind in TagKind
        },
        numbers={
            "words": work.word_count,
            "chapters": work.chapter_count,
            "chapter_words": work.word_count // max(1, work.chapter_count),
            "relationships": sum(tag.kind == TagKind.RELATIONSHIP for tag in tags),
            "kudos": work.kudos_count,
            "comments": work.comment_count,
            "bookmarks": work.bookmark_count,
            "updated": day_number(work.revised),
            "posted": day_number(work.published or work.revised),
        },
        orders=_orders(work, " . ".join(author)),
    )


def _orders(work: Work, author: str) -> dict[str, int | str]:
    """Where it stands in each list: among equals the one with the newest chapter first, and none beside another by chance."""
    minutes, key = int(work.revised_at.timestamp()) // 60, work.pk % 2**13
    newest = minutes << 13 | key  # 39 bits until 2097
    oldest_first = f"{2**39 - newest:012d}"

    def ordered(number: int) -> int:
        return min(number, 2**24 - 1) << 39 | newest

    return {
        "updated": int(work.revised_at.timestamp()) << 13 | key,
        "posted": ordered(day_number(work.published or work.revised)),
        "words": ordered(work.word_count),
        "chapters": ordered(work.chapter_count),
        "kudos": ordered(work.kudos_count),
        "comments": ordered(work.comment_count),
        "bookmarks": ordered(work.bookmark_count),
        "title": f"{plain(work.title)}\x00{oldest_first}",
        "author": f"{plain(author)}\x00{oldest_first}",
    }


def _author(work: Work, signers: Sequence[_CreatorRow]) -> list[str]:
    """The names of its byline; nobody's of an anonymous work."""
    credit = [work.credit] if work.credit and not work.is_anonymous else []
    names = [name for one in signers for name in (one.name, one.username)]
    return list(dict.fromkeys([*credit, *names]))


def _seen_by(work: Work, people: set[int]) -> list[str]:
    if work.visibility == Visibility.EVERYONE:
        return [EVERYONE]
    if work.visibility == Visibility.MEMBERS:
        return [MEMBERS]
    return [a_person(key) for key in sorted(people)]


def _yes(said: bool) -> str:  # noqa: FBT001  # a word for it
    return "yes" if said else "no"


def all_keys() -> Iterator[list[int]]:
    """All posted works, in portions."""
    return _in_portions(Work.objects.posted())


def _in_portions(works: QuerySet[Work]) -> Iterator[list[int]]:
    after = 0
    while found := list(
        works.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:PORTION]
    ):
        yield found
        after = found[-1]


def _of_tag(key: int) -> Iterator[list[int]]:
    tags = Tagging.objects.filter(tag__in=touched_by(key))
    return _in_portions(Work.objects.filter(pk__in=tags.values("work")))


def _of_pseud(key: int) -> Iterator[list[int]]:
    signed = Creatorship.objects.filter(pseud=key)
    return _in_portions(Work.objects.filter(pk__in=signed.values("work")))


def _of_account(key: int) -> Iterator[list[int]]:
    signed = Creatorship.objects.filter(pseud__user=key)
    return _in_portions(Work.objects.filter(pk__in=signed.values("work")))


def _of_series(key: int) -> Iterator[list[int]]:
    parts = SeriesEntry.objects.filter(series=key)
    return _in_portions(Work.objects.filter(pk__in=parts.values("work")))


def _columns(model: type, *names: str) -> list[str]:
    return [model._meta.get_field(name).column for name in names]  # type: ignore[attr-defined]  # noqa: SLF001  # Django's documented way


def register() -> None:
    """Let works be found, and every change of what is found of them be written down."""
    SOURCES.register(
        IndexSource(
            SHAPE,
            documents=documents,
            all_keys=all_keys,
            touched={
                "tag": _of_tag,
                "pseud": _of_pseud,
                "account": _of_account,
                "series": _of_series,
            },
        ),
        name=SHAPE.name,
        owner="works",
    )
    told = _columns(
        Work,
        *("title", "summary", "language", "rating", "warning_flags", "category_flags", "credit"),
        *("chapters_planned", "chapter_count", "word_count", "visibility", "is_anonymous"),
        *("posted_at", "published_on", "revised_at", "revised_on"),
        *("withheld_at", "discarded_at", "hiding"),
    )
    leads = ["alike", "is_canonical", "synonym_of_id"]
    counts = _columns(Work, "kudos_count", "comment_count", "bookmark_count")
    WATCHES.register(
        [
            Watch(Work, "works", "id", told),
            Watch(Work, "works", "id", counts, stream=ChangeStream.COUNTS, comes_and_goes=False),
            Watch(Tagging, "works", "work_id", ["tag_id"]),
            Watch(Creatorship, "works", "work_id", ["pseud_id", "accepted_at"]),
            Watch(SeriesEntry, "works", "work_id"),
            Watch(Work.named_readers.through, "works", "work_id"),
            Watch(Tag, "tag", "id", ["name", "kind", *leads], comes_and_goes=False),
            Watch(TagParent, "tag", "child_id"),
            Watch(Pseud, "pseud", "id", ["name"], comes_and_goes=False),
            Watch(User, "account", "id", ["username", "is_active"], comes_and_goes=False),
            Watch(Series, "series", "id", ["title", "discarded_at"], comes_and_goes=False),
        ],
        name="works",
        owner="works",
    )
