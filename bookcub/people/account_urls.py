"""The pages whose names django-allauth prescribes; they belong to no namespace."""

from django.urls import URLPattern, URLResolver, path

from bookcub.people.views import accounts, confirmations, password_resets, sessions

urlpatterns: list[URLPattern | URLResolver] = [
    path("users/login", sessions.create, name="account_login"),
    path("users/logout", sessions.delete, name="account_logout"),
    path("users/new", accounts.create, name="account_signup"),
    path("users/confirm", confirmations.detail, name="account_email_verification_sent"),
    path("users/confirm/<str:key>", confirmations.create, name="account_confirm_email"),
    path("users/password", password_resets.create, name="account_reset_password"),
    path("users/password/sent", password_resets.detail, name="account_reset_password_done"),
    path(
        "users/password/<str:key>", password_resets.update, name="account_reset_password_from_key"
    ),
]
