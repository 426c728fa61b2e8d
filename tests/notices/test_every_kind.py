"""Every kind of notice has its template in both languages, and both are filled in with the same."""

import inspect
import re

import pytest

from surveys.notices import wording
from surveys.notices.models import Notice
from tests.notices.test_wording import letters

LANGUAGES = ("zh", "en")
KINDS = Notice.Kind.values
# What only English grammar asks for.
GRAMMAR = re.compile(r"\|pluralize(:\"[^\"]*\")?|join:\"[^\"]*\"")


def file_of(kind, language):
    return wording.FOLDER / f"{kind}.{language}.txt"


def places(kind, language):
    """What the template is filled in with and what it depends on, in whatever order."""
    source = GRAMMAR.sub("", file_of(kind, language).read_text(encoding="utf-8"))
    return set(re.findall(r"\{\{\s*(.+?)\s*\}\}|\{%\s*((?:if|for) .+?)\s*%\}", source))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_template(kind, language):
    assert file_of(kind, language).is_file(), (
        f"Notice.Kind has {kind!r}: write surveys/templates/notices/{kind}.{language}.txt, the subject on its first line"
    )


def test_every_template_has_its_kind():
    written = {path.name.split(".")[0] for path in wording.FOLDER.iterdir()}

    assert written == set(KINDS), "surveys/templates/notices/ and Notice.Kind of surveys/notices/models.py differ"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_put_into_words(kind):
    assert inspect.isfunction(getattr(wording, kind, None)), (
        f"surveys/notices/wording.py needs a function {kind}(…) that says what its template is filled in with"
    )


def test_whatever_is_put_into_words_has_its_kind():
    functions = inspect.getmembers(wording, inspect.isfunction)
    written = {name for name, one in functions if one.__module__ == wording.__name__ and not name.startswith("_")}

    assert written == set(KINDS), "surveys/notices/wording.py and Notice.Kind of surveys/notices/models.py differ"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_among_those_that_are_tried(kind):
    assert kind in letters("en"), f"tests/notices/test_wording.py: letters() does not write one of the kind {kind!r}"


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_are_filled_in_with_the_same(kind):
    differing = places(kind, "zh") ^ places(kind, "en")

    assert not differing, (
        f"surveys/templates/notices/{kind}.zh.txt and {kind}.en.txt differ in {sorted(filter(None, sum(differing, ())))}"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_filled_in_with_what_is_handed_in(kind, language):
    """A name that wording.py does not hand in would silently be a gap."""
    handed_in = set(inspect.signature(getattr(wording, kind)).parameters)
    source = file_of(kind, language).read_text(encoding="utf-8")
    loops = set(re.findall(r"\{% for (\w+) in", source))
    names = {place.split(".")[0].split("|")[0] for place in re.findall(r"\{\{\s*(\S+?)\s*\}\}", source)}

    assert names - handed_in - loops - {"forloop"} == set(), (
        f"{file_of(kind, language).name} names what is not handed in"
    )
