import pytest

from surveys.questionnaires.editing.locations import in_words

DEFINITION = {
    "title": {"zh": "摸排", "en": "Survey"},
    "choices": {"business": [{"name": "a"}, {"name": "b"}]},
    "sections": [
        {
            "name": "energy",
            "label": {"zh": "用电", "en": "Energy"},
            "questions": [
                {
                    "name": "total_kwh",
                    "number": "B14",
                    "label": {"zh": "总用电量", "en": "Total electricity"},
                    "type": "decimal",
                },
                {"name": "plain", "type": "text"},
                {"name": "long", "label": {"en": "x" * 41}, "type": "text"},
                {"name": "just", "label": {"en": "x" * 40}, "type": "text"},
            ],
        }
    ],
    "checks": [{"check": "E17", "with": {"total": "total_kwh"}}, {"id": "C01", "rule": "1"}, {"rule": "1"}],
}


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        ("total_kwh.relevant", "B14 总用电量（适用条件）", "B14 Total electricity (when it applies)"),
        ("total_kwh.rows.count", "B14 总用电量（行数）", "B14 Total electricity (the number of rows)"),
        ("total_kwh", "B14 总用电量", "B14 Total electricity"),
        ("total_kwh.unheard_of", "B14 总用电量", "B14 Total electricity"),
        ("energy.label", "用电（文字）", "Energy (the wording)"),
        ("plain.constraint", "plain（取值要求）", "plain (the constraint)"),
        ("long", "x" * 39 + "…", "x" * 39 + "…"),
        ("just", "x" * 40, "x" * 40),
        ("check E17", "校核 E17", "Check E17"),
        ("check E17.message", "校核 E17（提示语）", "Check E17 (the message)"),
        ("checks[0].with.total", "校核 E17（参数）", "Check E17 (the parameters)"),
        ("checks[1].rule", "校核 C01（规则）", "Check C01 (the rule)"),
        ("checks[2].rule", "校核 3（规则）", "Check 3 (the rule)"),
        ("choices.business", "选项表“business”", "List “business”"),
        ("choices.business[1].label", "选项表“business”第 2 行", "List “business”, row 2"),
        ("choices.business.b.label", "选项表“business”的选项“b”", "List “business”, choice “b”"),
        ("choices.nowhere", "选项表“nowhere”", "List “nowhere”"),
        ("title", "标题", "the title"),
        ("notes[2]", "备注", "the notes"),
        ("check E99.rule", "check E99.rule", "check E99.rule"),
        ("checks[9].rule", "checks[9].rule", "checks[9].rule"),
        ("sections[0].odd", "sections[0].odd", "sections[0].odd"),
    ],
)
def test_a_place_is_told_in_words(place, zh, en):
    assert in_words(DEFINITION, place, "zh-hans") == zh
    assert in_words(DEFINITION, place, "en") == en
