import ast
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

import surveys
from surveys.audit import sentences
from surveys.audit.actions import moment, record
from surveys.audit.models import Event
from surveys.audit.sentences import SENTENCES
from surveys.rounds.fields import COLUMNS

AT = datetime(2021, 4, 27, 4, tzinfo=UTC)


def make_event(verb, actor="王主任", about="朝阳一号", **details):
    return Event(at=AT, actor_id=uuid.uuid4(), actor_name=actor, verb=verb, object_name=about, details=details)


def sentence(event):
    return sentences.sentence(event, COLUMNS)


RECORDERS = ("record", "_record", "record_many")


def recorded_verbs():
    """Every text that stands as the verb of a call of record(…) anywhere, with its file, its function and what that names."""
    for path in Path(surveys.__file__).parent.rglob("*.py"):
        if "record" not in (text := path.read_text(encoding="utf-8")):
            continue
        tree = ast.parse(text)
        functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        for name, function in functions.items():
            called = calls_in(function)
            recordings = [call for call in called if call.args and name_of(call) in RECORDERS]
            if not recordings:
                continue
            helpers = [functions[name_of(call)] for call in called if name_of(call) in functions]
            made_before = frozenset().union(*map(keys_in, [function, *helpers]))
            for call in recordings:
                told = {keyword.arg: keyword.value for keyword in call.keywords}
                is_written_out = isinstance(told.get("details"), ast.Dict)
                named = frozenset(told) | (keys_in(told["details"]) if is_written_out else made_before)
                verbs = (part.value for part in ast.walk(call.args[0]) if isinstance(part, ast.Constant))
                yield from ((verb, f"{path.stem}.{name}", named) for verb in verbs)


def calls_in(node):
    return [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]


def name_of(call):
    return ast.unparse(call.func).split(".")[-1]


def keys_in(code):
    """Those of the dicts that are written out in it."""
    dicts = [node for node in ast.walk(code) if isinstance(node, ast.Dict)]
    return {key.value for one in dicts for key in one.keys if isinstance(key, ast.Constant)}


RECORDED = sorted(set(recorded_verbs()), key=lambda one: one[:2])


def test_every_verb_recorded_has_a_sentence():
    missing = {verb for verb, _where, _named in RECORDED} - set(SENTENCES)

    assert not missing, f"write a sentence for {sorted(missing)} into SENTENCES of surveys/audit/sentences.py"


def test_no_sentence_waits_for_a_verb_that_nobody_records():
    assert set(SENTENCES) - {verb for verb, _where, _named in RECORDED} == set()


@pytest.mark.parametrize(("verb", "where", "named"), RECORDED, ids=[f"{verb}-{where}" for verb, where, _ in RECORDED])
def test_what_a_sentence_tells_is_recorded_with_its_verb(verb, where, named):
    """Else it would be shown as a dash."""
    missing = set(placeholders(str(SENTENCES.get(verb, "")))) - {"actor", "object"} - named

    assert not missing, f"{where} records {verb!r} without {sorted(missing)}, which surveys/audit/sentences.py tells"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("verb", sorted(SENTENCES))
def test_an_event_without_details_is_still_a_sentence(verb, language):
    with translation.override(language):
        told = sentence(make_event(verb))

    assert "朝阳一号" in told
    assert "%" not in told


@pytest.mark.parametrize("verb", sorted(SENTENCES))
def test_chinese_and_english_use_the_same_words_of_the_event(verb):
    with translation.override("en"):
        english = str(SENTENCES[verb])
    with translation.override("zh-hans"):
        chinese = str(SENTENCES[verb])

    assert chinese != english
    assert sorted(placeholders(english)) == sorted(placeholders(chinese))


def placeholders(text):
    return [part.split(")")[0] for part in text.split("%(")[1:]]


def test_a_late_submission_says_so():
    event = make_event("submitted", actor="Alice", revision=2, receipt="7KQ4-M2XD-P9RT", late=True, sha256="ab")

    with translation.override("en"):
        assert sentence(event) == "Alice submitted 朝阳一号, revision 2, receipt 7KQ4-M2XD-P9RT (late)"


def test_a_submission_on_time_says_nothing_of_it():
    event = make_event("submitted", actor="Alice", revision=1, receipt="7KQ4-M2XD-P9RT", late=False)

    with translation.override("en"):
        assert sentence(event) == "Alice submitted 朝阳一号, revision 1, receipt 7KQ4-M2XD-P9RT"


def test_what_nobody_did_was_done_by_the_system():
    with translation.override("zh-hans"):
        assert sentence(make_event("reminded", actor="", about="摸排", notices=12)).startswith("系统")


def test_changed_fields_are_named_in_words():
    with translation.override("zh-hans"):
        told = sentence(make_event("changed_round", about="摸排", fields=["deadline", "audience"]))

    assert told == "王主任修改了批次“摸排”的截止时间、填报范围"


def test_remarks_are_counted():
    event = make_event("sent_back", revision=1, remarks={"total_kwh": "?", "pue": "?"}, note="", deadline="明天")

    with translation.override("en"):
        told = sentence(event)

    assert told == "王主任 sent back revision 1 of 朝阳一号 with remarks on 2 questions, to be corrected by 明天"


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh-hans", "2021-04-28 12:00（北京时间）"), ("en", "2021-04-28 12:00 (Beijing time)")],
)
def test_a_deadline_is_told_to_each_reader_in_his_language(language, told):
    deadline = moment(datetime(2021, 4, 28, 4, tzinfo=UTC), "Asia/Shanghai")

    with translation.override(language):
        assert told in sentence(make_event("extended", deadline=deadline, reason="停电"))


@pytest.mark.parametrize(("language", "told"), [("zh-hans", "朝阳区"), ("en", "Chaoyang District")])
def test_a_region_is_told_to_each_reader_in_his_language(language, told):
    with translation.override(language):
        event = make_event("took_report", region={"zh": "朝阳区", "en": "Chaoyang District"})
        assert told in sentence(event)


def test_an_event_is_written_alike_whatever_language_its_actor_reads(db, world):
    names = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            names.append(record("registered", by=world.officer, about=world.city, at=AT).object_name)

    assert names[0] == names[1]


def test_a_percent_sign_in_what_people_wrote_does_no_harm():
    with translation.override("en"):
        told = sentence(make_event("excluded", reason="100 % (closed) %(actor)s"))

    assert told == "王主任 took 朝阳一号 out of the round: 100 % (closed) %(actor)s"


def test_an_unknown_verb_is_shown_as_it_is():
    assert sentence(make_event("moved_house")) == "王主任 · moved_house · 朝阳一号"


@pytest.mark.parametrize(
    ("title", "told"),
    [("涉“挖矿”摸排", "“涉‘挖矿’摸排”"), ("涉「挖矿」摸排", "“涉「挖矿」摸排”"), ('涉"挖矿"摸排', '“涉"挖矿"摸排”')],
)
def test_a_title_with_quotation_marks_of_its_own_is_quoted_rightly(title, told):
    with translation.override("zh-hans"):
        assert told in sentence(make_event("created_round", about=title))
