from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MaxLengthValidator, MinLengthValidator, RegexValidator
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

if TYPE_CHECKING:
    from bookcub.people.models.pseud import Pseud

USERNAME_RULES: list[Callable[[Any], None]] = [
    MinLengthValidator(3),
    MaxLengthValidator(40),
    RegexValidator(
        r"^[A-Za-z0-9](\w*[A-Za-z0-9])?$",
        "Use letters, digits and underscores, and begin and end with a letter or digit.",
    ),
]


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, username: str, email: str = "", password: str | None = None, **more: Any
    ) -> User:
        """Make an account with its first pseud, named like the account."""
        user = self.model(username=username, email=self.normalize_email(email), **more)
        user.set_password(password)
        with transaction.atomic():
            user.save(using=self._db)
            user.settle_in()
        return user

    def create_superuser(self, username: str, email: str, password: str, **more: Any) -> User:
        """Make a keeper."""
        return self.create_user(
            username, email, password, **{"is_staff": True, "is_superuser": True, **more}
        )

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=username or "")


class User(AbstractBaseUser, PermissionsMixin):
    """An account. What it writes is signed by one of its pseuds."""

    username = models.CharField(max_length=40, validators=USERNAME_RULES)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("keeper", default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="username_once"),
            models.UniqueConstraint(
                Lower("email"), name="email_once", condition=~models.Q(email="")
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def settle_in(self) -> None:
        """Give the account what every account has: a default pseud, preferences, a profile."""
        if not self.pseuds.filter(is_default=True).exists():
            self.pseuds.create(name=self.username, is_default=True)
        for belonging in ("Preferences", "Profile"):
            # By name: those models stand above this one and import it.
            apps.get_model("people", belonging).objects.get_or_create(user=self)

    @property
    def default_pseud(self) -> Pseud:
        return self.pseuds.get(is_default=True)

    @property
    def is_keeper(self) -> bool:
        return self.is_active and self.is_staff

    def get_absolute_url(self) -> str:
        return f"/users/{self.username}"
