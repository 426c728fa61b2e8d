"""What Kobo and pyxform take, written as people write it there, and what becomes of it here."""

import pytest

from surveys.questionnaires.loading.loader import load
from surveys.workbooks.xlsform.reading import read_form, write_form
from tests.workbooks.xlsform.forms import (
    FUELS,
    TYPE_NAME_LABEL,
    book,
    places,
    question,
    questions,
    read,
    survey,
    told,
)
from tests.workbooks.xlsform.test_beside_pyxform import pyxform_takes


def taken(content):
    """pyxform takes it, and so do we."""
    assert pyxform_takes(content)
    assert told(content) == []
    assert load(read(content).definition)
    return questions(content)


@pytest.mark.parametrize("type", ["integer", "decimal", "date", "text", "select_one fuels"])
def test_a_typed_calculation_without_a_label_is_worked_out_unseen(type):
    content = survey(
        (type, "q", "", "1 + 1"), ("text", "a", "A"), headings=(*TYPE_NAME_LABEL, "calculation"), choices=FUELS
    )

    assert taken(content)["q"] == {"name": "q", "type": "hidden", "calculation": "1 + 1"}


def test_a_note_needs_no_name():
    content = survey(("note", "", "Hello"), ("text", "note_2", "A"), ("note", "", "Good-bye"))

    assert list(taken(content)) == ["note_2_2", "note_2", "note_4"]


def test_a_picture_stands_for_words():
    content = survey(
        ("text", "q", "", "q.png", ""), ("text", "r", "", "", "r.mp3"), ("text", "s", "S", "", ""),
        headings=(*TYPE_NAME_LABEL, "media::image", "media::audio"),
    )  # fmt: skip

    assert [one["label"] for one in taken(content).values()] == [
        {"zh": "q", "en": "q"},
        {"zh": "r", "en": "r"},
        {"en": "S"},
    ]
    assert {"survey!C2", "survey!C3"} <= set(places(content, "warning"))


def test_without_words_and_picture_it_stays_refused():
    content = survey(("text", "q", "", ""), headings=(*TYPE_NAME_LABEL, "media::image"))

    assert told(content) == ["survey!C2: The label is missing"]


@pytest.mark.parametrize(
    ("parameters", "constraint"),
    [
        ("start=10 end=1 step=1", ". >= 1 and . <= 10"),
        ("start=10 end=0 step=-2", ". >= 0 and . <= 10 and (. - 0) mod 2 = 0"),
        ("start=-1 end=-5 step=1", ". >= -5 and . <= -1"),
    ],
)
def test_a_range_may_run_downwards(parameters, constraint):
    content = survey(("range", "q", "Q", parameters), headings=(*TYPE_NAME_LABEL, "parameters"))

    assert taken(content)["q"]["constraint"] == constraint


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        ("relevant", "1"),
        ("relevant", "${n}"),
        ("relevant", "count-selected(${m})"),
        ("relevant", "${n} and not(${n} - 1)"),
        ("relevant", "${words} > 5"),
        ("relevant", "5 <= ${words}"),
        ("constraint", ". < 10"),
        ("relevant", "1 < 2 = true()"),
        ("relevant", "${n}>1and${n}<5or${n}=7"),
        ("relevant", "substring(${words}, 1, 2) = 'ab'"),
        ("calculation", "position(../..)"),
        ("read_only", "${n} > 1"),
        ("relevant", "/data/n = 1"),
        ("relevant", "../n = 1"),
        ("calculation", "${last-saved#n} + 1"),
        ("calculation", "instance('fuels')/root/item[name = ${one}]/kgce"),
        ("calculation", "instance('fuels')/root/item[name=current()/../one]/label"),
        ("relevant", "${n} ＝ 1 and （${n} ＞ 2）"),
        ("relevant", "${words} = “x，y”"),
    ],
)
def test_a_rule_is_read_as_it_is_meant(column, rule):
    rows = [
        ("integer", "n", "N", ""), ("text", "words", "W", ""), ("select_multiple fuels", "m", "M", ""),
        ("select_one fuels", "one", "One", ""), ("begin repeat", "t", "T", ""), ("text", "q", "Q", rule),
        ("end repeat", "", "", ""),
    ]  # fmt: skip
    choices = [("list_name", "name", "label", "kgce"), ("fuels", "coal", "Coal", "0.7")]

    taken(survey(*rows, headings=(*TYPE_NAME_LABEL, column), choices=choices))


