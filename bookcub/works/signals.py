"""What works announces, in the past tense, after the commit."""

from django.dispatch import Signal

chapter_posted = Signal()  # chapter: Chapter, by: User | None, quietly: bool
chapter_edited = Signal()  # chapter: Chapter, before: str (old HTML)
work_deleted = Signal()  # work: Work (still with its pk), by: User
creator_invited = Signal()  # creatorship: Creatorship
related_work_named = Signal()  # related: RelatedWork
