from django.urls import URLPattern, URLResolver, path

from bookcub.home.views import about, desk, first_steps, front, setup, signposts

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
    path("keeper/first-steps", first_steps.index, name="first_steps"),
    path("keeper/demo", first_steps.create_filling, name="filling_create"),
]
