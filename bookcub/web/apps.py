from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "bookcub.web"
    label = "web"
