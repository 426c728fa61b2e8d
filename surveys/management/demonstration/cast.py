"""The demo's operators and data centers, from a seeded generator. No name here is a real company's."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from stdnum.cn import uscc

from surveys.models import Authority, Contact, Facility, Organisation, Region

STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
TRADES = (
    ("数据中心运营有限公司", Organisation.Kind.COLOCATION),
    ("云计算科技有限公司", Organisation.Kind.CLOUD),
    ("通信技术有限公司", Organisation.Kind.CARRIER),
    ("金融科技服务有限公司", Organisation.Kind.FINANCE),
    ("信息中心", Organisation.Kind.GOVERNMENT),
    ("高性能计算研究院", Organisation.Kind.ACADEMIA),
    ("智能制造集团有限公司", Organisation.Kind.STATE_OWNED),
)
SURNAMES, GIVEN = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨",
    ("敏", "伟", "静", "磊", "洋", "艳", "勇", "娟", "涛", "明", "超", "霞"),
)
KINDS = (Facility.Kind.COLOCATION, Facility.Kind.CLOUD, Facility.Kind.ENTERPRISE, Facility.Kind.INTELLIGENT)
KW_PER_RACK = 5
# More data centers stand in the outskirts and in the north than behind the palace walls.
WEIGHTS = {"110115": 6, "110114": 5, "110108": 5, "110105": 4, "110112": 4, "110113": 3, "110106": 3, "110116": 2}


@dataclass(frozen=True)
class Cast:
    organisations: list[Organisation]
    facilities: list[Facility]


def sites_per_organisation(facilities: int, rng: Random) -> list[int]:
    """How many sites each organisation runs: most one or two, a few of them dozens; two fifths as many as sites."""
    organisations = max(1, facilities * 2 // 5)
    sites = [1] * organisations
    weights = [organisations // (index + 1) + 1 for index in range(organisations)]
    for index in rng.choices(range(organisations), weights=weights, k=facilities - organisations):
        sites[index] += 1
    rng.shuffle(sites)
    return sites


def call_the_cast(authority: Authority, facilities: int, rng: Random) -> Cast:
    """Make the rows. Every district gets at least one site when there are enough of them."""
    districts = list(Region.objects.filter(parent=authority.region).order_by("code"))
    sites = sites_per_organisation(facilities, rng)
    where = _places(districts, facilities, rng)
    organisations, centers, contacts = [], [], []
    for index, count in enumerate(sites):
        own = [where.pop() for _ in range(count)]
        organisation = _organisation(index, own[0], rng)
        organisations.append(organisation)
        contacts += _contacts(index, organisation, rng)
        centers += [_facility(organisation, number, district, rng) for number, district in enumerate(own, 1)]
    Organisation.objects.bulk_create(organisations, batch_size=500)
    Facility.objects.bulk_create(centers, batch_size=500)
    Contact.objects.bulk_create(contacts, batch_size=500)
    return Cast(organisations, centers)


def _places(districts: list[Region], count: int, rng: Random) -> list[Region]:
    weights = [WEIGHTS.get(district.code, 1) for district in districts]
    regions = districts[:count] + rng.choices(districts, weights=weights, k=max(0, count - len(districts)))
    rng.shuffle(regions)
    return regions


def _organisation(index: int, region: Region, rng: Random) -> Organisation:
    suffix, kind = TRADES[index % len(TRADES)] if index % 3 else TRADES[0]
    name = f"京示{STEMS[index % 10]}{BRANCHES[index % 12]}{'' if index < 60 else index // 60 + 1}{suffix}"
    stem = f"91{region.code}MA{9_900_000 + index:07d}"[:17]
    return Organisation(
        number=stem + uscc.calc_check_digit(stem),
        name=name,
        kind=kind,
        region=region,
        address=f"{region.name_zh}示范大街{rng.randint(1, 199)}号",
    )


def _contacts(index: int, organisation: Organisation, rng: Random) -> list[Contact]:
    people = 2 if rng.random() < 0.2 else 1
    return [
        Contact(
            organisation=organisation,
            name=rng.choice(SURNAMES) + rng.choice(GIVEN),
            title=("能源管理负责人", "运维经理")[number],
            phone=f"1{rng.choice('3578')}{rng.randint(0, 9)}0000{index:04d}"[:11],
            email=f"operator{index + 1}{'' if number == 0 else 'b'}@operators.example",
        )
        for number in range(people)
    ]


def _facility(organisation: Organisation, number: int, district: Region, rng: Random) -> Facility:
    it_kw = Decimal(rng.choice((300, 500, 800, 1200, 2000, 3000, 5000, 8000, 12000)) + 10 * rng.randint(0, 30))
    return Facility(
        organisation=organisation,
        code=f"DC{number:02d}",
        name=f"{organisation.name[:4]}{district.name_zh.removesuffix('区')}{number}号数据中心",
        kind=rng.choice(KINDS),
        region=district,
        address=f"{district.name_zh}示范工业园{organisation.number[-6:-1]}-{number}号",
        it_kw=it_kw,
        grid_kva=(it_kw * Decimal("1.8")).quantize(Decimal(1)),
        racks=int(it_kw) // KW_PER_RACK,
        started_on=date(rng.randint(2008, 2019), rng.randint(1, 12), 1),
    )
