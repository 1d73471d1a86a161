"""What can be found of works, and who may find it: posted ones, as their blurbs tell of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

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
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Creatorship, Series, SeriesEntry, Tagging, Visibility, Work


def counted_as(kind: TagKind) -> str:
    """The field of the keys of a work's tags of a kind, by which a list tells how many works have each."""
    return f"{kind}_id"


SHAPE = Shape(
    name="works",
    version=3,
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
PORTION = 5_000
CROSSOVER = 2  # fandoms


def day_number(day: date) -> int:
    """A day as the index keeps it: since 1970."""
    return (
        day if not isinstance(day, datetime) else day.astimezone(UTC).date()
    ).toordinal() - 719_163


def documents(keys: Sequence[int]) -> Iterator[Document]:
    """Those of these works that readers can find. Five queries, however many tags they have."""
    works = (
        Work.objects.posted()
        .filter(pk__in=keys)
        .defer("notes", "end_notes")
        .prefetch_related(
            Prefetch("creatorships", Creatorship.objects.select_related("pseud__user")),
            "named_readers",
        )
    )
    series, tags = _series_of(keys), _tags_of(keys)
    return (_document(work, tags.get(work.pk, []), series.get(work.pk, {})) for work in works)


class _TagRow(NamedTuple):
    """A tag of a work, and the one that it leads to. No row of a model: there are seventeen of them a work."""

    key: int
    kind: str
    name: str
    canonical: int | None
    canonical_name: str | None


def _tags_of(works: Sequence[int]) -> dict[int, list[_TagRow]]:
    found: dict[int, list[_TagRow]] = {}
    rows = Tagging.objects.filter(work__in=works).order_by("work", "position", "pk")
    told = ("tag_id", "tag__kind", "tag__name", "tag__synonym_of_id", "tag__synonym_of__name")
    for work, *tag in rows.values_list("work_id", *told):
        found.setdefault(work, []).append(_TagRow(*tag))
    return found


def _series_of(works: Sequence[int]) -> dict[int, dict[int, str]]:
    """Of works that are signed: an anonymous one stands beside nobody's name."""
    found: dict[int, dict[int, str]] = {}
    entries = SeriesEntry.objects.openly().filter(work__in=works, work__is_anonymous=False)
    for work, series, title in entries.values_list("work", "series", "series__title"):
        found.setdefault(work, {})[series] = title
    return found


def _document(work: Work, tags: Sequence[_TagRow], series: Mapping[int, str]) -> Document:
    names: dict[str, list[str]] = {kind: [] for kind in TagKind.values}
    for tag in tags:
        names[tag.kind] += filter(None, (tag.name, tag.canonical_name))
    author = _author(work)
    fandoms = {tag.canonical or tag.key for tag in tags if tag.kind == TagKind.FANDOM}
    return Document(
        key=work.pk,
        seen_by=_seen_by(work),
        texts={
            "title": work.title,
            "author": author,
            "tag": " . ".join(name for kind in names.values() for name in kind),
            "series": " . ".join(series.values()),
            "summary": text_of(work.summary),
            **{kind: " . ".join(of_kind) for kind, of_kind in names.items()},
        },
        terms={
            "title_whole": [whole_name(work.title)],
            "tag_id": sorted({str(key) for tag in tags for key in (tag.key, tag.canonical) if key}),
            "signer": sorted(str(one.user_id) for one in work.signers),
            "pseud_id": sorted(str(one.pk) for one in work.signers),
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
            counted_as(kind): sorted({tag.canonical or tag.key for tag in tags if tag.kind == kind})
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
        orders=_orders(work, author),
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


def _author(work: Work) -> str:
    """The names of its byline; nobody's of an anonymous work."""
    credit = [work.credit] if work.credit and not work.is_anonymous else []
    names = [name for pseud in work.signers for name in (pseud.name, pseud.user.username)]
    return " . ".join(dict.fromkeys([*credit, *names]))


def _seen_by(work: Work) -> list[str]:
    if work.visibility == Visibility.EVERYONE:
        return [EVERYONE]
    if work.visibility == Visibility.MEMBERS:
        return [MEMBERS]
    creators = {part.pseud.user_id for part in work.creatorships.all() if part.accepted_at}
    named = {one.pk for one in work.named_readers.all()}
    return [a_person(key) for key in sorted(creators | named)]


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
    tags = [key, *Tag.objects.filter(synonym_of=key).values_list("pk", flat=True)]
    return _in_portions(
        Work.objects.filter(pk__in=Tagging.objects.filter(tag__in=tags).values("work"))
    )


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
    counts = _columns(Work, "kudos_count", "comment_count", "bookmark_count")
    WATCHES.register(
        [
            Watch(Work, "works", "id", told),
            Watch(Work, "works", "id", counts, stream=ChangeStream.COUNTS, comes_and_goes=False),
            Watch(Tagging, "works", "work_id", ["tag_id"]),
            Watch(Creatorship, "works", "work_id", ["pseud_id", "accepted_at"]),
            Watch(SeriesEntry, "works", "work_id"),
            Watch(Work.named_readers.through, "works", "work_id"),
            Watch(Tag, "tag", "id", ["name", "kind", "synonym_of_id"], comes_and_goes=False),
            Watch(Pseud, "pseud", "id", ["name"], comes_and_goes=False),
            Watch(User, "account", "id", ["username", "is_active"], comes_and_goes=False),
            Watch(Series, "series", "id", ["title", "discarded_at"], comes_and_goes=False),
        ],
        name="works",
        owner="works",
    )
