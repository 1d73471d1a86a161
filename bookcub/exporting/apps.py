from django.apps import AppConfig


class ExportingConfig(AppConfig):
    name = "bookcub.exporting"
    label = "exporting"
