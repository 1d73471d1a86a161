from django.urls import URLPattern, path

from bookcub.exporting.views import clubs

app_name = "exporting"

urlpatterns: list[URLPattern] = [
    path("clubs/<int:club_id>/export", clubs.detail, name="club_detail"),
    path("clubs/<int:club_id>/export.zip", clubs.archive, name="club_archive"),
]
