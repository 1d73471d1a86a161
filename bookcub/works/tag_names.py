"""Which tags readers may know of, and how much they are used: those of works that everybody may read, and canonical ones.

What stands only on drafts, on works for members or named people, on hidden ones or in the trash is in no answer, and their
number moves none up or down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from bookcub.search.documents import SOURCES, Document, IndexSource
from bookcub.search.watching import WATCHES, Watch
from bookcub.tags.findable import SHAPE, document
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Tagging, Work

PORTION = 5_000
# Of a work whose tags may have come into sight, or out of it.
STANDING = "tagged"


def public_taggings() -> QuerySet[Tagging]:
    """Tags on works that everybody may read."""
    public = Work.objects.visible_to(AnonymousUser())
    return Tagging.objects.filter(Exists(public.filter(pk=OuterRef("work"))))


def public_tags() -> QuerySet[Tag]:
    """Tags that everybody may know of."""
    return Tag.objects.filter(
        Q(is_canonical=True) | Exists(public_taggings().filter(tag=OuterRef("pk")))
    )


def documents(keys: Sequence[int]) -> Iterator[Document]:
    """Those of these tags that everybody may know of. Four queries."""
    uses, beside = _uses(keys), _beside(keys)
    for tag in Tag.objects.filter(pk__in=keys):
        own, with_synonyms = uses.get(tag.pk, (0, 0))
        if own or tag.is_canonical:
            yield document(tag, uses=with_synonyms, beside=beside.get(tag.pk, []))


def _uses(keys: Sequence[int]) -> dict[int, tuple[int, int]]:
    """On how many public works a tag stands, and on how many it or a synonym of it."""
    rows = public_taggings().order_by()
    own = dict(rows.filter(tag__in=keys).values_list("tag").annotate(n=Count("pk")))
    meant = rows.filter(tag__synonym_of__in=keys).values_list("tag__synonym_of")
    # Without the works that carry both.
    beside = Exists(Tagging.objects.filter(work=OuterRef("work"), tag=OuterRef("tag__synonym_of")))
    more = dict(meant.exclude(beside).annotate(n=Count("work", distinct=True)))
    return {
        key: (own.get(key, 0), own.get(key, 0) + more.get(key, 0))
        for key in own.keys() | more.keys()
    }


def _beside(keys: Sequence[int]) -> dict[int, set[int]]:
    """The fandoms of the public works that a character or relationship, or a synonym of it, stands on."""
    found: dict[int, set[int]] = {}
    scoped = Q(tag__kind__in=[TagKind.CHARACTER, TagKind.RELATIONSHIP])
    rows = public_taggings().filter(
        scoped,
        Q(tag__in=Tag.objects.filter(Q(pk__in=keys) | Q(synonym_of__in=keys)).values("pk")),
        work__taggings__tag__kind=TagKind.FANDOM,
    )
    fandom = "work__taggings__tag"
    for tag, canonical, *fandoms in (
        rows.order_by()
        .values_list("tag", "tag__synonym_of", fandom, f"{fandom}__synonym_of")
        .distinct()
    ):
        for one in (tag, canonical):
            if one is not None:
                found.setdefault(one, set()).update(key for key in fandoms if key is not None)
    return found


def all_keys() -> Iterator[list[int]]:
    """All tags that everybody may know of, in portions."""
    after = 0
    tags = public_tags().order_by("pk").values_list("pk", flat=True)
    while found := list(tags.filter(pk__gt=after)[:PORTION]):
        yield found
        after = found[-1]


def _of_tag(key: int) -> Iterator[list[int]]:
    """A tag, and the one whose synonym it is."""
    canonical = Tag.objects.filter(pk=key).values_list("synonym_of", flat=True)
    yield [key, *(one for one in canonical if one is not None)]


def _of_work(key: int) -> Iterator[list[int]]:
    tags = Tagging.objects.filter(work=key).values_list("tag", "tag__synonym_of")
    yield sorted({one for row in tags for one in row if one is not None})


def register() -> None:
    """Let tags be found by their names, and every change of it be written down."""
    SOURCES.register(
        IndexSource(
            SHAPE,
            documents=documents,
            all_keys=all_keys,
            touched={"tag_name": _of_tag, STANDING: _of_work},
        ),
        name=SHAPE.name,
        owner="works",
    )
    standing = ["visibility", "posted_at", "withheld_at", "discarded_at"]
    hiding = Work._meta.get_field("hiding").column  # noqa: SLF001  # Django's documented way
    WATCHES.register(
        [
            Watch(Tag, "tag_name", "id", ["name", "kind", "is_canonical", "synonym_of_id"]),
            # Whose synonym it was loses what it brought.
            Watch(Tag, SHAPE.name, "synonym_of_id", ["synonym_of_id"]),
            Watch(Tagging, "tag_name", "tag_id", ["tag_id"]),
            # Also what stands beside it.
            Watch(Tagging, STANDING, "work_id", ["tag_id"]),
            Watch(Work, STANDING, "id", [*standing, hiding], comes_and_goes=False),
        ],
        name="tag names",
        owner="works",
    )
