"""Pages for what went wrong, in words; no patient data in them or in the log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from deqi.documents.templatetags.words import grouped
from deqi.web.consult.form import MAX_NOTE


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django passes it by name)
    """The form is too large, or nothing that this site sends."""
    sentence = _("It is too large or damaged. Nothing was stored. Try again with a note of at most %(n)s characters.")
    return _trouble(request, 400, _("This form cannot be read"), sentence % {"n": grouped(MAX_NOTE)})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  (Django passes it by name)
    """The form comes from elsewhere, or the page was open longer than its cookie lived."""
    sentence = _("It came without this site's cookie. Allow cookies, load the page again and repeat the last answer.")
    return _trouble(request, 403, _("This form was not accepted"), sentence)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django passes it by name)
    """There is no such page."""
    return _trouble(request, 404, _("There is no such page"), "")


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke on our side."""
    sentence = _("Nothing was stored. Go back and try once more; if it happens again, tell whoever runs this deqi.")
    return _trouble(request, 500, _("Something broke on our side"), sentence)


def _trouble(request: HttpRequest, status: int, heading: str, sentence: str) -> HttpResponse:
    """A page; for a tap that htmx sent a line above the case, whose answers then stay."""
    words = {"heading": heading, "sentence": sentence}
    if not request.headers.get("HX-Request"):
        return render(request, "web/trouble.html", words, status=status)
    answer = render(request, "web/_trouble.html", words, status=status)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#trouble", "innerHTML"
    return answer
