"""Django as a WSGI application; `bookcub.config.shell` puts a thin ASGI shell around it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookcub.config.settings")

application = get_wsgi_application()
