from django.urls import URLPattern, URLResolver, path

from bookcub.home.views import desk, front

app_name = "home"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.index, name="front"),
    path("desk", desk.index, name="desk"),
]
