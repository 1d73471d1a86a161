"""What works announces, in the past tense, after the commit; deletions just before they happen."""

from django.dispatch import Signal

chapter_posted = Signal()  # chapter: Chapter, by: User | None, quietly: bool
chapter_edited = Signal()  # chapter: Chapter, before: str (old HTML)
work_deleted = (
    Signal()
)  # work: Work (still with its pk and rows), by: User | None; sent before it goes
creator_invited = Signal()  # creatorship: Creatorship
related_work_named = Signal()  # related: RelatedWork
creator_accepted = Signal()  # creatorship: Creatorship
work_discarded = Signal()  # work: Work, by: User; sent in the transaction that hides it
work_restored = Signal()  # work: Work; sent in the transaction that shows it again
chapter_withdrawn = Signal()  # chapter: Chapter
chapter_hidden = (
    Signal()
)  # chapter: Chapter; from readers, by a keeper, or shown again: plans wait for it
chapter_restored = Signal()  # chapter: Chapter (back from the trash: nothing new)
work_revised = Signal()  # work: Work (its fields, tags, people or readers have changed)
draft_shown = Signal()  # reader: DraftReader
chapter_deleted = Signal()  # chapter: Chapter (still with its pk); sent before it goes
