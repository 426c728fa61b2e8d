import json

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from surveys.api.bodies import DEEPEST, read_json
from surveys.api.problems import Refused
from tests.api.caller import errors_of, kind_of

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


def nested(levels, inner="1"):
    return "[" * levels + inner + "]" * levels


def refusal(body):
    with pytest.raises(Refused) as refused:
        read_json(body if isinstance(body, bytes) else body.encode())
    return refused.value


@given(VALUES)
def test_what_is_json_is_read_as_the_standard_reader_reads_it(content):
    for text in (json.dumps(content), json.dumps(content, ensure_ascii=False)):
        assert read_json(text.encode()) == content


@given(st.binary() | st.text('[]{}",:\\0tru ', max_size=60).map(str.encode))
def test_whatever_else_comes_is_refused_as_such(body):
    try:
        read_json(body)
    except Refused as refused:
        assert refused.kind in ("unreadable", "wrong-content")


def test_as_deep_as_anybody_needs_and_no_deeper():
    assert read_json(nested(DEEPEST).encode()) is not None
    assert "20" in refusal(nested(DEEPEST + 1)).detail


@pytest.mark.parametrize(
    "body", ["[" * 100_000, nested(100_000), '{"a":' * 100_000, '"\\' + '\\"' * 100_000, '["' + "[" * 100_000]
)
def test_a_depth_that_would_be_the_end_of_a_reader(body):
    assert refusal(body).kind == "unreadable"


def test_brackets_in_a_text_are_no_depth():
    assert read_json(json.dumps(["[" * 100, '"' + "{" * 100]).encode())


@pytest.mark.parametrize("body", ['{"a": 1, "a": 2}', '{"x": [{"a": 1, "b": 2, "a": 1}]}', '{"a": 1, "\\u0061": 2}'])
def test_a_key_given_twice_is_refused(body):
    assert "“a”" in refusal(body).detail


@pytest.mark.parametrize(
    "body", ["NaN", "-Infinity", "[1e400]x", "1" * 5000, b"\xff", "{}".encode("utf-16"), "{'a': 1}"]
)
def test_what_only_looks_like_json(body):
    assert refusal(body).kind == "unreadable"


def test_half_characters_are_named_where_they_stand():
    (mistake,) = refusal('{"answers": {"x": {"typed": "ab\\ud83d"}}}').members["errors"]

    assert mistake["path"] == "/answers/x/typed"
    assert refusal('{"a\\u0000": 1}').members["errors"][0]["path"] == "/a\ufffd"


# --- over the wire -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken_for_json(program, draft, content_type):
    answer = program.client.generic("PATCH", f"/api/v1/{draft}", '{"version": 0}', content_type)

    assert kind_of(answer) == (415, "wrong-content-type")


def test_a_body_as_large_as_django_takes_and_no_larger(program, draft):
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body = '{"version": 0}'

    fits, exceeds = (program.patch(draft, body.ljust(most + more)) for more in (0, 1))

    assert fits.status_code == 200
    assert kind_of(exceeds) == (413, "too-large")


def test_without_a_body_what_is_missing_is_named(program, draft):
    assert errors_of(program.patch(draft, "")) == {"": "This is missing."}
    assert errors_of(program.patch(draft, "{}")) == {"/version": "This is missing."}


@pytest.mark.parametrize("body", ["[]", "5", '"x"', "null", "true"])
def test_the_body_is_an_object(program, draft, body):
    assert kind_of(program.patch(draft, body)) == (422, "wrong-content")


def test_the_words_are_chinese_for_who_asks_for_chinese(program, draft):
    answer = program.patch(draft, '{"version": 0, "x": 1}', **{"accept-language": "zh-CN,zh;q=0.9"})

    assert errors_of(answer)["/x"] == "没有这个名称的键。"
