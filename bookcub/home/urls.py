from django.urls import URLPattern, URLResolver, path

from bookcub.home.views import (
    about,
    clubs,
    demos,
    desk,
    first_steps,
    front,
    guide,
    shared_reads,
    step_marks,
)
from bookcub.home.views.setup import archives, links, steps
from bookcub.home.views.wellknown import (
    favicon,
    manifest,
    offline_pages,
    password_changes,
    robots,
    service_workers,
    sitemaps,
)

app_name = "home"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.index, name="front_index"),
    path("desk", desk.index, name="desk_index"),
    path("about", about.index, name="about_index"),
    path("help", guide.index, name="guide_index"),
    path("help/<slug:name>", guide.detail, name="guide_detail"),
    path("robots.txt", robots.detail, name="robots_detail"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemaps/<int:number>.xml", sitemaps.detail, name="sitemap_detail"),
    path(".well-known/change-password", password_changes.detail, name="password_change_detail"),
    path("site.webmanifest", manifest.detail, name="manifest_detail"),
    path("service-worker.js", service_workers.detail, name="service_worker_detail"),
    path("offline", offline_pages.detail, name="offline_page_detail"),
    path("favicon.ico", favicon.detail, name="favicon_detail"),
    path("setup", steps.index, name="setup_step_index"),
    path("setup/steps/<slug:step>", steps.edit, name="setup_step_edit"),
    path("setup/summary", archives.new, name="archive_new"),
    path("setup/<slug:token>", links.detail, name="setup_link_detail"),
    path("works/<int:work_id>/read-with", shared_reads.new, name="shared_read_new"),
    path("clubs", clubs.index, name="club_index"),
    path("clubs/new", clubs.new, name="club_new"),
    path("clubs/<int:club_id>", clubs.detail, name="club_detail"),
    path("keeper/first-steps", first_steps.index, name="first_step_index"),
    path("keeper/first-steps/<slug:step>/mark", step_marks.create, name="step_mark_create"),
    path("keeper/first-steps/<slug:step>/mark/delete", step_marks.delete, name="step_mark_delete"),
    path("keeper/demo", demos.new, name="demo_new"),
]
