"""Definitions made up by hypothesis: every type and key, tables, checks, choices with attributes; all of them load."""

from hypothesis import strategies as st

from surveys.questionnaires.form.types import TYPES as QUESTION_TYPES

# Text that spreadsheets are tempted to change: formulas, dates, numbers, quotes, escapes, what is wide or invisible.
TEMPTING = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "'x'",
    '"x"',
    "1e5",
    "007",
    "2021-04-28",
    "TRUE",
    "yes",
    "_x0041_",
    "a\nb",
    "甲 乙",
    "𠮷",
]
_LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=12,
)
_WORDS = st.one_of(st.sampled_from(TEMPTING), _LETTERS).map(str.strip).filter(lambda text: text and "${" not in text)
WORDS = _WORDS
PLAIN_WORDS = _WORDS.filter(lambda text: not set(text) & set("{}"))
SMALL = st.integers(0, 6)
NUMBERS = ("integer", "decimal", "percent")
UNITS = {
    "integer": ["架", "台"],
    "decimal": ["kWh", "万千瓦时", "MWh"],
    "percent": ["%"],
    "calculated": ["kg CO2", "t CO2"],
}
CHOICES = ("choice", "choices")
TYPES = tuple(
    name for name, one in QUESTION_TYPES.items() if name == "hidden" or (one.example and one.stands_in_tables)
)
TYPES += CHOICES


def texts(words=WORDS):
    languages = st.lists(st.sampled_from(["zh", "en", "fr", "zh-Hant"]), min_size=1, unique=True)
    return languages.flatmap(lambda codes: st.fixed_dictionaries(dict.fromkeys(codes, words)))


def some(draw, **strategies):
    """Some of these keys."""
    return {key: draw(strategy) for key, strategy in strategies.items() if draw(st.booleans())}


# Where 7 is no answer.
DEFAULTS = {
    name: one.example for name, one in QUESTION_TYPES.items() if one.example and one.means in ("value", "choice")
}


def rules(numbers):
    """Conditions about questions that are numbers."""
    if not numbers:
        return st.sampled_from(["true()", "today() > date('2021-04-28')", "fact('facility.it_kw') > 1"])
    return st.sampled_from(numbers).flatmap(
        lambda name: st.sampled_from(
            [f"${{{name}}} > 1", f"${{{name}}} = ''", f"if(${{{name}}} >= 0,\n true(), false())"]
        )
    )


@st.composite
def questions(draw, name, numbers, lists, more=("note", "calculated")):
    """more: types beside those that can stand anywhere."""
    type = draw(st.sampled_from((*TYPES, *more)))
    question = {"name": name, "type": type, "label": draw(texts())}
    question |= some(
        draw, number=PLAIN_WORDS, hint=texts(), guidance=texts(), extended=st.just(True), relevant=rules(numbers)
    )
    if type in ("note", "calculated"):
        return question | ({"calculation": draw(rules(numbers))} if type == "calculated" else {}) | _unit(draw, type)
    if type == "hidden":
        return {"name": name, "type": type} | some(draw, calculation=rules(numbers), label=texts())
    question |= some(
        draw,
        required=st.one_of(st.just(True), rules(numbers).filter(lambda rule: rule != "true()")),
        required_message=texts(),
        constraint=rules(numbers),
        constraint_message=texts(),
        read_only=st.just(True),
        **({} if type in CHOICES else {"default": st.just(DEFAULTS.get(type, "7"))}),
        initial=st.sampled_from(["today()", "'it''s'", "1 + 1", *(f"${{{one}}}" for one in numbers)]),
        appearance=st.sampled_from(["multiline", "month-year", "minimal", "w1 multiline"]),
        aggregate=st.sampled_from(["sum", "count", "none"]),
        may_be_unavailable=st.just(True),
    )
    return question | _unit(draw, type) | _of_type(draw, type, lists)


def _unit(draw, type):
    units = draw(st.lists(st.sampled_from(UNITS[type]), unique=True)) if type in UNITS else []
    if type == "integer" and len(units) > 1:
        units = units[:1]
    if len(units) == 1:
        return {"unit": units[0]}
    return ({"units": units} | some(draw, unit=st.just(units[-1]))) if units else {}


def _of_type(draw, type, lists):
    if type in CHOICES:
        return {"choices": draw(st.sampled_from(lists))}
    if type == "file":
        return some(draw, accept=st.sampled_from(["image", "audio", "video"]))
    if type in ("decimal", "percent"):
        return some(draw, decimals=SMALL, methods=st.sampled_from(lists))
    if type in ("text", "long_text"):
        return some(draw, max_length=st.integers(1, 500))
    return {}


