from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MaxLengthValidator, MinLengthValidator, RegexValidator
from django.db import models, transaction
from django.db.models import FilteredRelation, Q, prefetch_related_objects
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy

from bookcub.core.page_urls import reverse
from bookcub.people.models.role import ArchiveRole, RoleKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models.pseud import Pseud

USERNAME_SHORTEST, USERNAME_LONGEST = 3, 40
USERNAME_LETTERS = RegexValidator(
    r"\A[A-Za-z0-9]([A-Za-z0-9_]*[A-Za-z0-9])?\Z",
    gettext_lazy(
        "Use the letters a to z, digits and underscores, and begin and end with a letter or digit."
    ),
)


NAME_REST = timedelta(days=7)  # between two changes of a user name


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, person: User | AnonymousUser) -> UserQuerySet:
        """Living accounts are public; keepers see those that are switched off too."""
        if person.is_authenticated and person.is_keeper:
            return self
        return self.filter(is_active=True)

    def named(self, name: str) -> UserQuerySet:
        """The account of this name, whatever its case."""
        return self.alias(lower_name=Lower("username")).filter(lower_name=name.lower())

    def with_email(self, email: str) -> UserQuerySet:
        """The account of this confirmed address, whatever its case; none for no address."""
        # Spelt like the unique constraint, whose index then answers; `iexact` would read every row.
        found = self.alias(lower_email=Lower("email")).filter(lower_email=email.strip().lower())
        return found.exclude(email="")

    def keepers(self) -> UserQuerySet:
        return self.filter(pk__in=ArchiveRole.objects.of_keepers().values("person"))

    def with_keepership(self) -> UserQuerySet:
        """With `keepership`, the role of whoever keeps the archive, and with who gave it; others have no such attribute."""
        role = FilteredRelation("roles", condition=Q(roles__kind=RoleKind.KEEPER, roles__scope=""))
        people = self.annotate(keepership=role)
        return people.select_related("keepership__given_by")  # type: ignore[misc]  # its stubs know no FilteredRelation


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, person: User | AnonymousUser) -> UserQuerySet:
        return self.get_queryset().visible_to(person)

    def named(self, name: str) -> UserQuerySet:
        return self.get_queryset().named(name)

    def with_email(self, email: str) -> UserQuerySet:
        return self.get_queryset().with_email(email)

    def keepers(self) -> UserQuerySet:
        return self.get_queryset().keepers()

    def create_user(
        self, username: str, email: str = "", password: str | None = None, **more: Any
    ) -> User:
        """Make an account with its first pseud, named like the account."""
        user = self.model(username=username, email=self.normalize_email(email), **more)
        user.set_password(password)
        with transaction.atomic():
            user.save(using=self._db)
            user.create_defaults()
        return user

    def create_superuser(self, username: str, email: str, password: str, **more: Any) -> User:
        """Make a keeper."""
        with transaction.atomic():
            user = self.create_user(username, email, password, **{"is_superuser": True, **more})
            user.give_role(RoleKind.KEEPER, by=None)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.named(username or "").get()


class User(AbstractBaseUser, PermissionsMixin):
    """An account. What it writes is signed by one of its pseuds."""

    username = models.CharField(
        max_length=40,
        validators=[
            MinLengthValidator(USERNAME_SHORTEST),
            MaxLengthValidator(USERNAME_LONGEST),
            USERNAME_LETTERS,
        ],
    )
    # Confirmed by a mail or vouched for by a keeper; what somebody merely claims is allauth's EmailAddress.
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    terms_agreed_at = models.DateTimeField(null=True, blank=True)

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
        indexes = [
            models.Index(fields=["-joined_at", "-id"], name="newest_people"),
        ]

    def __str__(self) -> str:
        return self.username

    def create_defaults(self) -> None:
        """Give the account what every account has: a default pseud, preferences, a profile."""
        if not self.pseuds.filter(is_default=True).exists():
            self.pseuds.create(name=self.username, is_default=True)
        for belonging in ("Preferences", "Profile"):
            # By name: those models stand above this one and import it.
            apps.get_model("people", belonging).objects.get_or_create(user=self)

    @property
    def next_rename_at(self) -> datetime | None:
        """When the user name may change again; nothing if it may now."""
        newest = self.past_usernames.first()
        if newest is None or newest.changed_at + NAME_REST <= timezone.now():
            return None
        return newest.changed_at + NAME_REST

    @property
    def default_pseud(self) -> Pseud:
        return self.pseuds.get(is_default=True)

    @property
    def is_keeper(self) -> bool:
        return self.is_active and self.holds(RoleKind.KEEPER)

    @property
    def wrangles(self) -> bool:
        """Whether they may put tags in order, be it those of one fandom alone."""
        return self.is_keeper or (self.is_active and bool(self.scopes_of(RoleKind.WRANGLER)))

    def holds(self, kind: RoleKind, scope: str = "") -> bool:
        """Whether this role is theirs. One query, but none of whoever is logged in: their roles come with them."""
        return scope in self.scopes_of(kind)

    def scopes_of(self, kind: RoleKind) -> set[str]:
        """What of they have this role. Queries as `holds`."""
        if "roles" not in vars(self).get("_prefetched_objects_cache", {}):  # Django would ask more
            prefetch_related_objects([self], "roles")
        roles = vars(self)["_prefetched_objects_cache"]["roles"]
        return {role.scope for role in roles if role.kind == kind}

    def lock(self) -> None:
        """Let nothing else that locks this account happen to it until the transaction ends."""
        # SQLite writes one at a time by itself; elsewhere a form sent twice would be obeyed twice.
        User.objects.select_for_update().filter(pk=self.pk).values_list("pk").first()

    def give_role(self, kind: RoleKind, *, by: User | None, scope: str = "") -> None:
        """Let somebody look after the archive, or after a part of it. Who gave it first has given it."""
        self.roles.get_or_create(kind=kind, scope=scope, defaults={"given_by": by})
        self._forget_roles()

    def take_role(self, kind: RoleKind, *, scope: str = "") -> None:
        self.roles.filter(kind=kind, scope=scope).delete()
        self._forget_roles()

    def _forget_roles(self) -> None:
        self.refresh_from_db(fields=["roles"])  # no query: they are loaded when somebody asks

    def get_absolute_url(self) -> str:
        return reverse("reading:person_detail", args=[self.username])
