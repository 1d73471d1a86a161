from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "bookcub.people"
    label = "people"

    def ready(self) -> None:
        from bookcub.people import hideable, personal_data  # noqa: PLC0415  # models are loaded by now

        personal_data.register()
        hideable.register()
        from django.db.models.signals import post_delete, post_save  # noqa: PLC0415  # after the apps are loaded

        from bookcub.people.context import forget_archive  # noqa: PLC0415
        from bookcub.people.models import Archive  # noqa: PLC0415

        for changed in (post_save, post_delete):
            changed.connect(forget_archive, sender=Archive, dispatch_uid="people.forget_archive")