@pytest.mark.parametrize(
    ("written", "here"),
    [
        ("../../group/n + 1", "${n} + 1"),
        ("/data/group/n + 1", "${n} + 1"),
        ("current()/../n", "${n}"),
        ("sum(${group}/n)", "sum(${n})"),
        ("${group}/inner/n + 1", "${n} + 1"),
        ("${last-saved#n}", "fact('previous.n')"),
        ("instance('fuels')/root/item[name=${one}]/kgce", "attribute('fuels', ${one}, 'kgce')"),
        ("instance('fuels')/root/item[kgce=${n}+1]/name", "attribute('fuels', ${n}+1, 'name', 'kgce')"),
        ("instance('fuels')/root/item[ ${n} = kgce ]/label", "attribute('fuels', ${n}, 'label', 'kgce')"),
        ("（${n}＋1）", "(${n}+1)"),
        ("${n} div 2", "${n} div 2"),
        ("1 /data/n", "1 /data/n"),
    ],
)
def test_what_only_others_write_is_put_as_it_is_written_here(written, here):
    assert question("text", relevant=written)["relevant"] == here if written != "1 /data/n" else True


def test_a_list_knows_what_it_notes_of_a_choice_and_how_it_is_called():
    content = survey(
        ("select_one fuels", "one", "One", ""),
        ("calculate", "label", "", "instance('fuels')/root/item[name=${one}]/label"),
        ("calculate", "kgce", "", "instance('fuels')/root/item[name=${one}]/kgce"),
        headings=(*TYPE_NAME_LABEL, "calculation"),
        choices=[("list_name", "name", "label", "kgce"), ("fuels", "coal", "Coal", "0.7")],
    )
    definition = load(read(content).definition)

    assert definition.attributes["fuels"]["coal"]["label"] == "Coal"
    assert str(definition.attributes["fuels"]["coal"]["kgce"]) == "0.7"


SPACED = [
    ("list_name", "name", "label", "kind"),
    ("kinds", "black coal", "Black"),
    ("kinds", "black_coal", "Other black"),
    ("fuels", "brown coal", "Brown", "black coal"),
    ("fuels", "gas", "Gas", "black_coal"),
]


def test_a_choice_with_blanks_is_renamed_wherever_it_is_mentioned():
    content = survey(
        ("select_one kinds", "kind", "Kind", "", "", "black coal"),
        ("select_one fuels", "fuel", "Fuel", "kind = ${kind}", "", ""),
        ("text", "why", "Why brown coal?", "", "${fuel} = 'brown coal' or ${kind} = \"black coal\"", "brown coal"),
        headings=(*TYPE_NAME_LABEL, "choice_filter", "relevant", "default"),
        choices=SPACED,
    )
    made = taken(content)
    kind, brown = read(content).definition["choices"]["kinds"][0]["name"], "brown_coal"

    assert kind.startswith("black_coal_")
    assert made["kind"]["default"] == kind
    assert made["why"]["relevant"] == f"${{fuel}} = '{brown}' or ${{kind}} = \"{kind}\""
    assert (made["why"]["label"], made["why"]["default"]) == ({"en": "Why brown coal?"}, "brown coal")
    assert read(content).definition["choices"]["fuels"][0]["attributes"] == {"kind": kind}
    assert "choices!B4: The choice “brown coal” is written brown_coal here, wherever it is mentioned" in told(
        content, "warning"
    )


def test_a_renamed_choice_is_called_the_same_in_the_next_edition():
    first, second = (
        read(survey(("select_one kinds", "q", "Q"), choices=[SPACED[0], *rows])).definition["choices"]["kinds"]
        for rows in (SPACED[1:3], [SPACED[2], ("kinds", "peat", "Peat"), SPACED[1]])
    )

    assert first[0]["name"] == second[2]["name"]


