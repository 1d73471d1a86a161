"""`{% csrf_token %}` in every template, unloaded: a form that posts cannot lose its token on the way into a part."""

from django import template
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: template.Context) -> SafeString:
    """Ask the request, not the variables: `include … only` and the components hand none on.

    Raises ImproperlyConfigured where there is no request; Django's own tag writes nothing there.
    """
    request: HttpRequest | None = getattr(context, "request", None)
    if request is None:
        raise ImproperlyConfigured("A form that posts is rendered without the request it answers.")
    return _field(request)


def _field(request: HttpRequest) -> SafeString:
    """Made once for each answer: it is masked anew for each, which asks the system for 32 numbers."""
    token = request.META.get("CSRF_COOKIE")
    kept: tuple[str, SafeString] | None = getattr(request, "_token_field", None)
    if kept is None or kept[0] != token:
        field = format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
        )
        kept = request.META["CSRF_COOKIE"], field
        request._token_field = kept  # type: ignore[attr-defined]  # noqa: SLF001  # lives as long as the request
    return kept[1]
