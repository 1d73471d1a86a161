from django.apps import AppConfig


class ReadsConfig(AppConfig):
    name = "bookcub.reads"
    label = "reads"

    def ready(self) -> None:
        from bookcub.clubs import readings  # noqa: PLC0415  # models are loaded by now
        from bookcub.reads import personal_data, receivers  # noqa: PLC0415  # as above
        from bookcub.reads.queries.readings import going_on_for  # noqa: PLC0415  # as above

        personal_data.register()
        receivers.connect()
        readings.register(going_on_for)
