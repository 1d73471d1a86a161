from django.urls import URLPattern, path

from bookcub.finding.views import saved_searches, searches

app_name = "finding"

urlpatterns: list[URLPattern] = [
    path("search", searches.index, name="search_index"),
    path("searches", saved_searches.index, name="saved_search_index"),
    path("searches/new", saved_searches.new, name="saved_search_new"),
    path("searches/<int:search_id>", saved_searches.detail, name="saved_search_detail"),
    path("searches/<int:search_id>/edit", saved_searches.edit, name="saved_search_edit"),
    path("searches/<int:search_id>/delete", saved_searches.delete, name="saved_search_delete"),
]
