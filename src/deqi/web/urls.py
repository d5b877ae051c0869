"""The pages' addresses."""

from django.urls import path

from deqi.web.care.views import answers, care
from deqi.web.conditions.views import condition, condition_list
from deqi.web.consult.views import consult
from deqi.web.emergencies.views import emergencies
from deqi.web.patterns.views import element, pattern, pattern_list
from deqi.web.points.views import point, point_list

urlpatterns = [
    path("", consult, name="consult"),
    path("points/", point_list, name="points"),
    path("points/<str:code>", point, name="point"),
    path("patterns/", pattern_list, name="patterns"),
    path("patterns/<slug:id_>", pattern, name="pattern"),
    path("elements/<slug:id_>", element, name="element"),
    path("conditions/", condition_list, name="conditions"),
    path("conditions/<slug:id_>", condition, name="condition"),
    path("care/", care, name="care"),
    path("answers/", answers, name="answers"),
    path("emergencies/", emergencies, name="emergencies"),
]
