from django.apps import AppConfig


class ClubsConfig(AppConfig):
    name = "bookcub.clubs"
    label = "clubs"

    def ready(self) -> None:
        from bookcub.clubs import owned_content  # noqa: PLC0415  # models are loaded by now

        owned_content.register()
