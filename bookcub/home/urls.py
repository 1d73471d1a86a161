from django.urls import URLPattern, URLResolver, path

from bookcub.home.views import desk, first_steps, front, setup

app_name = "home"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.index, name="front"),
    path("desk", desk.index, name="desk"),
    path("setup", setup.index, name="setup_index"),
    path("setup/steps/<slug:step>", setup.step, name="setup_step"),
    path("setup/summary", setup.summary, name="setup_summary"),
    path("setup/<slug:token>", setup.begin, name="setup"),
    path("keeper/first-steps", first_steps.index, name="first_steps"),
    path("keeper/demo", first_steps.create_filling, name="filling_create"),
]
