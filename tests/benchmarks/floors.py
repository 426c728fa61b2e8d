"""What the product is measured against: plain Django doing the least that does the same."""

import os

import django
from django import forms
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

TEXTS, NUMBERS, CHOICES = 8, 10, 7
OPTIONS = [("a", "Option A"), ("b", "Option B"), ("c", "Option C"), ("d", "Option D")]
DOCUMENT = "x" * 1900  # about as much as a revision of the 2021 form


def plain_form_class():
    """25 questions as a Django form: what as_div has to draw."""
    fields = {f"text{n}": forms.CharField(label=f"Text {n}", help_text="A hint") for n in range(TEXTS)}
    fields |= {f"number{n}": forms.DecimalField(label=f"Number {n} (kWh)", help_text="A hint") for n in range(NUMBERS)}
    choice = {"choices": OPTIONS, "widget": forms.RadioSelect}
    fields |= {f"choice{n}": forms.ChoiceField(label=f"Choice {n}", **choice) for n in range(CHOICES)}
    return type("PlainForm", (forms.Form,), fields)


@csrf_exempt
def bare_insert(request):
    """Session, user, one insert, commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare (person, document) VALUES (%s, %s)", [str(request.user.pk), DOCUMENT])
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare_insert)]


def bare_application():
    """For gunicorn: the same installation with nothing around the view but session and user."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    settings.ROOT_URLCONF = __name__
    return get_wsgi_application()
