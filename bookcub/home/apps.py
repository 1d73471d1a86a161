from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class HomeConfig(AppConfig):
    name = "bookcub.home"
    label = "home"

    def ready(self) -> None:
        from bookcub.clubs.pages import PAGES, ClubPage  # noqa: PLC0415  # models are loaded by now
        from bookcub.home import personal_data, receivers  # noqa: PLC0415  # as above

        personal_data.register()
        receivers.connect()
        PAGES.register(
            ClubPage(pgettext_lazy("noun", "Talk"), place=10, for_friends=True),
            name="home:club_detail",
            owner="home",
        )
