from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "bookcub.home"
    label = "home"

    def ready(self) -> None:
        from bookcub.home import personal_data  # noqa: PLC0415  # models are loaded by now

        personal_data.register()
