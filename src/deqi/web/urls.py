"""The pages' addresses."""

from django.urls import path

from deqi.web.care.views import answers, care
from deqi.web.claims.views import claim, claim_check, claim_list
from deqi.web.compare.views import comparison, comparison_pdf, comparisons
from deqi.web.conditions.views import condition, condition_list
from deqi.web.consult.views import consult
from deqi.web.course.views import course
from deqi.web.emergencies.views import emergencies
from deqi.web.mechanism.views import mechanism, model, model_part
from deqi.web.outcomes.views import outcomes
from deqi.web.patterns.views import element, pattern, pattern_list
from deqi.web.points.views import point, point_list
from deqi.web.questionnaires.views import questionnaire, questionnaires
from deqi.web.results.views import results

urlpatterns = [
    path("", consult, name="consult"),
    path("points/", point_list, name="points"),
    path("points/<str:code>", point, name="point"),
    path("patterns/", pattern_list, name="patterns"),
    path("patterns/<slug:id_>", pattern, name="pattern"),
    path("elements/<slug:id_>", element, name="element"),
    path("conditions/", condition_list, name="conditions"),
    path("conditions/<slug:id_>", condition, name="condition"),
    path("compare/", comparisons, name="compare"),
    path("compare/<slug:id_>", comparison, name="comparison"),
    path("compare/<slug:id_>.pdf", comparison_pdf, name="comparison-pdf"),
    path("claims/", claim_list, name="claims"),
    path("claims/check", claim_check, name="claim-check"),
    path("claims/<slug:id_>", claim, name="claim"),
    path("mechanism/", mechanism, name="mechanism"),
    path("mechanism/model/", model, name="model"),
    path("mechanism/model/<slug:id_>/", model_part, name="model-part"),
    path("care/", care, name="care"),
    path("answers/", answers, name="answers"),
    path("emergencies/", emergencies, name="emergencies"),
    path("outcomes/", outcomes, name="outcomes"),
    path("course/", course, name="course"),
    path("results/", results, name="results"),
    path("questionnaires/", questionnaires, name="questionnaires"),
    path("questionnaires/<slug:id_>", questionnaire, name="questionnaire"),
]
