from django.urls import URLPattern, URLResolver, path

from bookcub.works.views import (
    batches,
    chapters,
    copies,
    drafts,
    invitations,
    partings,
    pastes,
    people,
    publications,
    related,
    revisions,
    schedules,
    series,
    works,
)

app_name = "works"

CHAPTER = "works/<int:work_id>/chapters/<int:chapter_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("works/new", works.new, name="work_new"),
    path("works/mine", works.index, name="work_mine"),
    path("works/mine/edit", batches.edit, name="batch_edit"),
    path("works/mine/delete", batches.delete, name="batch_delete"),
    path("works/drafts", drafts.index, name="draft_index"),
    path("works/copies", copies.create, name="copy_create"),
    path("works/copies/<int:copy_id>/delete", copies.delete, name="copy_delete"),
    path("works/people", people.index, name="people_index"),
    path("works/paste", pastes.create, name="paste_create"),
    path("works/invitations", invitations.index, name="invitation_index"),
    path(
        "works/invitations/<int:invitation_id>/accept", invitations.accept, name="invitation_accept"
    ),
    path(
        "works/invitations/<int:invitation_id>/decline",
        invitations.decline,
        name="invitation_decline",
    ),
    path(
        "works/invitations/<int:invitation_id>/delete", invitations.delete, name="invitation_delete"
    ),
    path("works/related", related.index, name="related_index"),
    path("works/related/<int:related_id>/approval", related.create, name="approval_create"),
    path("works/related/<int:related_id>/approval/delete", related.delete, name="approval_delete"),
    path("works/<int:work_id>/edit", works.edit, name="work_edit"),
    path("works/<int:work_id>/delete", works.delete, name="work_delete"),
    path("works/<int:work_id>/orphan", partings.orphan, name="work_orphan"),
    path("works/<int:work_id>/leave", partings.leave, name="work_leave"),
    path("works/<int:work_id>/chapters/new", chapters.new, name="chapter_new"),
    path("works/<int:work_id>/chapters/manage", chapters.manage, name="chapter_manage"),
    path(f"{CHAPTER}/edit", chapters.edit, name="chapter_edit"),
    path(f"{CHAPTER}/delete", chapters.delete, name="chapter_delete"),
    path(f"{CHAPTER}/publication", publications.create, name="publication_create"),
    path(f"{CHAPTER}/publication/delete", publications.delete, name="publication_delete"),
    path(f"{CHAPTER}/schedule", schedules.edit, name="schedule_edit"),
    path(f"{CHAPTER}/schedule/delete", schedules.delete, name="schedule_delete"),
    path(f"{CHAPTER}/revisions", revisions.index, name="revision_index"),
    path(f"{CHAPTER}/revisions/<int:number>/restore", revisions.restore, name="revision_restore"),
    path("series/<int:series_id>/edit", series.edit, name="series_edit"),
    path("series/<int:series_id>/order", series.order, name="series_order"),
    path("series/<int:series_id>/delete", series.delete, name="series_delete"),
    path(
        "series/<int:series_id>/works/<int:work_id>/delete",
        series.take_out,
        name="series_entry_delete",
    ),
]
