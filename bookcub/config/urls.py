"""Every package's pages stand at the root; the order is the house from top to bottom."""

from django.urls import URLPattern, URLResolver, include, path

from bookcub.config import health
from bookcub.core.sent_once import all_sent_once

urlpatterns: list[URLPattern | URLResolver] = [
    # First: /users/login is no person's page.
    path("", include("bookcub.people.account_urls")),
    path("health", health.index, name="health_index"),
    path("", include("bookcub.home.urls")),
    path("", include("bookcub.notifications.urls")),
    path("", include("bookcub.exporting.urls")),
    path("", include("bookcub.finding.urls")),
    path("", include("bookcub.importing.urls")),
    path("", include("bookcub.memory.urls")),
    path("", include("bookcub.meetings.urls")),
    path("", include("bookcub.comments.urls")),
    path("", include("bookcub.picks.urls")),
    path("", include("bookcub.reads.urls")),
    path("", include("bookcub.clubs.urls")),
    path("", include("bookcub.people.urls")),  # before reading: /users/login is nobody's page
    path("", include("bookcub.reading.urls")),
    path("", include("bookcub.works.urls")),
    path("", include("bookcub.web.urls")),
]
all_sent_once(urlpatterns)

handler400 = "bookcub.config.handlers.bad_request"
handler403 = "bookcub.config.handlers.permission_denied"
handler404 = "bookcub.config.handlers.page_not_found"
handler500 = "bookcub.config.handlers.server_error"
