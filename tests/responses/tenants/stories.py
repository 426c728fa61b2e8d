"""Tenants of Alice's data center who are asked, and what they declare."""

from datetime import timedelta

from surveys.responses.models import Draft
from surveys.responses.tenants.answering import Declarant, answer
from surveys.responses.tenants.asking import Asked, ask_tenant
from surveys.responses.tenants.taking import Taking, take_over
from tests.responses.stories import BEFORE

UNTIL = BEFORE + timedelta(minutes=30)


def ask_of(response, by, questions=("total_kwh",), tenant="甲租户", email="a@tenant.example", at=BEFORE, **more):
    facts = {"language": "zh-hans", "until": at + timedelta(minutes=30), **more}
    asked = Asked(tenant, email, questions=list(questions), **facts)
    return ask_tenant(response=response, by=by, asked=asked, at=at)


def kwh(typed, unit="kWh", method="measured"):
    return {"typed": typed, "unit": unit, "method": method}


def declare(request, at=BEFORE, name="张三", **answers):
    return answer(request=request, answers=answers, declarant=Declarant(name, "经理"), at=at)


def declared(response, by, typed, at=BEFORE, tenant="甲租户", email="a@tenant.example", **entry):
    request = ask_of(response, by, tenant=tenant, email=email, at=at)
    return declare(request, at=at, total_kwh=kwh(typed, **entry))


def take(response, by, *requests, question="total_kwh", adds=False, base=None, at=BEFORE, unseen=()):
    base = Draft.objects.get(response=response).version if base is None else base
    taking = Taking(question, {str(one.pk) for one in requests}, adds=adds)
    return take_over(response=response, by=by, base=base, taking=taking, unseen=unseen, at=at)
