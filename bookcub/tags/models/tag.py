from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.database.folding import folded
from bookcub.core.text import one_line
from bookcub.tags.models.likeness import AlikeField, alike

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

TAG_MAX = 150
NOTE_MAX = 500
# Books, films, games: what fandoms are sorted by. No work carries it, so it is no kind among the others.
MEDIA = "media"
FORBIDDEN = re.compile(r"[,，、*<>^{}=`\\%\x00-\x1f]")
# AO3's own spelling of characters that a path cannot hold.
ESCAPES = {"/": "*s*", "&": "*a*", ".": "*d*", "?": "*q*", "#": "*h*"}


class TagKind(models.TextChoices):
    FANDOM = "fandom", gettext_lazy("Fandom")
    RELATIONSHIP = "relationship", gettext_lazy("Relationship")
    CHARACTER = "character", gettext_lazy("Character")
    FREEFORM = "freeform", gettext_lazy("Additional Tag")

    @property
    def plural(self) -> str:
        return {
            TagKind.FANDOM: gettext("Fandoms"),
            TagKind.RELATIONSHIP: gettext("Relationships"),
            TagKind.CHARACTER: gettext("Characters"),
            TagKind.FREEFORM: gettext("Additional Tags"),
        }[self]


KINDS = [(MEDIA, gettext_lazy("Media")), *TagKind.choices]

# What may stand above a tag of a kind. Of its own kind it is a meta-tag: it is also found with what stands under it.
PARENT_KINDS: dict[str, tuple[str, ...]] = {
    MEDIA: (),
    TagKind.FANDOM: (MEDIA, TagKind.FANDOM),
    TagKind.CHARACTER: (TagKind.FANDOM, TagKind.CHARACTER),
    TagKind.RELATIONSHIP: (TagKind.FANDOM, TagKind.CHARACTER, TagKind.RELATIONSHIP),
    TagKind.FREEFORM: (TagKind.FANDOM, TagKind.FREEFORM),
}


def validate_tag_name(name: str) -> None:
    """Raise ValidationError for a name that AO3's rules would refuse."""
    if not one_line(name):
        raise ValidationError(gettext("A tag needs a name."), code="empty")
    if len(name) > TAG_MAX:
        raise ValidationError(
            gettext("“%(beginning)s…” is too long for a tag. Keep to %(most)s characters."),
            code="too_long",
            params={"beginning": name[:40], "most": TAG_MAX},
        )
    if found := FORBIDDEN.search(name):
        raise ValidationError(
            gettext(
                "“%(name)s” has a character that tags cannot have. Remove this one: %(character)s"
            ),
            code="character",
            params={"name": name, "character": _shown(found[0])},
        )


