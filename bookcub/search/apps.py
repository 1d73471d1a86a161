from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class SearchConfig(AppConfig):
    name = "bookcub.search"
    label = "search"

    def ready(self) -> None:
        from bookcub.search import watching  # noqa: PLC0415  # models are loaded by now

        pre_migrate.connect(watching.look_away, sender=self, dispatch_uid="search looks away")
        post_migrate.connect(watching.watch, sender=self, dispatch_uid="search watches")
