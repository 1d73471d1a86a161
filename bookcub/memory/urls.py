from django.urls import URLPattern, path

from bookcub.memory.views import (
    keepsakes,
    memory,
    predictions,
    ratings,
    recall,
    verdicts,
    year_ago,
)

app_name = "memory"

CLUB = "clubs/<int:club_id>"
READ = f"{CLUB}/reads/<int:read_id>"
PREDICTIONS = f"{READ}/predictions"

urlpatterns: list[URLPattern] = [
    path("clubs/recall", recall.index, name="recall_index"),
    path(f"{READ}/memory", memory.detail, name="memory_detail"),
    path(f"{READ}/rating", ratings.update, name="rating_update"),
    path(
        f"{READ}/keepsake.epub",
        keepsakes.detail,
        {"kind": "epub"},
        name="epub_keepsake_detail",
    ),
    path(
        f"{READ}/keepsake.html",
        keepsakes.detail,
        {"kind": "html"},
        name="html_keepsake_detail",
    ),
    path(f"{CLUB}/a-year-ago", year_ago.detail, name="year_ago_detail"),
    path(PREDICTIONS, predictions.index, name="prediction_index"),
    path(f"{PREDICTIONS}/<int:prediction_id>/delete", predictions.delete, name="prediction_delete"),
    path(f"{PREDICTIONS}/<int:prediction_id>/verdict", verdicts.create, name="verdict_create"),
]
