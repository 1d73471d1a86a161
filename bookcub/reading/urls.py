from django.urls import URLPattern, URLResolver, path

from bookcub.reading.views import adult_answers, chapters, history, places, works

app_name = "reading"

urlpatterns: list[URLPattern | URLResolver] = [
    path("works/<int:work_id>", works.detail, name="work_detail"),
    path("works/<int:work_id>/navigate", works.navigate, name="work_navigate"),
    path("works/<int:work_id>/adult", adult_answers.create, name="adult_answer_create"),
    path("works/<int:work_id>/chapters/<int:chapter_id>", chapters.detail, name="chapter_detail"),
    path("works/<int:work_id>/chapters/<int:chapter_id>/place", places.create, name="place_create"),
    path("works/<int:work_id>/chapters/<int:chapter_id>/places", places.new, name="place_new"),
    path("chapters/<int:chapter_id>", chapters.by_id, name="chapter_by_id"),
    path("history", history.index, name="history_index"),
    path("history/forget", history.delete_all, name="history_delete_all"),
    path("history/<int:place_id>/forget", history.delete, name="history_delete"),
]
