"""Addresses. Pages have one address a language; English has no prefix."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(path("", include("deqi.web.urls")), prefix_default_language=False)
handler400 = "deqi.web.errors.bad_request"
handler404 = "deqi.web.errors.not_found"
handler500 = "deqi.web.errors.server_error"
