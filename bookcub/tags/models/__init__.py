from bookcub.core.database.folding import folded
from bookcub.tags.models.decision import ChangeKind, TagChange
from bookcub.tags.models.likeness import alike
from bookcub.tags.models.tag import (
    KINDS,
    MEDIA,
    NOTE_MAX,
    PARENT_KINDS,
    TAG_MAX,
    Tag,
    TagKind,
    TagParent,
    TagQuerySet,
    name_from_path,
    validate_tag_name,
)

__all__ = [
    "KINDS",
    "MEDIA",
    "NOTE_MAX",
    "PARENT_KINDS",
    "TAG_MAX",
    "ChangeKind",
    "Tag",
    "TagChange",
    "TagKind",
    "TagParent",
    "TagQuerySet",
    "alike",
    "folded",
    "name_from_path",
    "validate_tag_name",
]
