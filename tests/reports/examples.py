"""Microdata for reports without a database: rows made by hand, so that a test shows its figures on one line."""

import itertools
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

from surveys.questionnaires.models import Questionnaire, Version
from surveys.registry.models import Authority, Facility, Organisation, Region
from surveys.reports.attribution import factors_of
from surveys.reports.microdata import Answered, Chased, Hosted, Microdata, ReturnRow
from surveys.reports.models import Snapshot
from surveys.rounds.models import Round, Survey

AT = datetime(2021, 4, 28, 5, 0, tzinfo=UTC)
DEADLINE = datetime(2021, 4, 28, 4, 0, tzinfo=UTC)
CHAOYANG = Region(code="110105", name_zh="朝阳区", name_en="Chaoyang", path="110000/110105/")
HAIDIAN = Region(code="110108", name_zh="海淀区", name_en="Haidian", path="110000/110108/")
BEIJING = Region(code="110000", name_zh="北京市", name_en="Beijing", path="110000/")
BUSINESSES = {
    "01": {"zh": "互联网与云", "en": "internet and cloud"},
    "02": {"zh": "金融", "en": "finance"},
    "09": {"zh": "虚拟货币挖矿", "en": "cryptocurrency mining"},
}
LABELS = {
    "has_mining": {
        "yes": {"zh": "是", "en": "yes"},
        "former": {"zh": "曾涉及已退出", "en": "formerly"},
        "unsure": {"zh": "客户托管无法判断", "en": "cannot tell"},
    },
    "method": {"meter": {"zh": "独立表计", "en": "own meter"}},
    "status": {"running": {"zh": "在运", "en": "running"}},
}
_numbers = itertools.count(1)


def kwh(mwh):
    return None if mwh is None else Decimal(mwh) * 1000


def answered(total=None, mining=None, *, says=None, hosted=(), **extra):
    """Electricity in MWh. Without `says`, a positive mining figure means yes and anything else no."""
    says = says or ("yes" if mining else "no")
    n = next(_numbers)
    figures = {
        "is_nil": False,
        "is_partial": False,
        "involved": says != "no",
        "cannot_tell": says == "unsure",
        "has_mining": says,
        "total_kwh": kwh(total),
        "mining_kwh": kwh(mining) if says != "no" else None,
        "hosted": tuple(Hosted(code, None if share is None else Decimal(share)) for code, share in hosted),
    }
    return Answered(uuid.uuid4(), 1, f"BJ-2021-{n:06d}", AT, **(figures | extra))


def row(answer=None, *, region=CHAOYANG, organisation=None, name=None, kw=1000, **extra):
    n = next(_numbers)
    organisation = organisation or Organisation(name=f"单位{n}", kind="colocation", region=region)
    kw = None if kw is None else Decimal(kw)
    facility = Facility(organisation=organisation, code=f"F{n}", name=name or f"数据中心{n}", region=region, it_kw=kw)
    facts = {"deadline": DEADLINE, "revisions": 1 if answer else 0, "is_opened": bool(answer), "answered": answer}
    return ReturnRow(uuid.uuid4(), uuid.uuid4(), organisation, facility, region, **(facts | extra))


def microdata(*rows, provisional=False, region=None):
    authority = Authority(name_zh="北京市经济和信息化局", name_en="Beijing bureau", region=BEIJING)
    questionnaire = Questionnaire(code="CN-BJ-MINING-2021", title_zh="挖矿摸排", title_en="Mining survey")
    version = Version(questionnaire=questionnaire, number=1, sha256="a" * 64)
    survey = Survey(code="CN-BJ-MINING", title_zh="挖矿业务用电摸排", title_en="Mining survey", authority=authority)
    round_ = Round(
        survey=survey,
        version=version,
        code="CN-BJ-MINING-20210427",
        title_zh="2021年挖矿摸排",
        title_en="Mining survey 2021",
        time_zone="Asia/Shanghai",
        deadline=DEADLINE,
        period_start=date(2020, 4, 1),
        period_end=date(2021, 3, 31),
    )
    snapshot = Snapshot(round=round_, taken_at=AT, provisional=provisional, sha256="b" * 64, revision_ids=[])
    snapshot.factors = [one.id for one in factors_of(round_)]
    chased = {r.organisation.pk: Chased("张三", "13800000000", "z@example.org", 2, None) for r in rows if r.is_silent}
    return Microdata(round_, snapshot, rows, region, BUSINESSES, LABELS, chased)


def worked_example():
    """T05: four facilities, 17.78, 94.00, 0.00 and 55.00 percent."""
    return microdata(
        row(answered(18_000, 3_200, hosted=[("01", 80), ("09", 20)]), name="F1"),
        row(answered(9_500, 8_930, hosted=[("09", 94), ("02", 6)]), name="F2"),
        row(answered(42_000, 0, hosted=[("01", 60), ("02", 40)]), name="F3", region=HAIDIAN),
        row(answered(6_000, 3_300), name="F4", region=HAIDIAN),
    )
