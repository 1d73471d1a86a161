from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "bookcub.people"
    label = "people"