def _shown(character: str) -> str:
    return character if character.isprintable() else f"U+{ord(character):04X}"


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, person: User | AnonymousUser) -> TagQuerySet:
        """Every tag: whether its works show is the works' own question."""
        return self.all()

    def known(self) -> TagQuerySet:
        """Tags that anybody may hear of: on a work that everybody may read, or put in order by a keeper.

        The rest stand on drafts, and on works for members or for named readers, alone.
        """
        in_order = models.Q(is_canonical=True) | models.Q(synonym_of__isnull=False)
        return self.filter(models.Q(uses__gt=0) | in_order)

    def named(self, name: str, kind: str | None = None) -> TagQuerySet:
        # Of whatever kind: the index begins with the kind.
        return self.filter(kind__in=[kind] if kind else TagKind.values, folded=folded(name))

    def undecided(self) -> TagQuerySet:
        """Tags that nobody has put in order yet."""
        return self.filter(is_canonical=False, synonym_of=None)

    def written_like(self, name: str) -> TagQuerySet:
        """Tags of this name, or of one that differs from it in what makes variants, of whatever kind."""
        same = models.Q()
        for kind in TagKind:
            same |= models.Q(kind=kind, alike=alike(kind, name))
        return self.filter(same)

    def taken(self, names: Iterable[str], kind: str) -> list[Tag]:
        """The tags of these names in this order, made where they do not exist yet."""
        wanted = {folded(name): shown for name in names if (shown := one_line(name))}
        self.bulk_create(
            [Tag(kind=kind, name=name, folded=key) for key, name in wanted.items()],
            ignore_conflicts=True,
        )
        found = {tag.folded: tag for tag in self.filter(kind=kind, folded__in=wanted)}
        return [found[key] for key in wanted]

    def shift_uses(self, *, before: set[int], after: set[int]) -> None:
        """Count one work less for the tags it lost and one more for those it gained."""
        # Relative, so that two authors who post at once are both counted; ordered against deadlocks.
        lost, gained = sorted(before - after), sorted(after - before)
        if lost:
            self.filter(pk__in=lost, uses__gt=0).update(uses=models.F("uses") - 1)
        if gained:
            self.filter(pk__in=gained).update(uses=models.F("uses") + 1)

    def suggested(self, kind: TagKind, term: str) -> TagQuerySet:
        """Tags of a kind whose name begins with the term: canonical first, then by use."""
        start = folded(term)
        return self.filter(kind=kind, folded__gte=start, folded__lt=start + "\U0010ffff").order_by(
            "-is_canonical", "-uses", "name"
        )


class Tag(models.Model):
    """A name that works are found by. Made by its first use; joined to others at the wrangling desk."""

    kind = models.CharField(max_length=12, choices=KINDS)
    name = models.CharField(max_length=TAG_MAX, validators=[validate_tag_name])
    folded = models.CharField(max_length=TAG_MAX * 2, editable=False)
    alike = AlikeField(max_length=TAG_MAX * 2)
    note = models.CharField("what it means", max_length=NOTE_MAX, blank=True)
    is_canonical = models.BooleanField(default=False)
    synonym_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="synonyms"
    )
    parents: models.ManyToManyField[Tag, TagParent] = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="TagParent",
        through_fields=("child", "parent"),
        related_name="children",
        blank=True,
    )
    uses = models.PositiveIntegerField("works that carry it", default=0)

    objects = TagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "folded"], name="tag_once_per_kind"),
            models.CheckConstraint(
                condition=models.Q(synonym_of=None) | models.Q(is_canonical=False),
                name="a_synonym_is_not_canonical",
            ),
            models.CheckConstraint(
                condition=models.Q(synonym_of=None) | ~models.Q(synonym_of=models.F("id")),
                name="a_synonym_is_of_another",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "-uses", "name"], name="tag_by_use"),
            models.Index(fields=["kind", "alike"], name="tag_by_likeness"),
            # What waits at the wrangling desk: in a large archive few among many.
            models.Index(
                fields=["kind", "-uses", "name"],
                condition=models.Q(is_canonical=False, synonym_of=None),
                name="undecided_tag_by_use",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_undecided(self) -> bool:
        return not self.is_canonical and self.synonym_of_id is None

    @property
    def path_name(self) -> str:
        """The name as it stands in an address, after AO3's spelling of `/ & . ? #`."""
        return quote("".join(ESCAPES.get(letter, letter) for letter in self.name), safe="*")

    def get_absolute_url(self) -> str:
        return f"/tags/{self.kind}/{self.path_name}"


class TagParent(models.Model):
    """What stands above a tag: the fandom of a character, the media of a fandom, a meta-tag of its own kind."""

    child = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="parent_rows")
    parent = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="child_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "parent"], name="tag_parent_once"),
            models.CheckConstraint(
                condition=~models.Q(child=models.F("parent")), name="no_tag_is_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} under {self.parent}"


def name_from_path(path_name: str) -> str:
    """The tag name behind its spelling in an address (already percent-decoded)."""
    for letter, escape in ESCAPES.items():
        path_name = path_name.replace(escape, letter)
    return path_name
