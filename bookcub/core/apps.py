from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "bookcub.core"
    label = "core"