@st.composite
def definitions(draw):
    lists = {
        name: draw(_choice_list())
        for name in draw(st.lists(st.sampled_from(["a", "yes_no", "B-1"]), min_size=1, unique=True))
    }
    counter = iter(range(1000))
    numbers = []
    sections = [draw(_section(counter, numbers, list(lists))) for _ in range(draw(st.integers(1, 3)))]
    _let_files_prove_something(draw, sections)
    definition = {
        "format": 1,
        "code": draw(PLAIN_WORDS),
        "unit": draw(st.sampled_from(["facility", "organisation"])),
        "title": draw(texts()),
        "choices": lists,
        "sections": sections,
    }
    definition |= some(
        draw,
        zone=st.just("Asia/Shanghai"),
        extended=st.booleans(),
        introduction=texts(),
        notes=st.lists(texts(), min_size=1, max_size=3),
    )
    if numbers:
        definition |= some(
            draw,
            core=st.lists(st.sampled_from(numbers), min_size=1, unique=True),
            roles=st.dictionaries(st.sampled_from(["total_kwh", "x"]), st.sampled_from(numbers), min_size=1),
            nil=st.builds(lambda name: {"question": name, "value": "0", "requires": [name]}, st.sampled_from(numbers)),
            checks=st.lists(_checks(numbers), min_size=1, max_size=3),
        )
    return definition


def _let_files_prove_something(draw, sections):
    asked = [one for section in sections if section["scope"] == "unit" for one in section["questions"]]
    figures = [one["name"] for one in asked if one["type"] in NUMBERS]
    for file in [one for one in asked if one["type"] == "file" and figures]:
        file |= some(draw, proves=st.lists(st.sampled_from(figures), min_size=1, unique=True))


@st.composite
def _choice_list(draw):
    names = draw(st.lists(st.sampled_from(["yes", "no", "01", "1", "other", "x/y"]), min_size=1, unique=True))
    choices = [{"name": name, "label": draw(texts())} for name in names]
    for choice in choices:
        attributes = draw(st.dictionaries(st.sampled_from(["kw", "label", "Watts", "name", "m³"]), WORDS, max_size=2))
        choice |= {"attributes": attributes} if attributes else {}
    return choices


@st.composite
def _section(draw, counter, numbers, lists):
    section = {
        "name": f"s{next(counter)}",
        "label": draw(texts()),
        "scope": draw(st.sampled_from(["unit", "organisation"])),
    }
    section |= some(draw, number=PLAIN_WORDS, hint=texts(), relevant=rules(list(numbers)))
    section["questions"] = []
    for _ in range(draw(st.integers(1, 5))):
        name = f"q-{next(counter)}"
        more = ("note", "calculated", *(["file"] if section["scope"] == "unit" else []))
        question = draw(
            st.one_of(questions(name, list(numbers), lists, more), _tables(name, counter, list(numbers), lists))
        )
        section["questions"].append(question)
        if question["type"] in NUMBERS:
            numbers.append(name)
    return section


@st.composite
def _tables(draw, name, counter, numbers, lists):
    table = {"name": name, "type": "table", "label": draw(texts())}
    table |= some(draw, required=st.just(True), hint=texts(), relevant=rules(numbers))
    rows = some(
        draw, min=SMALL, max=st.integers(6, 50), count=st.sampled_from(["3", *(f"${{{one}}}" for one in numbers)])
    )
    columns = [
        draw(questions(f"c{next(counter)}", numbers, lists, more=("calculated",)))
        for _ in range(draw(st.integers(1, 3)))
    ]
    return table | ({"rows": rows} if rows else {}) | {"questions": columns}


@st.composite
def _checks(draw, numbers):
    check = {
        "id": draw(st.sampled_from(["E01", "E02", "own"])),
        "severity": draw(st.sampled_from(["hard", "soft", "info"])),
        "questions": draw(st.lists(st.sampled_from(numbers), min_size=1, unique=True)),
        "rule": draw(rules(numbers)),
        "message": draw(texts(PLAIN_WORDS)),
    }
    shown = st.fixed_dictionaries({"calculate": st.just("1 + 1")}, optional={"unit": st.just("%"), "decimals": SMALL})
    return check | some(
        draw, relevant=rules(numbers), values=st.dictionaries(st.sampled_from(["v", "w"]), shown, min_size=1)
    )
