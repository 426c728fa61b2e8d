"""Two people have their pages open at the same time, and one sends after the other. What happens to the second stands in the
manual, in both languages, and every pair of acts is tried in both orders."""

import copy
import itertools
import re

import pytest

from tests.factories import kept_for_a_file
from tests.help.manual import section
from tests.responses.pairs.acts import ACTS, Accept, Recall, SendBack
from tests.responses.pairs.stage import Stage

PAIRS = list(itertools.product(ACTS, ACTS))
NEVER_BOTH = [("accept", "take back"), ("send back", "take back")]
"""The first of them came too late itself: the return had been sent back."""
ZH = [
    "填写答案",
    "填写表格",
    "说明疑点",
    "上传附件",
    "确认单位信息",
    "零报告",
    "报送",
    "退回",
    "撤销退回",
    "审核通过",
    "延期",
    "答复申请",
    "变更调查表",
    "关闭",
    "撤回",
    "移出",
    "终止角色",
]


def said(language):
    """By the first act and the second, what the manual says of the second."""
    table = re.findall(r"(?:^\|.*\n)+", section("bureau", language, "When two act at the same time"), re.MULTILINE)[0]
    rows = [[re.split("[,、] ?", cell.strip()) for cell in line.strip("| ").split("|")] for line in table.splitlines()]
    outcomes = dict.fromkeys(PAIRS, "done")
    names = dict(zip({"en": ACTS, "zh": ZH}[language], ACTS, strict=True))
    for acts, *barred in rows[2:]:
        for outcome, cell in zip(("look", "over"), barred, strict=True):
            befores = [] if cell == ["–"] else cell
            told = {(names[before], names[act]): outcome for before in befores for act in acts}
            assert {outcomes[pair] for pair in told} <= {"done"}
            outcomes |= told
    return outcomes


def opened(stage, before, act):
    """Both pages, each from a moment at which it could be opened."""
    pair = (ACTS[before], ACTS[act])
    if {SendBack, Accept, Recall} & set(pair):
        stage.submit()
    early = [number for number in (0, 1) if pair[number] in (SendBack, Accept)]
    pages = {number: pair[number](stage, number, pair[1 - number]) for number in early}
    if Recall in pair:
        stage.send_back()
    pages |= {number: pair[number](stage, number, pair[1 - number]) for number in (0, 1) if number not in early}
    return pages[0], pages[1]


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with kept_for_a_file(django_db_blocker):
        yield Stage()


@pytest.fixture
def stage(built, db):
    return copy.deepcopy(built)


@pytest.mark.parametrize(("before", "act"), PAIRS, ids=[f"{before}, then {act}" for before, act in PAIRS])
def test_nobodys_text_is_lost(before, act, stage, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    first, second = opened(stage, before, act)

    first.send()
    second.send()

    assert first.is_done() == ((before, act) not in NEVER_BOTH)
    assert second.outcome() == said("en")[before, act]
    found = stage.kept() + second.texts_shown() + ("" if first.is_done() else first.texts_shown())
    lost = [text for text in (*first.typed, *second.typed) if text not in found]
    assert [text for text in lost if text not in stage.set_aside()] == []


def test_the_manual_says_the_same_in_both_languages():
    assert said("zh") == said("en")
