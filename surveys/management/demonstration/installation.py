"""The demo's own installation: its database, emptied before each showing, its people and their password."""

import secrets
import shutil

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from surveys.accounts.demo_logins import DemoLogin
from surveys.accounts.roles import Role
from surveys.lib.clock import database_now
from surveys.management.supervising import bring_up_to_date
from surveys.models import Authority, Membership, Organisation, Region, User
from surveys.receipts import custody
from surveys.receipts.actions import make_the_first_key
from surveys.registry.actions import seed_regions

MARK = "bureau@demo.example"
WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "heron",
    "islet",
    "jetty",
    "kayak",
    "lotus",
    "maple",
    "north",
    "ocean",
    "pearl",
    "quill",
    "river",
]


def prepare() -> None:
    """Empty tables in a database that is the demo's own; raises CommandError for any other."""
    if "surveys_authority" in connection.introspection.table_names() and not _is_ours():
        raise CommandError(
            "This database holds an installation that is not the demo's. Unset DATABASE_URL and DATA_DIR, "
            "or point them at an empty place."
        )
    bring_up_to_date()
    call_command("flush", verbosity=0, interactive=False)
    for folder in (settings.MAIL_DIR, settings.EXPORT_DIR, settings.SPOOL_DIR, custody.folder()):
        shutil.rmtree(folder, ignore_errors=True)


def _is_ours() -> bool:
    return Authority.objects.filter(email=MARK).exists() or not Authority.objects.exists()


def found_the_bureau() -> Authority:
    seed_regions()
    beijing = Region.objects.get(code="110000")
    bureau = Authority.objects.create(
        name_zh="北京市经济和信息化局（演示）",
        name_en="Beijing Municipal Bureau of Economy and Information Technology (demo)",
        region=beijing,
        phone="010-5557 0000（工作日 8:30–17:30，截止日全天）",
        email=MARK,
    )
    make_the_first_key(bureau, at=database_now())
    chaoyang = Region.objects.get(code="110105")
    Authority.objects.create(
        name_zh="朝阳区科技和信息化局（演示）",
        name_en="Chaoyang District Bureau (demo)",
        region=chaoyang,
        parent=bureau,
    )
    return bureau


def new_password() -> str:
    """One for all of this demo's people, made afresh for each showing, so that nobody's demo stands open to everybody."""
    return "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(9000) + 1000}"


def hire_officers(bureau: Authority, password: str) -> tuple[dict[str, User], list[DemoLogin]]:
    district = Authority.objects.get(parent=bureau)
    posts = (
        ("administrator", "林局长", Role.ADMINISTRATOR, bureau),
        ("manager", "王主任", Role.SURVEY_MANAGER, bureau),
        ("reviewer", "李科员", Role.REVIEWER, bureau),
        ("viewer", "周秘书", Role.VIEWER, bureau),
        ("district", "朝阳区郑科长", Role.REVIEWER, district),
    )
    people = {}
    for post, name, role, authority in posts:
        people[post] = User.objects.create_user(f"{post}@demo.example", name, password)
        Membership.objects.create(user=people[post], authority=authority, role=role)
    return people, [DemoLogin(post, user.email, password) for post, user in people.items()]


def sign_operators_in(organisations: list[Organisation], password: str) -> dict[Organisation, User]:
    """An account for each organisation's first contact. The hash is computed once: they all share the demo's password."""
    hashed = User(email="x@demo.example")
    hashed.set_password(password)
    users = {}
    for organisation in organisations:
        contact = organisation.contacts.order_by("email")[0]
        users[organisation] = User(
            email=contact.email, name=contact.name, phone=contact.phone, password=hashed.password
        )
    User.objects.bulk_create(users.values(), batch_size=500)
    Membership.objects.bulk_create(
        [Membership(user=user, organisation=o, role=Role.MANAGER) for o, user in users.items()], batch_size=500
    )
    return users
