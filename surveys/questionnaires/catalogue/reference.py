"""The checks as the manual prints them: what must hold, how grave it is, and what each has to be told."""

from collections.abc import Mapping

from surveys.lib.text import Text
from surveys.questionnaires.catalogue.entries import CATALOGUE, EditCheck
from surveys.questionnaires.catalogue.expanding import BUILT_IN
from surveys.questionnaires.catalogue.meanings import MEANINGS
from surveys.questionnaires.catalogue.parameters import Amount, Parameter, read

SEVERITIES: Mapping[str, Text] = {
    "hard": {"zh": "硬性", "en": "hard"},
    "soft": {"zh": "需说明", "en": "soft"},
    "info": {"zh": "提示", "en": "info"},
}
KINDS: Mapping[str, Text] = {
    "question": {"zh": "题目", "en": "a question"},
    "column": {"zh": "`rows` 所指表格的一列", "en": "a column of the table `rows`"},
    "columns": {"zh": "`rows` 所指表格的一列或几列", "en": "columns of the table `rows`"},
    "table": {"zh": "表格", "en": "a table"},
    "questions": {"zh": "一个或几个题目", "en": "questions"},
    "amount": {"zh": "题目、数字或表达式", "en": "a question, a number or an expression"},
    "amounts": {"zh": "题目或表达式，一个或几个", "en": "questions or expressions"},
    "limit": {"zh": "数字", "en": "a number"},
    "limits": {"zh": "一个或几个数字", "en": "numbers"},
    "word": {"zh": "名称", "en": "a name"},
    "words": {"zh": "一个或几个名称", "en": "names"},
    "condition": {"zh": "条件（表达式）", "en": "a condition"},
}
_CHECKS = {
    "zh": "| 编号 | 应满足 | 级别 | 参数 |\n|---|---|---|---|",
    "en": "| check | what must hold | severity | parameters |\n|---|---|---|---|",
}
_PARAMETERS = {
    "zh": "| 参数 | 含义 | 写法 |\n|---|---|---|",
    "en": "| parameter | meaning | written as |\n|---|---|---|",
}
_ALWAYS = {"zh": "始终执行", "en": "always done"}
_COMMA = {"zh": "、", "en": ", "}


def checks(language: str) -> str:
    """Markdown: a table with a line for each check, those the engine does by itself among them."""
    rows = {check.id: _row(check, language) for check in CATALOGUE.values()}
    rows |= {id: f"| {id} | {title[language]} | {_ALWAYS[language]} | |" for id, title in BUILT_IN.items()}
    return "\n".join([_CHECKS[language], *(rows[id] for id in sorted(rows))])


def parameters(language: str) -> str:
    """Markdown: a table with a line for each parameter."""
    kinds: dict[str, set[str]] = {}
    for check in CATALOGUE.values():
        for one in check.parameters:
            kinds.setdefault(one.name, set()).add(one.kind)
    widest = {name: "amount" if "amount" in found else min(found) for name, found in kinds.items()}
    rows = [f"| `{name}` | {meaning_of(name)[language]} | {KINDS[widest[name]][language]} |" for name in sorted(kinds)]
    return "\n".join([_PARAMETERS[language], *rows])


def meaning_of(name: str) -> Text:
    if name not in MEANINGS:
        raise KeyError(f"catalogue/meanings.py does not say what the parameter {name} of a check means")
    return MEANINGS[name]


def severities(check: EditCheck) -> list[str]:
    """How grave its findings are when it is told everything it can be told."""
    everything = {one.name: sample(one) for one in check.parameters}
    found = [entry["severity"] for entry in check.entries(everything)]
    return [severity for severity in SEVERITIES if severity in found]


def sample(one: Parameter) -> object:
    if one.default is not None:
        return one.default
    return read(one.kind, {"limit": "1", "limits": "1", "words": "old>new"}.get(one.kind, one.name))


def _row(check: EditCheck, language: str) -> str:
    grave = _COMMA[language].join(SEVERITIES[severity][language] for severity in severities(check))
    told = _COMMA[language].join(_signature(one) for one in check.parameters)
    return f"| {check.id} | {check.title[language]} | {grave} | {told} |"


def _signature(one: Parameter) -> str:
    if one.is_required:
        return f"**`{one.name}`**"
    default = " ".join(map(str, one.default)) if isinstance(one.default, tuple) else one.default
    text = default.text if isinstance(default, Amount) else default
    return f"`{one.name}`" if text is None else f"`{one.name} = {text}`"
