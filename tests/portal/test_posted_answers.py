from django.http import QueryDict

from surveys.portal.posted_answers import read_sent, with_copy, without_row
from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from surveys.rendering.questionnaire_view import key_of, marks

DEFINITION = load(template("mining_2021"))
FACILITY = next(section for section in DEFINITION.sections if section.name == "facility")
ELECTRICITY = next(section for section in DEFINITION.sections if section.name == "electricity")
MINING = next(section for section in DEFINITION.sections if section.name == "mining")


def sent(section=FACILITY, answers=None, **fields):
    data = QueryDict(mutable=True)
    data["asked"] = marks(section.questions, answers or {})
    for name, value in fields.items():
        data.setlist(name.replace("__", ".").replace("_AS_", ":"), value if isinstance(value, list) else [value])
    return read_sent(section, data)


def test_what_is_as_it_was_drawn_is_no_change():
    answers = {"it_kw": {"typed": "5000"}, "total_kwh": {"typed": "12", "unit": "kWh"}}

    result = sent(answers=answers, a__it_kw="5000", a__total_kwh="12", a__total_kwh_AS_unit="kWh")

    assert result.changes == {}


def test_a_changed_unit_alone_is_a_change():
    answers = {"total_kwh": {"typed": "12"}}

    assert sent(ELECTRICITY, answers, a__total_kwh="12", a__total_kwh_AS_unit="MWh").changes == {
        "total_kwh": {"typed": "12", "unit": "MWh"}
    }


def test_the_questions_own_unit_is_not_stored():
    assert sent(ELECTRICITY, a__total_kwh="12", a__total_kwh_AS_unit="万千瓦时").changes == {
        "total_kwh": {"typed": "12"}
    }


def test_a_question_that_was_not_on_the_page_is_left_alone():
    data = QueryDict("asked=it_kw:&a.it_kw=1&a.total_kwh=2")

    assert read_sent(FACILITY, data).changes == {"it_kw": {"typed": "1"}}


def test_an_emptied_answer_is_taken_away():
    assert sent(answers={"it_kw": {"typed": "5"}}, a__it_kw="").changes == {"it_kw": None}


def test_several_choices_become_names_with_spaces():
    assert sent(MINING, a__mining_role=["own", "racks"]).changes == {"mining_role": {"typed": "own racks"}}


def test_a_reason_why_a_figure_is_not_available_is_kept():
    assert sent(ELECTRICITY, a__total_kwh="", a__total_kwh_AS_unavailable="表计损坏").changes == {
        "total_kwh": {"unavailable": "表计损坏"}
    }


def test_rows_come_in_the_order_of_the_page_without_blank_ones():
    result = sent(
        t__business=["r2", "odd id!", "r9"],
        a__business__r2__business_type="09",
        a__business__r9__business_share=" ",
        **{f"a__business__{key_of('odd id!')}__business_share": "40"},
    )

    assert result.changes["business"] == [
        {"row": "r2", "cells": {"business_type": {"typed": "09"}}},
        {"row": "odd id!", "cells": {"business_share": {"typed": "40"}}},
        {"row": "r9", "cells": {"business_share": {"typed": " "}}},
    ]


def test_the_model_row_is_not_an_answer():
    assert sent(t__business=["new-row"], **{"a__business__new-row__business_share": "5"}).changes == {}


def test_nonsense_is_read_as_nothing():
    data = QueryDict(
        "base=９&asked=it_kwh&asked=%00&a.it_kwh=5&act=restore&r.x=1&r.E19:org_name=no&r.E19:total_kwh=yes"
    )

    result = read_sent(ELECTRICITY, data)

    assert (result.base, result.changes, result.verb) == (0, {}, "restore")
    assert result.reasons == {"E19:total_kwh": "yes"}


def test_what_cannot_be_stored_leaves_a_mark():
    assert sent(a__address="a\0b").changes == {"address": {"typed": "a\ufffdb"}}


def test_a_huge_version_is_no_version():
    assert read_sent(FACILITY, QueryDict("base=" + "9" * 50)).base == 0


def test_rows_are_removed_and_copied():
    rows = [{"row": "r1", "cells": {"a": 1}}, {"row": "r2", "cells": {"a": 2}}]

    assert without_row(rows, "r1") == rows[1:]
    assert without_row(rows[:1], "r1") is None
    assert [row["cells"] for row in with_copy(rows, "r1")] == [{"a": 1}, {"a": 1}, {"a": 2}]
    assert len({row["row"] for row in with_copy(rows, "r1")}) == 3


def test_of_a_long_table_every_reason_is_taken():
    given = {f"r.E17:business_share:r{n}": f"理由 {n}" for n in range(300)}
    data = QueryDict(mutable=True)
    data.update(given)

    assert read_sent(FACILITY, data).reasons == {name.removeprefix("r."): text for name, text in given.items()}
