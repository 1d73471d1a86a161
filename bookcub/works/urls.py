from django.urls import URLPattern, URLResolver, path

from bookcub.works.views import (
    approvals,
    batches,
    chapters,
    creators,
    draft_readers,
    drafts,
    pastes,
    related,
    series,
    working_copies,
    works,
)

app_name = "works"

CHAPTER = "works/<int:work_id>/chapters/<int:chapter_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("works/new", works.new, name="work_new"),
    path("works/mine", works.index, name="work_index"),
    path("works/mine/edit", batches.edit, name="batch_edit"),
    path("works/mine/delete", batches.delete, name="batch_delete"),
    path("works/drafts", drafts.index, name="draft_index"),
    path("works/copies", working_copies.create, name="working_copy_create"),
    path("works/copies/<int:copy_id>/delete", working_copies.delete, name="working_copy_delete"),
    path("works/people", creators.bylines.index, name="byline_index"),
    path("works/paste", pastes.create, name="paste_create"),
    path("works/invitations", creators.invitations.index, name="invitation_index"),
    path(
        "works/invitations/<int:invitation_id>/accept",
        creators.acceptances.create,
        name="acceptance_create",
    ),
    path(
        "works/invitations/<int:invitation_id>/decline",
        creators.declines.create,
        name="decline_create",
    ),
    path(
        "works/invitations/<int:invitation_id>/delete",
        creators.invitations.delete,
        name="invitation_delete",
    ),
    path("works/related", related.index, name="related_index"),
    path("works/related/<int:related_id>/approval", approvals.create, name="approval_create"),
    path(
        "works/related/<int:related_id>/approval/delete", approvals.delete, name="approval_delete"
    ),
    path("works/<int:work_id>/edit", works.edit, name="work_edit"),
    path("works/<int:work_id>/delete", works.delete, name="work_delete"),
    path("works/<int:work_id>/orphan", creators.orphanings.new, name="orphaning_new"),
    path("works/<int:work_id>/leave", creators.departures.new, name="departure_new"),
    path("works/<int:work_id>/draft-readers", draft_readers.index, name="draft_reader_index"),
    path(
        "works/<int:work_id>/draft-readers/<int:reader_id>/delete",
        draft_readers.delete,
        name="draft_reader_delete",
    ),
    path("works/<int:work_id>/chapters/new", chapters.chapters.new, name="chapter_new"),
    path("works/<int:work_id>/chapters/manage", chapters.orders.edit, name="chapter_order_edit"),
    path("works/<int:work_id>/publication", chapters.publications.new, name="publication_new"),
    path(f"{CHAPTER}/edit", chapters.chapters.edit, name="chapter_edit"),
    path(f"{CHAPTER}/draft", drafts.edit, name="draft_edit"),
    path(f"{CHAPTER}/delete", chapters.chapters.delete, name="chapter_delete"),
    path(f"{CHAPTER}/publication", chapters.publications.create, name="publication_create"),
    path(f"{CHAPTER}/publication/delete", chapters.publications.delete, name="publication_delete"),
    path(f"{CHAPTER}/schedule", chapters.schedules.edit, name="schedule_edit"),
    path(f"{CHAPTER}/schedule/delete", chapters.schedules.delete, name="schedule_delete"),
    path(f"{CHAPTER}/revisions", chapters.revisions.index, name="revision_index"),
    path(
        f"{CHAPTER}/revisions/<int:number>/delete",
        chapters.revisions.delete,
        name="revision_delete",
    ),
    path(
        f"{CHAPTER}/revisions/<int:number>/restore",
        chapters.restorations.create,
        name="restoration_create",
    ),
    path("series/<int:series_id>/edit", series.series.edit, name="series_edit"),
    path("series/<int:series_id>/order", series.orders.edit, name="series_order_edit"),
    path("series/<int:series_id>/delete", series.series.delete, name="series_delete"),
    path(
        "series/<int:series_id>/works/<int:work_id>/delete",
        series.entries.delete,
        name="series_entry_delete",
    ),
]
