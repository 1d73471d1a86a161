from django.urls import URLPattern, URLResolver, path

from bookcub.web.views import catalogue, look

app_name = "web"

urlpatterns: list[URLPattern | URLResolver] = [
    path("look", look.edit, name="look_edit"),
    path("design", catalogue.detail, name="catalogue_detail"),
]
