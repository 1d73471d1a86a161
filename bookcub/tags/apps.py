from django.apps import AppConfig


class TagsConfig(AppConfig):
    name = "bookcub.tags"
    label = "tags"

    def ready(self) -> None:
        from bookcub.tags import personal_data  # noqa: PLC0415  # models are loaded by now

        personal_data.register()
