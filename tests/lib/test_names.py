import pytest
from django.db.models import Value
from hypothesis import given
from hypothesis import strategies as st

from surveys.lib.names import Folded, folded, is_same_name, name_holds
from surveys.registry.models import Organisation
from tests import factories


@pytest.mark.parametrize(
    "other",
    [
        "甲云(北京)IDC",
        "甲云（北京）ＩＤＣ",
        "甲云 (北京) idc",
        "甲云【北京】Idc",
        "甲云[北京]IDC\u200b",
        "甲云〔北京〕I D C",
        "甲云「北京」IDC",
        "甲云〈北京〉IDC",
        "甲\u00ad云\u200e（北京）IDC\u3000",
    ],
)
def test_names_that_differ_in_width_and_brackets_are_the_same(other):
    assert is_same_name("甲云（北京）IDC", other)


@pytest.mark.parametrize("other", ["艾力·买买提-乙", "艾力・买买提–乙", "艾力•买买提—乙", "艾力‧买买提－乙"])
def test_dots_and_dashes_are_one_sign_wherever_unicode_has_them(other):
    assert is_same_name("艾力·买买提-乙", other)


@pytest.mark.parametrize("other", ["甲云北京IDC", "甲云（北京）IDC2", "乙云（北京）IDC", "甲云（北京IDC"])
def test_names_that_differ_otherwise_are_not(other):
    assert not is_same_name("甲云（北京）IDC", other)


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=60))
def test_whatever_is_typed_is_the_same_in_full_width(name):
    assert folded(name.translate(FULL_WIDTH)) == folded(name)


NAMES = [
    "艾力・买买提—乙",
    "“甲”『云』",
    "甲\u00ad云\ufe0f",
    "甲云（北京）ＩＤＣ",
    "a\t b\u3000c\u00a0d",
    "［x］｛y｝〖z〗",
    "ÄÖÜ ẞ",
    "①㎡ﬁ",
    "",
    "100%_'\\",
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_the_database_folds_alike(name):
    organisation = factories.make_organisation(name="x")

    (found,) = Organisation.objects.filter(pk=organisation.pk).values_list(Folded(Value(name)), flat=True)

    assert found == folded(name)


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "is_found"), [("(北京)", True), ("１00%", True), ("100_", False), ("", True)])
def test_words_are_looked_for_as_they_are(words, is_found):
    factories.make_organisation(name="甲云（北京）100％")

    assert Organisation.objects.filter(name_holds("name", words)).exists() is is_found
