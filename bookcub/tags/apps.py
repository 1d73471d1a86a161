from django.apps import AppConfig


class TagsConfig(AppConfig):
    name = "bookcub.tags"
    label = "tags"
