from django.apps import AppConfig


class ClubsConfig(AppConfig):
    name = "bookcub.clubs"
    label = "clubs"
