from django.urls import URLPattern, URLResolver, path

from bookcub.home.views import (
    about,
    clubs,
    desk,
    first_steps,
    front,
    setup,
    shared_reads,
    signposts,
)

app_name = "home"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.index, name="front"),
    path("desk", desk.index, name="desk"),
    path("about", about.about, name="about"),
    path("help", about.guide, name="guide"),
    path("robots.txt", signposts.robots, name="robots"),
    path("site.webmanifest", signposts.manifest, name="manifest"),
    path("favicon.ico", signposts.favicon, name="favicon"),
    path("setup", setup.index, name="setup_index"),
    path("setup/steps/<slug:step>", setup.step, name="setup_step"),
    path("setup/summary", setup.summary, name="setup_summary"),
    path("setup/<slug:token>", setup.begin, name="setup"),
    path("works/<int:work_id>/read-with", shared_reads.new, name="shared_read_new"),
    path("clubs", clubs.index, name="club_index"),
    path("clubs/new", clubs.new, name="club_new"),
    path("clubs/<int:club_id>", clubs.detail, name="club_detail"),
    path("keeper/first-steps", first_steps.index, name="first_steps"),
    path("keeper/demo", first_steps.create_filling, name="filling_create"),
]
