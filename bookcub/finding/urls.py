from django.urls import URLPattern, path

from bookcub.finding.views import saved_searches, searches, suggestions, tag_names
from bookcub.finding.views.wrangling import (
    changes,
    lists,
    queues,
    tag_files,
    tags,
    undoings,
    wranglers,
)

app_name = "finding"

urlpatterns: list[URLPattern] = [
    path("search", searches.index, name="search_index"),
    path("search/suggestions", suggestions.index, name="suggestion_index"),
    path("searches", saved_searches.index, name="saved_search_index"),
    path("searches/new", saved_searches.new, name="saved_search_new"),
    path("searches/<int:search_id>", saved_searches.detail, name="saved_search_detail"),
    path("searches/<int:search_id>/edit", saved_searches.edit, name="saved_search_edit"),
    path("searches/<int:search_id>/delete", saved_searches.delete, name="saved_search_delete"),
    path("wrangling", queues.index, name="wrangling_index"),
    path("wrangling/csv", tag_files.index, name="tag_file_index"),
    path("wrangling/log", changes.index, name="tag_change_index"),
    path("wrangling/log/<int:change_id>/undoing", undoings.create, name="tag_undoing_create"),
    path("wrangling/changes/new", changes.new, name="tag_change_new"),
    path("wrangling/tags/new", tags.new, name="wrangled_tag_new"),
    path("wrangling/tags/<int:tag_id>", tags.detail, name="wrangled_tag_detail"),
    path("wrangling/lists/new", lists.new, name="tag_list_new"),
    path("wrangling/wranglers", wranglers.new, name="wrangler_new"),
    path("wrangling/wranglers/<int:role_id>/removal", wranglers.delete, name="wrangler_delete"),
    path("tags/autocomplete", tag_names.index, name="tag_name_index"),
]
