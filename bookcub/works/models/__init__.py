from bookcub.works.models.chapter import Chapter, ChapterQuerySet, Revision, WorkingCopy
from bookcub.works.models.related_work import RelatedWork, Relation
from bookcub.works.models.series import Series, SeriesEntry, SeriesQuerySet
from bookcub.works.models.work import (
    Creatorship,
    MayComment,
    Tagging,
    Visibility,
    Work,
    WorkQuerySet,
)

__all__ = [
    "Chapter",
    "ChapterQuerySet",
    "Creatorship",
    "MayComment",
    "RelatedWork",
    "Relation",
    "Revision",
    "Series",
    "SeriesEntry",
    "SeriesQuerySet",
    "Tagging",
    "Visibility",
    "Work",
    "WorkQuerySet",
    "WorkingCopy",
]