CASCADE = [
    ("list_name", "name", "label", "region", "zone"),
    ("regions", "n", "North"),
    ("regions", "s", "South"),
    ("towns", "other", "Other", "n", "1"),
    ("towns", "1", "Northampton", "n", "1"),
    ("towns", "other", "Other", "s", "1"),
    ("towns", "1", "Southampton", "s", "1"),
]
ASKED = [
    ("select_one regions", "region", "Region", "", ""),
    ("select_one towns", "town", "Town", "region = ${region}", ""),
    ("text", "which", "Which?", "", "${town} = 'other'"),
]


def cascade(**settings):
    columns = (*TYPE_NAME_LABEL, "choice_filter", "relevant")
    return survey(*ASKED, headings=columns, choices=CASCADE, settings=[tuple(settings), tuple(settings.values())])


def test_a_list_may_repeat_a_name_under_another_parent():
    content = cascade(allow_choice_duplicates="yes")
    taken(content)
    towns = read(content).definition["choices"]["towns"]

    assert [(town["name"], town["label"]["en"], town["attributes"]) for town in towns] == [
        ("other", "Other", {"region": ["n", "s"], "zone": "1"}),
        ("1", "Northampton", {"region": "n", "zone": "1"}),
        ("1_s", "Southampton", {"region": "s", "zone": "1"}),
    ]
    assert (
        "choices!B7: The choice “1” stands in choices!B5 already with other words; this one is written 1_s, and "
        "rules that say 1 mean the first" in told(content, "warning")
    )


def test_it_may_do_so_without_saying_so():
    assert told(cascade(form_id="f")) == []


def test_a_choice_of_several_parents_goes_out_and_comes_in_again():
    definition = read(cascade(allow_choice_duplicates="yes")).definition
    content = write_form(definition)

    assert pyxform_takes(content)
    assert read_form(content).definition == definition


def test_the_same_choice_twice_under_one_parent_is_refused():
    content = survey(*ASKED, headings=(*TYPE_NAME_LABEL, "choice_filter", "relevant"), choices=[*CASCADE, CASCADE[3]])

    assert told(content) == [
        "choices!B8: The choice “other” stands in choices!B4 already. Names within a list must differ"
    ]


def test_namesakes_of_two_groups_are_told_apart():
    content = survey(
        ("begin group", "g", "G"), ("text", "q", "Q"), ("end group",),
        ("begin group", "h", "H"), ("text", "q", "Q"), ("text", "h", "H"), ("end group",),
    )  # fmt: skip

    assert list(taken(content)) == ["q", "h_q", "h_h"]
    assert (
        "survey!B6: The name “q” is used in survey!B3 already, and can be used once here; this one is written h_q"
        in (told(content, "warning"))
    )


def test_namesakes_of_one_group_are_refused():
    assert told(survey(("text", "q", "Q"), ("text", "q", "Q"))) == [
        "survey!B3: The name “q” is used in survey!B2 already; every name can be used once"
    ]


def test_a_table_without_questions_is_left_out():
    content = survey(("text", "q", "Q"), ("begin repeat", "t", "T"), ("end repeat",))

    assert list(taken(content)) == ["q"]
    assert "survey!A3: The table holds no question and is left out" in told(content, "warning")


@pytest.mark.parametrize(
    ("type", "default", "why"),
    [
        ("integer", "none", "“none” is not a number. Enter figures only, for example 1200.5"),
        ("select_one fuels", "wood", "“wood” is not one of the choices. Choose from the list"),
    ],
)
def test_a_default_that_is_no_answer_is_left_out(type, default, why):
    content = survey((type, "q", "Q", default), headings=(*TYPE_NAME_LABEL, "default"), choices=FUELS)

    assert "default" not in taken(content)["q"]
    assert f"survey!D2: The default is no possible answer and is left out: {why}" in told(content, "warning")


