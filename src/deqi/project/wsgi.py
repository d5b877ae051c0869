"""The WSGI application. Gunicorn loads it before its workers part, who inherit what is made here."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deqi.project.settings")
application = get_wsgi_application()

if settings.SERVING:
    from deqi.knowledge import load
    from deqi.web.mechanism.run import warm

    warm(load())  # the simulator's compiled code and its people, so that the first to ask waits no longer than others
