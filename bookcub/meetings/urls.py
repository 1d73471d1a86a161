from django.urls import URLPattern, path

from bookcub.meetings.views import recall

app_name = "meetings"

urlpatterns: list[URLPattern] = [
    path("clubs/recall", recall.index, name="recall_index"),
]
