from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "bookcub.importing"
    label = "importing"
