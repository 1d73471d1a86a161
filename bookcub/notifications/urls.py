from django.urls import URLPattern, URLResolver, path

from bookcub.notifications.views import clearings, inbox, notices, unsubscriptions

app_name = "notifications"

urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox", inbox.index, name="inbox_index"),
    path("inbox/<int:notice_id>", notices.detail, name="notice_detail"),
    path("inbox/changes", inbox.edit, name="inbox_edit"),
    path("inbox/delete", clearings.new, name="clearing_new"),
    path("letters/<str:token>", unsubscriptions.create, name="unsubscription_create"),
]
