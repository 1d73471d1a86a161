from django.apps import AppConfig


class WorksConfig(AppConfig):
    name = "bookcub.works"
    label = "works"
