from bookcub.works.choices import MayComment, Visibility
from bookcub.works.models.autosave import (
    ClosedFormError,
    NewerCopy,
    WorkingCopy,
    WorkingCopyQuerySet,
)
from bookcub.works.models.chapter import EARLIEST, Chapter, ChapterQuerySet, shown_or_hidden
from bookcub.works.models.content_mute import ContentMute, ContentMuteQuerySet, pattern_of
from bookcub.works.models.creatorship import Creatorship, CreatorshipQuerySet
from bookcub.works.models.draft_reader import DraftReader, DraftReaderQuerySet
from bookcub.works.models.draft_reading import DraftReading
from bookcub.works.models.related_work import RelatedWork, RelatedWorkQuerySet, Relation
from bookcub.works.models.revision import Revision
from bookcub.works.models.series import Series, SeriesEntry, SeriesQuerySet
from bookcub.works.models.tagging import Tagging, TaggingQuerySet
from bookcub.works.models.work import Work, WorkQuerySet

__all__ = [
    "EARLIEST",
    "Chapter",
    "ChapterQuerySet",
    "ClosedFormError",
    "ContentMute",
    "ContentMuteQuerySet",
    "Creatorship",
    "CreatorshipQuerySet",
    "DraftReader",
    "DraftReaderQuerySet",
    "DraftReading",
    "MayComment",
    "NewerCopy",
    "RelatedWork",
    "RelatedWorkQuerySet",
    "Relation",
    "Revision",
    "Series",
    "SeriesEntry",
    "SeriesQuerySet",
    "Tagging",
    "TaggingQuerySet",
    "Visibility",
    "Work",
    "WorkQuerySet",
    "WorkingCopy",
    "WorkingCopyQuerySet",
    "pattern_of",
    "shown_or_hidden",
]
