from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "bookcub.home"
    label = "home"
