from django.apps import AppConfig


class ClubsConfig(AppConfig):
    name = "bookcub.clubs"
    label = "clubs"

    def ready(self) -> None:
        from bookcub.clubs import hideable, owned_content, pages, personal_data, trash  # noqa: PLC0415  # models are loaded by now

        personal_data.register()
        owned_content.register()
        pages.register()
        trash.register()
        hideable.register()
