from django.urls import URLPattern, URLResolver, path

from bookcub.notifications.views import inbox, letters

app_name = "notifications"

urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox", inbox.index, name="inbox"),
    path("inbox/changes", inbox.edit, name="inbox_edit"),
    path("inbox/delete", inbox.confirm, name="inbox_delete"),
    path("letters/<str:token>", letters.unsubscribe, name="unsubscribe"),
]
