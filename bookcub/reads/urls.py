from django.urls import URLPattern, path

from bookcub.reads.views import (
    beginnings,
    chapters,
    contents,
    editions,
    endings,
    milestones,
    plans,
    progress,
    readers,
    reads,
    work_reads,
)

app_name = "reads"

CLUB = "clubs/<int:club_id>"
READ = f"{CLUB}/reads/<int:read_id>"

urlpatterns: list[URLPattern] = [
    path("works/<int:work_id>/reads", work_reads.index, name="work_read_index"),
    path(f"{CLUB}/reads", reads.index, name="read_index"),
    path(f"{CLUB}/reads/new", reads.new, name="read_new"),
    path(READ, reads.detail, name="read_detail"),
    path(f"{READ}/delete", reads.delete, name="read_delete"),
    path(f"{READ}/beginning", beginnings.create, name="beginning_create"),
    path(f"{READ}/end", endings.create, name="ending_create"),
    path(f"{READ}/end/delete", endings.delete, name="ending_delete"),
    path(f"{READ}/plan", plans.edit, name="plan_edit"),
    path(f"{READ}/plan/milestones", milestones.update, name="milestone_update"),
    path(f"{READ}/progress", progress.create, name="progress_create"),
    path(f"{READ}/edition", editions.update, name="edition_update"),
    path(f"{READ}/chapters", chapters.create, name="chapter_create"),
    path(f"{READ}/chapters/typed", chapters.update, name="chapter_update"),
    path(f"{READ}/contents", contents.edit, name="contents_edit"),
    path(f"{READ}/contents/change/delete", contents.delete, name="contents_delete"),
    path(f"{READ}/reader", readers.update, name="reader_update"),
]
