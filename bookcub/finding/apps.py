from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "bookcub.finding"
    label = "finding"
