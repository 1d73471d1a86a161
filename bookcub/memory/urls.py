from django.urls import URLPattern, path

from bookcub.memory.views import memory, predictions, recall, year_ago

app_name = "memory"

CLUB = "clubs/<int:club_id>"
READ = f"{CLUB}/reads/<int:read_id>"
PREDICTIONS = f"{READ}/predictions"

urlpatterns: list[URLPattern] = [
    path("clubs/recall", recall.index, name="recall_index"),
    path(f"{READ}/memory", memory.detail, name="memory_detail"),
    path(f"{READ}/rating", memory.rating, name="rating_update"),
    path(
        f"{READ}/keepsake.epub",
        memory.keepsake,
        {"kind": "epub"},
        name="keepsake_epub",
    ),
    path(
        f"{READ}/keepsake.html",
        memory.keepsake,
        {"kind": "html"},
        name="keepsake_html",
    ),
    path(f"{CLUB}/a-year-ago", year_ago.detail, name="year_ago"),
    path(PREDICTIONS, predictions.index, name="prediction_index"),
    path(f"{PREDICTIONS}/<int:prediction_id>/delete", predictions.delete, name="prediction_delete"),
    path(f"{PREDICTIONS}/<int:prediction_id>/opening", predictions.open_it, name="prediction_open"),
    path(f"{PREDICTIONS}/<int:prediction_id>/verdict", predictions.judge, name="verdict_create"),
]
