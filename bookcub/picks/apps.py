from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class PicksConfig(AppConfig):
    name = "bookcub.picks"
    label = "picks"

    def ready(self) -> None:
        from bookcub.clubs.pages import PAGES, SETTINGS, ClubPage  # noqa: PLC0415  # models are loaded by now
        from bookcub.picks import personal_data, receivers, trash  # noqa: PLC0415  # as above

        personal_data.register()
        trash.register()
        receivers.connect()
        PAGES.register(
            ClubPage(gettext_lazy("Choosing"), place=30, for_friends=True),
            name="picks:pick_index",
            owner="picks",
        )
        title = gettext_lazy("How you choose the next read")
        SETTINGS.register(title, name="picks:pick_rules_edit", owner="picks")
