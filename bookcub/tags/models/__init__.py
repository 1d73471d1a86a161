from bookcub.core.database.folding import folded
from bookcub.tags.models.tag import (
    TAG_MAX,
    Tag,
    TagKind,
    TagQuerySet,
    name_from_path,
    validate_tag_name,
)

__all__ = [
    "TAG_MAX",
    "Tag",
    "TagKind",
    "TagQuerySet",
    "folded",
    "name_from_path",
    "validate_tag_name",
]
