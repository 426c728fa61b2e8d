import re
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from surveys.notices import outbox
from surveys.notices.kinds import (
    accepted,
    amended,
    asks_tenant,
    closed_early,
    extended,
    invitation,
    issued,
    new_message,
    new_password,
    not_signed,
    recalled,
    receipt,
    reminder,
    request_answered,
    returned,
    second_look,
    tenant_answered,
    to_sign,
    unacknowledged,
    waits_for_answer,
    withdrawn,
)
from surveys.notices.kinds.accepted import AcceptedInRound, AcceptedReturn
from surveys.notices.kinds.amended import ToCheck
from surveys.notices.kinds.returned import Remark
from surveys.notices.models import Notice
from surveys.notices.wording import Addressee, RoundFacts, Submission

ROUND = RoundFacts(
    authority="北京市经济和信息化局",
    title="挖矿用电调查",
    deadline="2021-04-28 12:00（北京时间）",
    legal_basis="《统计法》第七条",
    burden="约 20 分钟",
    period="2020-04-01 至 2021-03-31",
    enquiries="010-55520000",
    instructions="据实填报",
)
SUBMISSION = Submission("一号中心", 2, "BJ-0001-K", "2021-04-28 11:00（北京时间）", sha256="ab" * 32)

ACCEPTED = AcceptedInRound(
    "挖矿用电调查", [AcceptedReturn("一号中心", 2, "BJ-0001-K"), AcceptedReturn("二号中心", 1, "BJ-0002-M", "已核实")]
)


def addressee(language="zh-hans", organisation="甲云数据"):
    return Addressee("张三", organisation, language)


def letters(language):
    to = addressee(language)
    return {
        "issued": issued.content(ROUND, to, assignments=["一号中心", "二号中心"]),
        "reminder": reminder.content(ROUND, to, assignments=["一号中心"], time_left="3 小时", as_of="2021-04-28 09:00"),
        "unacknowledged": unacknowledged.content(ROUND, to, as_of="2021-04-27 13:00"),
        "to_sign": to_sign.content(ROUND, to, assignment="一号中心", prepared_by="李四", is_nil=False),
        "not_signed": not_signed.content(ROUND, to, assignment="一号中心", signer="王五", word="总用电量有误"),
        "receipt": receipt.content(ROUND, to, submission=SUBMISSION),
        "returned": returned.content(
            ROUND, to, submission=SUBMISSION, remarks=[Remark("总用电量", "请核对")], note="见附", new_deadline="29 日"
        ),
        "request_answered": request_answered.content(
            ROUND, to, assignments=["一号中心"], is_reopening=False, until="29 日", word="请抓紧"
        ),
        "asks_tenant": asks_tenant.content(
            ROUND,
            to,
            operator="甲云数据",
            assignment="一号中心",
            questions=["总用电量", "承载业务"],
            asked_by="王五",
            word="B 区机柜",
        ),
        "tenant_answered": tenant_answered.content(ROUND, to, tenant="乙租户", assignment="一号中心"),
        "new_message": new_message.content(ROUND, to, assignment="一号中心"),
        "waits_for_answer": waits_for_answer.content(ROUND, to),
        "accepted": accepted.content(to, authority="北京市经信局", count=2, rounds=[ACCEPTED]),
        "extended": extended.content(ROUND, to, assignments=["一号中心"], new_deadline="29 日", reason="停电"),
        "recalled": recalled.content(ROUND, to, submission=SUBMISSION, is_accepted=True, note="已核实"),
        "withdrawn": withdrawn.content(ROUND, to, assignments=["一号中心"], reason="误发"),
        "closed_early": closed_early.content(
            ROUND, to, assignments=["一号中心"], closed_at="28 日", reason="已全部回收"
        ),
        "amended": amended.content(
            ROUND,
            to,
            assignments=[ToCheck("一号中心", ["总用电量"], is_accepted=False, deadline="29 日 12:00")],
            amended_at="28 日",
            reason="补问",
        ),
        "second_look": second_look.content(to, title="年度调查", code="BJ-1", asked_by="王主任"),
        "new_password": new_password.content(to, minutes=60),
        "invitation": invitation.content(to, invited_by="王主任", role="经办人", expires="5 月 1 日"),
    }


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_letter_has_a_subject_of_one_line_and_one_place_for_the_link(language):
    for kind, letter in letters(language).items():
        subject, body = letter.subject, letter.body
        assert (letter.kind, "\n" in subject, bool(subject), body.count("{link}")) == (kind, False, True, 1)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_letter_of_issue_says_everything_a_demand_for_answers_must_say(language):
    letter = letters(language)["issued"]

    must_say = (*vars(ROUND).values(), "一号中心", "二号中心", "甲云数据", "张三", "{link}")
    assert [text for text in must_say if text not in letter.subject + letter.body] == []


def test_the_letter_of_issue_in_chinese_leaves_no_gap_where_nothing_is_said():
    facts = RoundFacts("北京市经信局", "调查", "12:00", legal_basis="法", burden="5 分钟", period="一年")

    letter = issued.content(facts, addressee(), assignments=["一号"], nil="")

    assert letter.body.partition("填报入口")[0].endswith("截止时间：12:00\n填报用时：5 分钟\n\n")


