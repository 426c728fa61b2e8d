"""One answer to the question which language a page speaks, also for a language that only some texts are written in."""

import pytest
from django.utils.translation import deactivate_all, gettext, override

from surveys.lib.language import current_language, in_current_language, in_every_language
from surveys.lib.text import in_language, known_language


@pytest.mark.parametrize(("active", "spoken"), [("zh-hans", "zh"), ("en", "en"), ("de", "de")])
def test_the_region_of_a_language_is_left_out(active, spoken):
    with override(active):
        assert current_language() == spoken


def test_without_a_page_it_is_chinese():
    with override(None):
        deactivate_all()

        assert current_language() == "zh"


@pytest.mark.parametrize(("active", "shown"), [("zh-hans", "摸底"), ("en", "Survey"), ("de", "摸底")])
def test_of_two_names_a_third_language_gets_the_chinese(active, shown):
    with override(active):
        assert in_current_language("摸底", "Survey") == shown
        assert in_language({"zh": "摸底", "en": "Survey"}, known_language(active)) == shown


def test_a_name_that_is_empty_gives_way_to_the_other():
    with override("en"):
        assert in_current_language("摸底", "") == "摸底"


def test_words_are_made_in_every_language():
    assert in_every_language(lambda: gettext("yes")) == {"zh": "是", "en": "yes"}