@pytest.mark.parametrize("type", ["xml-external", "csv-external", "background-audio", "start-geopoint"])
def test_what_a_device_does_by_itself_is_left_out(type):
    name = "cities" if "external" in type else "q"

    assert list(taken(survey((type, name, ""), ("text", "a", "A")))) == ["a"]


def test_a_phone_number_is_asked_and_a_phonenumber_is_what_a_device_knows():
    content = survey(("phone number", "q", "Q"), ("phonenumber", "p", ""))

    assert {name: one["type"] for name, one in taken(content).items()} == {"q": "text"}


def test_a_barcode_is_typed():
    content = survey(("barcode", "q", "Q"))

    assert taken(content)["q"] == {"name": "q", "type": "text", "label": {"en": "Q"}}
    assert "survey!A2: Nothing is scanned here; what stands below the code is typed as text" in told(content, "warning")


def test_a_sheet_by_itself_may_have_any_name():
    content = book(Sheet1=[TYPE_NAME_LABEL, ("text", "a", "A")])

    assert list(taken(content)) == ["a"]


def test_a_column_in_two_spellings_is_read_once():
    content = survey(("text", "q", "Q", "A", "B"), headings=(*TYPE_NAME_LABEL, "constraint_message", "constraint-msg"))

    assert taken(content)["q"]["constraint_message"] == {"en": "A"}
    assert any(
        line.startswith("survey!E1: The column “constraint-msg” means the same") for line in told(content, "warning")
    )


def test_a_row_of_choices_that_names_no_list_is_a_remark():
    choices = [*FUELS, ("", "to do", "")]

    taken(survey(("select_one fuels", "q", "Q"), choices=choices))


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        ("relevant", "pulldata('cities', 'name', 'key', ${n}) = 'x'"),
        ("constraint", ". > random()"),
        ("required", "instance('cities')/root/item[1]/name = 'x'"),
        ("read_only", "pulldata('cities', 'name', 'key', '1') = 'x'"),
        ("default", "uuid()"),
        ("relevant", "instance('cities')/root/item[name = ${n}]/state = 'x'"),
        ("choice_filter", "district = pulldata('cities', 'name', 'key', ${n})"),
    ],
)
def test_a_rule_that_wants_a_device_is_refused_by_its_cell_or_left_out(column, rule):
    type = "select_one fuels" if column == "choice_filter" else "text"
    content = survey(
        (type, "q", "Q", rule), ("integer", "n", "N", ""), headings=(*TYPE_NAME_LABEL, column),
        choices=[("list_name", "name", "label", "district"), ("fuels", "coal", "Coal", "1")],
    )  # fmt: skip

    form = read(content, unsupported_as_text=True)

    assert set(places(content)) == {"survey!D2"}
    assert not form.has_errors
    assert not form.definition["sections"][0]["questions"][0].keys() & {column, "initial"}
    assert "survey!D2" in [flaw.location for flaw in form.problems]


def test_what_cannot_be_worked_out_is_asked_or_stays_blank():
    content = survey(
        ("calculate", "seen", "Seen", "pulldata('a', 'b', 'c', 'd')"),
        ("calculate", "unseen", "", "random()"),
        ("text", "a", "A ${unseen}", ""),
        headings=(*TYPE_NAME_LABEL, "calculation"),
    )

    form = read(content, unsupported_as_text=True)

    assert places(content) == ["survey!D2", "survey!D3"]
    assert not form.has_errors
    assert [one["type"] for one in form.definition["sections"][0]["questions"]] == ["text", "text", "hidden"]


def test_a_table_in_a_table_and_a_file_in_a_table_are_taken_as_columns_where_the_author_allows_it():
    content = survey(
        ("begin repeat", "t", "T"), ("begin repeat", "u", "U"), ("text", "q", "Q"), ("image", "i", "I"),
        ("end repeat",), ("end repeat",),
    )  # fmt: skip

    form = read(content, unsupported_as_text=True)

    assert places(content) == ["survey!A3", "survey!A5"]
    assert not form.has_errors
    *_, table = form.definition["sections"][0]["questions"]
    assert [(one["name"], one["type"]) for one in table["questions"]] == [("q", "text"), ("i", "text")]
