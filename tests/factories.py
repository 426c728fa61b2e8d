"""Real rows for tests, made the way the product makes them. `make_world` is the cast of every access test."""

import hashlib
import itertools
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.db import transaction
from stdnum.cn import uscc

from surveys.accounts.models import Membership, User
from surveys.accounts.roles import Role
from surveys.lib.files.whole import whole_file
from surveys.registry.models import Authority, Contact, Facility, Organisation, Region
from surveys.responses.models import Attachment

PASSWORD = "a-good-long-password"
ISSUED = datetime(2021, 4, 27, 4, 0, tzinfo=UTC)
DEADLINE = datetime(2021, 4, 28, 4, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def make_region(code="110105", name_zh="朝阳区", name_en="Chaoyang", parent=None):
    path = f"{parent.path if parent else ''}{code}/"
    region, _ = Region.objects.get_or_create(
        code=code, defaults={"name_zh": name_zh, "name_en": name_en, "parent": parent, "path": path}
    )
    return region


def make_beijing():
    return make_region("110000", "北京市", "Beijing")


def make_authority(name="北京市经济和信息化局", region=None, parent=None):
    return Authority.objects.create(name_zh=name, name_en=name, region=region or make_beijing(), parent=parent)


def make_uscc(n=None):
    stem = f"91110105MA{n or next(_numbers):07d}"
    return stem + uscc.calc_check_digit(stem)


def make_organisation(name=None, region=None, **extra):
    n = next(_numbers)
    region = region or make_region(parent=make_beijing())
    return Organisation.objects.create(number=make_uscc(n), name=name or f"测试单位{n}", region=region, **extra)


def make_facility(organisation=None, region=None, **extra):
    n = next(_numbers)
    organisation = organisation or make_organisation(region=region)
    defaults = {
        "code": f"F{n:03d}",
        "name": f"测试数据中心{n}",
        "address": f"示范路{n}号",
        "grid_kva": Decimal(10000),
        "it_kw": Decimal(5000),
        "racks": 1000,
    }
    return Facility.objects.create(
        organisation=organisation, region=region or organisation.region, **(defaults | extra)
    )


def make_contact(organisation, **extra):
    n = next(_numbers)
    defaults = {"name": f"联系人{n}", "phone": f"138{n:08d}", "email": f"contact{n}@example.org"}
    return Contact.objects.create(organisation=organisation, **(defaults | extra))


def make_user(name=None, **extra):
    n = next(_numbers)
    return User.objects.create_user(f"user{n}@example.org", name or f"用户{n}", PASSWORD, **extra)


def make_officer(authority, role=Role.SURVEY_MANAGER, name=None):
    user = make_user(name)
    Membership.objects.create(user=user, authority=authority, role=role)
    return user


def make_operator(organisation, role=Role.MANAGER, name=None):
    user = make_user(name)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


@dataclass
class World:
    city: Authority
    district: Authority
    stranger_authority: Authority
    officer: User
    district_officer: User
    stranger_officer: User
    alice_org: Organisation
    alice: User
    bob: User
    charlie_org: Organisation
    charlie: User
    nobody: User


def make_world():
    """Alice manages an operator, Bob contributes there, Charlie manages another; officers of city, district and Tianjin."""
    beijing = make_beijing()
    chaoyang = make_region(parent=beijing)
    haidian = make_region("110108", "海淀区", "Haidian", beijing)
    tianjin = make_region("120000", "天津市", "Tianjin")
    city = make_authority(region=beijing)
    district = make_authority("朝阳区经信局", chaoyang, city)
    stranger = make_authority("天津市工信局", tianjin)
    alice_org, charlie_org = make_organisation("甲云数据", chaoyang), make_organisation("丙算科技", haidian)
    return World(
        city=city,
        district=district,
        stranger_authority=stranger,
        officer=make_officer(city, name="王主任"),
        district_officer=make_officer(district, Role.REVIEWER, "朝阳李"),
        stranger_officer=make_officer(stranger, Role.ADMINISTRATOR, "天津赵"),
        alice_org=alice_org,
        alice=make_operator(alice_org, name="Alice"),
        bob=make_operator(alice_org, Role.CONTRIBUTOR, "Bob"),
        charlie_org=charlie_org,
        charlie=make_operator(charlie_org, name="Charlie"),
        nobody=make_user("Nobody"),
    )


@contextmanager
def kept_for_a_file(django_db_blocker):
    """Rows made once for all tests of a file, in a transaction around them; what a test does to them is undone after it.

    The tests ask for `db` themselves, and change copies of what is in memory.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_attachment(response, by, question="bill", content=b"%PDF-1.4", at=ISSUED):
    attachment = Attachment.objects.create(
        response=response,
        question=question,
        name="bill.pdf",
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=at,
        uploaded_by=by,
        look_at=at,
    )
    with whole_file(attachment.path) as file:
        file.write(content)
    return attachment
