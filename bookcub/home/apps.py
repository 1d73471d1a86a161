from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class HomeConfig(AppConfig):
    name = "bookcub.home"
    label = "home"

    def ready(self) -> None:
        from bookcub.clubs.pages import PAGES, ClubPage  # noqa: PLC0415  # models are loaded by now
        from bookcub.home import personal_data, receivers  # noqa: PLC0415  # as above

        personal_data.register()
        receivers.connect()
        PAGES.register(
            ClubPage(gettext_lazy("Club"), place=10), name="home:club_detail", owner="home"
        )
