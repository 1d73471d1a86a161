from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "bookcub.core"
    label = "core"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created  # noqa: PLC0415  # the apps are there by now
        from django.db.models.signals import post_migrate  # noqa: PLC0415
        from django_tasks.signals import task_enqueued  # noqa: PLC0415

        from bookcub.core.background import tell_workers  # noqa: PLC0415
        from bookcub.core.database.collations import give_columns_their_own  # noqa: PLC0415
        from bookcub.core.database.copying import copy_without_detours  # noqa: PLC0415
        from bookcub.core.database.folding import teach_sqlite  # noqa: PLC0415
        from bookcub.core.database.planned import keep_plans_fresh  # noqa: PLC0415
        from bookcub.core.database.waiting import wait_outside_sqlite  # noqa: PLC0415

        copy_without_detours()
        connection_created.connect(teach_sqlite, dispatch_uid="core.folding")
        connection_created.connect(keep_plans_fresh, dispatch_uid="core.planned")
        connection_created.connect(wait_outside_sqlite, dispatch_uid="core.waiting")
        post_migrate.connect(give_columns_their_own, sender=self, dispatch_uid="core.collations")
        task_enqueued.connect(tell_workers, dispatch_uid="core.background")
