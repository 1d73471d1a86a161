from django.urls import URLPattern, path

from bookcub.exporting.views import club_files, clubs

app_name = "exporting"

urlpatterns: list[URLPattern] = [
    path("clubs/<int:club_id>/export", clubs.detail, name="club_detail"),
    path("clubs/<int:club_id>/export.zip", club_files.detail, name="club_file_detail"),
]