@pytest.mark.parametrize(
    ("nil", "promised"), [("", (False, False)), ("asking", (True, False)), ("quick", (True, True))]
)
def test_the_letter_promises_a_nil_return_only_where_there_is_one(nil, promised):
    body = issued.content(ROUND, addressee("en"), assignments=["一号"], nil=nil).body

    assert ("Nil return" in body, "three clicks" in body) == promised


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "零报告"), ("en", "nil return")])
@pytest.mark.parametrize("offers_nil", [True, False])
def test_a_reminder_offers_a_nil_return_only_where_there_is_one(language, words, offers_nil):
    letter = reminder.content(
        ROUND, addressee(language), assignments=["A"], time_left="3 h", as_of="09:00", offers_nil=offers_nil
    )

    assert (words in letter.body) is offers_nil


def test_a_name_is_written_as_it_is_not_as_in_html():
    letter = recalled.content(ROUND, addressee(organisation="甲 & <乙>"), submission=SUBMISSION, is_accepted=True)

    assert letter.body.splitlines()[0] == "甲 & <乙>（张三 收）："


def test_acceptances_are_listed_by_round_with_their_receipts_and_what_the_reviewer_writes():
    letter = accepted.content(addressee(), authority="市经信局", count=2, rounds=[ACCEPTED])

    assert letter.subject == "【审核通过】2 份回报"
    assert letter.body.splitlines()[2:9] == [
        "贵单位下列 2 份回报已审核通过。",
        "",
        "批次：挖矿用电调查",
        "· 一号中心：第 2 版，回执 BJ-0001-K",
        "· 二号中心：第 1 版，回执 BJ-0002-M",
        "  审核意见：已核实",
        "",
    ]


def test_a_long_list_of_units_is_cut_but_counted():
    body = reminder.content(
        ROUND, addressee("en"), assignments=[f"unit-{n}" for n in range(300)], time_left="3 h", as_of="09:00"
    ).body

    assert (body.count("unit-"), "300 of your reporting units have" in body) == (20, True)


def test_a_receipt_says_whether_it_was_late_or_nil():
    late_nil = Submission("一号", 1, "BJ", "12:01", is_late=True, is_nil=True)

    body = receipt.content(ROUND, addressee(), submission=late_nil).body

    assert ("报送版本：第 1 版（零报告）" in body, "是否按时：逾期" in body, "SHA" in body) == (True, True, False)


def test_each_remark_of_the_reviewer_stands_on_its_own_line():
    body = letters("zh-hans")["returned"].body

    assert "  1. 总用电量：请核对\n" in body


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_reminder_that_arrives_late_says_nothing_untrue(language):
    """How much time is left is told with its moment; the subject names the deadline."""
    letter = reminder.content(ROUND, addressee(language), assignments=["A"], time_left="3 h", as_of="MOMENT")

    assert ROUND.deadline in letter.subject
    assert "3 h" not in letter.subject
    assert re.search(r"MOMENT.{1,6}3 h", letter.body)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_letter_is_read_again_word_by_word_from_what_is_kept_of_it(language):
    to = SimpleNamespace(name="张三", email="z@example.org", language=language)
    for kind, letter in letters(language).items():
        written = outbox.write(key=kind, to=to, content=letter, at=datetime(2021, 4, 27, tzinfo=UTC))

        assert Notice.objects.select_related("wording").get(pk=written.pk).body == letter.body


@pytest.mark.django_db
def test_what_is_kept_of_a_letter_does_not_change_with_the_templates(monkeypatch):
    to = SimpleNamespace(name="张三", email="z@example.org", language="en")
    letter = letters("en")["receipt"]
    written = outbox.write(key="1", to=to, content=letter, at=datetime(2021, 4, 27, tzinfo=UTC))
    monkeypatch.setattr(receipt, "KIND", replace(receipt.KIND, en="Another subject\nAnother text {link}"))

    assert Notice.objects.get(pk=written.pk).body == letter.body


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_title_with_quotation_marks_of_its_own_is_quoted_rightly(language):
    round = replace(ROUND, title="涉“挖矿”摸排")

    quoting = recalled.content(round, addressee(language), submission=SUBMISSION, is_accepted=True)
    naming = receipt.content(round, addressee(language), submission=SUBMISSION)

    assert "“涉‘挖矿’摸排”" in quoting.body
    assert "涉“挖矿”摸排" in naming.subject


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "1 项任务已退回，须更正后"), ("en", "1 of your reporting units was sent back")]
)
def test_a_reminder_tells_what_was_sent_back_from_what_was_never_answered(language, words):
    told = {"time_left": "3 h", "as_of": "09:00"}

    both = reminder.content(ROUND, addressee(language), assignments=["A"], returned=["B"], **told).body
    one = reminder.content(ROUND, addressee(language), assignments=[], returned=["B"], **told).body

    assert words in both and words in one
    assert [body.count(name) for body in (both, one) for name in ("1. A", "1. B")] == [1, 1, 0, 1]
    assert ("not answered" in one, "未报送：" in one) == (False, False)


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "；截止时间 29 日 12:00"), ("en", "; due 29 日 12:00")])
@pytest.mark.parametrize("is_accepted", [True, False])
def test_a_changed_questionnaire_is_told_with_the_deadline_of_each_unit_that_can_correct(language, words, is_accepted):
    unit = ToCheck("一号中心", ["总用电量"], is_accepted, "29 日 12:00")

    body = amended.content(ROUND, addressee(language), assignments=[unit], amended_at="28 日", reason="补问").body

    assert (words in body) is not is_accepted
