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
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )
