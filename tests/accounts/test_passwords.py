"""Which passwords are easy to guess: each one here stands for a kind."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from surveys.accounts.invitations import invite
from surveys.accounts.models import User
from surveys.accounts.roles import Role
from surveys.registry.models import Organisation
from tests.factories import PASSWORD, make_organisation

DIGITS = ["123456789012", "098765432109", "13800000001a!", "20211129202111", "2021-04-28-2021"]
YEARS_AND_PLACES = ["Beijing2021!!", "shanghai2024@@", "Guangzhou@2025", "Chaoyang2026!!", "北京市2021年度北京市2022", "2021Beijing2021",
                    "Be1j1ng@2021!", "Beijing2021Shanghai2022", "Jan2021Feb2021", "beijing.2021.04"]  # fmt: skip
THE_PRODUCT = ["DataCenter2026!", "ElectricitySurvey1", "surveys-surveys", "数据中心用电调查2021", "diaocha@2021!"]
KEYS_BESIDE_EACH_OTHER = ["qwertyuiop12", "1qaz2wsx3edc4rfv", "asdfghjkl;'zx", "Qwer1234!@#$", "zaq12wsxcde3"]
REPETITION = [
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "Passw0rd!Passw0rd!",
    "May2021May2021",
    "北京北京北京北京北京北京",
    "x" * 128,
]
COMMON = ["password1234", "P@ssw0rd1234!", "Admin@123456", "woaini1314520", "iloveyou2021!", "wangfang880808",
          "dianxin10000!", "chinaunicom10010"]  # fmt: skip


@pytest.mark.parametrize(
    "password", [*DIGITS, *YEARS_AND_PLACES, *THE_PRODUCT, *KEYS_BESIDE_EACH_OTHER, *REPETITION, *COMMON]
)
def test_a_password_of_an_easy_kind_is_refused(password, world):
    assert is_refused(password)


def is_refused(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return error.error_list[0].code == "password_easy_to_guess"
    return False


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "a long sentence of mine",
        "correct horse battery staple",
        "tr0ub4dor&3xx",
        "kV7#wq-Lm2pZ",
        "我家门前有两棵枣树还有一只猫",
        "the lamp beside 2 blue chairs " * 4,
    ],
)
def test_a_sentence_or_a_riddle_is_taken(password, world):
    validate_password(password, world.alice)


@pytest.mark.parametrize(
    "password",
    [
        "Liuyongping2021",
        "liuyp@jiayunidc",
        "甲云数据科技2021!!",
        "甲云数据@2026甲云数据",
        "JIAYUNIDC-2026!",
        "13912345678!!",
        "jiayunidc.example",
        "91110105MA00000012",
        "91110105ma00000012!",
        "Liuyongping880808",
    ],
)
def test_what_anybody_knows_of_the_person_counts_little(password, db):
    """Their name, birthday, address and phone, and the organisation they are about to join, with its credit code."""
    person = {"email": "liuyp@jiayunidc.example", "name": "Liu Yongping Liuyongping"}
    organisation = make_organisation(name="北京甲云数据科技有限公司")
    Organisation.objects.update(number="91110105MA00000012")
    invite(by=None, body=organisation, role=Role.MANAGER, **person)

    assert is_refused(password, User(phone="13912345678", **person))


def test_the_words_of_the_organisation_one_works_for_count_little(world):
    assert is_refused("甲云数据-雷雨风云-山水", world.alice)
    assert not is_refused("甲云数据-雷雨风云-山水", world.nobody)
