from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "bookcub.finding"
    label = "finding"

    def ready(self) -> None:
        from bookcub.finding import personal_data  # noqa: PLC0415  # models are loaded by now
        from bookcub.finding.queries.list_filters import ListFilters  # noqa: PLC0415  # models are loaded by now
        from bookcub.reading.hooks import LIST_FILTERS  # noqa: PLC0415  # as above

        personal_data.register()
        LIST_FILTERS.register(ListFilters, name="filters", owner="finding")
