from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "bookcub.reading"
    label = "reading"
