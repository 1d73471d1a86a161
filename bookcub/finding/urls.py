from django.urls import URLPattern, path

from bookcub.finding.views import searches

app_name = "finding"

urlpatterns: list[URLPattern] = [
    path("search", searches.index, name="search_index"),
]
