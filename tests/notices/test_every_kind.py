"""Every kind of notice has its words in both languages, and both are filled in with the same."""

import ast
import inspect
import re
from importlib import import_module

import pytest

from surveys.lib.columns import longest
from surveys.notices import kinds
from surveys.notices.models import Notice
from tests.notices.test_wording import letters

HOME = "surveys/notices/kinds"
LANGUAGES = ("zh", "en")
# What only English grammar asks for.
GRAMMAR = re.compile(r"\|pluralize(:\"[^\"]*\")?|join:\"[^\"]*\"")


def words(kind, language):
    return getattr(kinds.KINDS[kind], language)


def content_of(kind):
    return getattr(import_module(f"{kinds.__name__}.{kind}"), "content", None)


def handed_in(kind):
    return set(inspect.signature(content_of(kind)).parameters)


def places(kind, language):
    """What the template is filled in with and what it depends on, in whatever order."""
    source = GRAMMAR.sub("", words(kind, language))
    return set(re.findall(r"\{\{\s*(.+?)\s*\}\}|\{%\s*((?:if|for) .+?)\s*%\}", source))


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_is_called_as_its_file_is(kind):
    assert kinds.KINDS[kind].name == kind, f"{HOME}/{kind}.py: name is not that of the file"
    assert len(kind) <= longest(Notice, "kind"), f"{HOME}/{kind}.py: the name is too long for surveys/notices/models.py"


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_is_told_in_lists_in_both_languages(kind):
    label = kinds.KINDS[kind].label

    assert label.keys() == set(LANGUAGES) and all(label.values()), f"{HOME}/{kind}.py: label, in both languages"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_has_its_words(kind, language):
    subject, _, body = words(kind, language).partition("\n")

    assert subject.strip() and body.strip(), f"{HOME}/{kind}.py: {language}, the subject on its first line"


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_says_what_it_is_filled_in_with(kind):
    assert inspect.isfunction(content_of(kind)), (
        f"{HOME}/{kind}.py needs a function content(…) that says what its words are filled in with"
    )


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_what_is_handed_in_is_passed_on(kind):
    (call,) = [node for node in ast.walk(ast.parse(inspect.getsource(content_of(kind)))) if isinstance(node, ast.Call)]
    passed_on = {ast.unparse(one) for one in call.args} | {one.arg for one in call.keywords}

    assert handed_in(kind) ^ passed_on == set(), f"{HOME}/{kind}.py: content(…) takes what it does not pass on"


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_is_among_those_that_are_tried(kind):
    assert kind in letters("en"), f"tests/notices/test_wording.py: letters() does not write one of the kind {kind!r}"


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_both_languages_are_filled_in_with_the_same(kind):
    differing = places(kind, "zh") ^ places(kind, "en")

    assert not differing, f"{HOME}/{kind}.py: zh and en differ in {sorted(filter(None, sum(differing, ())))}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", kinds.KINDS)
def test_the_words_are_filled_in_with_what_is_handed_in(kind, language):
    """A name that content(…) does not hand in would silently be a gap."""
    source = words(kind, language)
    loops = set(re.findall(r"\{% for (\w+) in", source))
    names = {place.split(".")[0].split("|")[0] for place in re.findall(r"\{\{\s*(\S+?)\s*\}\}", source)}

    assert names - handed_in(kind) - loops - {"forloop"} == set(), (
        f"{HOME}/{kind}.py: {language} names what is not handed in"
    )
