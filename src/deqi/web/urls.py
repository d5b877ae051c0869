"""The pages' addresses."""

from django.urls import path

from deqi.web.consult.views import consult

urlpatterns = [path("", consult, name="consult")]
