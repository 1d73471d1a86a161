from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "bookcub.finding"
    label = "finding"

    def ready(self) -> None:
        from bookcub.finding.queries.list_filters import ListFilters  # noqa: PLC0415  # models are loaded by now
        from bookcub.reading.hooks import LIST_FILTERS  # noqa: PLC0415  # as above

        LIST_FILTERS.register(ListFilters, name="filters", owner="finding")
