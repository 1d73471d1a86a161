from django.urls import URLPattern, URLResolver, path

from bookcub.tags.views import autocomplete

app_name = "tags"

urlpatterns: list[URLPattern | URLResolver] = [
    path("tags/autocomplete", autocomplete.index, name="autocomplete_index"),
]
