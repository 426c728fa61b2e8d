"""One change from a version of a questionnaire to a later one, and the sentence that tells it to an officer."""

from dataclasses import dataclass, field
from typing import Literal, TypeGuard

from surveys.lib.text import LANGUAGES, Text, in_language, known_language
from surveys.questionnaires.form import TYPES, messages

Kind = Literal["added", "removed", "moved", "changed"]
Subject = Literal["questionnaire", "section", "question", "column", "choice", "method", "check"]
Effect = Literal["stricter", "drops", "adds", "other", "wording"]
EFFECTS: tuple[Effect, ...] = ("stricter", "drops", "adds", "other", "wording")

SUBJECTS: dict[Subject, Text] = {
    "questionnaire": {"zh": "调查表", "en": "The questionnaire"},
    "section": {"zh": "“{label}”部分", "en": "Section “{label}”"},
    "question": {"zh": "题目“{label}”", "en": "Question “{label}”"},
    "column": {"zh": "表格“{within}”的“{label}”列", "en": "Column “{label}” of “{within}”"},
    "choice": {"zh": "题目“{within}”的选项“{label}”", "en": "Choice “{label}” of “{within}”"},
    "method": {"zh": "题目“{within}”的数据来源“{label}”", "en": "Source “{label}” of “{within}”"},
    "check": {"zh": "校核 {location}", "en": "Check {location}"},
}
DEEDS: dict[Kind, Text] = {
    "added": {"zh": "新增：{subject}", "en": "{subject} is new"},
    "removed": {"zh": "取消：{subject}", "en": "{subject} is gone"},
    "moved": {"zh": "{subject}移到别处", "en": "{subject} stands in another place"},
}
MOVED_BETWEEN: Text = {"zh": "{subject}由“{old}”移到“{new}”", "en": "{subject} moved from “{old}” to “{new}”"}
REORDERED: Text = {"zh": "{subject}的先后次序有调整", "en": "{subject} stands in another order"}
SET: Text = {"zh": "{subject}：{attribute}定为“{new}”", "en": "{subject}: {attribute} set to “{new}”"}
UNSET: Text = {
    "zh": "{subject}：取消{attribute}（原为“{old}”）",
    "en": "{subject}: {attribute} taken away (was “{old}”)",
}
TURNED: Text = {
    "zh": "{subject}：{attribute}由“{old}”改为“{new}”",
    "en": "{subject}: {attribute} changed from “{old}” to “{new}”",
}
SEVERITY: Text = {"zh": "{subject}由“{old}”改为“{new}”", "en": "{subject} was {old} and is now {new}"}
ON_AND_OFF: dict[str, tuple[Text, Text]] = {
    "required": (
        {"zh": "{subject}改为必填", "en": "{subject} is now required"},
        {"zh": "{subject}不再必填", "en": "{subject} is no longer required"},
    ),
    "may_be_unavailable": (
        {"zh": "{subject}现在可以填“无法提供”", "en": "{subject} may now be answered with “not available”"},
        {"zh": "{subject}不能再填“无法提供”", "en": "{subject} can no longer be answered with “not available”"},
    ),
    "read_only": (
        {"zh": "{subject}改为不可修改", "en": "{subject} can no longer be edited"},
        {"zh": "{subject}改为可以修改", "en": "{subject} can now be edited"},
    ),
    "extended": (
        {"zh": "{subject}改为只在完整版中询问", "en": "{subject} is now part of the full form only"},
        {"zh": "{subject}改为简版也询问", "en": "{subject} is now part of the short form too"},
    ),
}
FULL_FORM: tuple[Text, Text] = (
    {"zh": "改用完整版", "en": "The full form is used now"},
    {"zh": "改用简版", "en": "The short form is used now"},
)
ATTRIBUTES: dict[str, Text] = {
    "accept": {"zh": "可上传的文件种类", "en": "the kind of file"},
    "aggregate": {"zh": "汇总方式", "en": "how it is added up"},
    "appearance": {"zh": "显示方式", "en": "how it looks"},
    "attributes": {"zh": "附带数据", "en": "the data that go with it"},
    "calculation": {"zh": "计算公式", "en": "the calculation"},
    "choice_filter": {"zh": "选项的筛选条件", "en": "which choices are offered"},
    "choices": {"zh": "选项表", "en": "the list of choices"},
    "code": {"zh": "代码", "en": "the code"},
    "constraint": {"zh": "取值要求", "en": "the constraint"},
    "constraint_message": {"zh": "取值要求的提示语", "en": "the message of the constraint"},
    "core": {"zh": "核心题目", "en": "the core questions"},
    "decimals": {"zh": "小数位数", "en": "the number of decimals"},
    "default": {"zh": "默认答案", "en": "the answer typed beforehand"},
    "extended": {"zh": "是否只在完整版中询问", "en": "whether only the full form asks it"},
    "format": {"zh": "存储格式", "en": "the format it is stored in"},
    "guidance": {"zh": "填写指导", "en": "the guidance"},
    "hint": {"zh": "填写说明", "en": "the hint"},
    "initial": {"zh": "初始值的计算", "en": "how the first answer is computed"},
    "introduction": {"zh": "引言", "en": "the introduction"},
    "label": {"zh": "文字", "en": "the wording"},
    "max_length": {"zh": "最多字数", "en": "the most characters"},
    "may_be_unavailable": {"zh": "能否填“无法提供”", "en": "whether “not available” is an answer"},
    "message": {"zh": "提示语", "en": "the message"},
    "methods": {"zh": "数据来源表", "en": "the list of sources"},
    "nil": {"zh": "零报告的填法", "en": "how a nil return is made"},
    "notes": {"zh": "备注", "en": "the notes"},
    "number": {"zh": "编号", "en": "the number"},
    "languages": {"zh": "所用语言", "en": "its languages"},
    "other_periods": {"zh": "其他统计期的回报如何处理", "en": "what becomes of returns about other periods"},
    "prefill": {"zh": "预填来源", "en": "what fills it in beforehand"},
    "proves": {"zh": "所证明的数据", "en": "the figures it proves"},
    "questions": {"zh": "所涉题目", "en": "the questions it stands at"},
    "read_only": {"zh": "能否修改", "en": "whether it can be edited"},
    "relevant": {"zh": "适用条件", "en": "when it applies"},
    "required": {"zh": "必填条件", "en": "when it is required"},
    "required_message": {"zh": "必填的提示语", "en": "the message when it is missing"},
    "roles": {"zh": "报表所用的题目", "en": "which questions the reports use"},
    "rows": {"zh": "行数", "en": "the number of rows"},
    "rule": {"zh": "规则", "en": "the rule"},
    "scope": {"zh": "填报范围", "en": "who answers it"},
    "severity": {"zh": "严重程度", "en": "the severity"},
    "table": {"zh": "所在表格", "en": "the table it looks at"},
    "title": {"zh": "标题", "en": "the title"},
    "type": {"zh": "类型", "en": "the type"},
    "unit": {"zh": "默认计量单位", "en": "the unit offered first"},
    "units": {"zh": "可选计量单位", "en": "the units to choose from"},
    "values": {"zh": "提示语中的数值", "en": "the figures in its message"},
    "with": {"zh": "参数", "en": "the parameters"},
    "zone": {"zh": "时区", "en": "the time zone"},
}
WORDS: dict[str, dict[str, Text]] = {
    "severity": {
        "hard": {"zh": "硬性", "en": "hard"},
        "soft": {"zh": "需说明", "en": "soft"},
        "info": {"zh": "提示", "en": "info"},
    },
    "scope": {
        "unit": {"zh": "按填报对象", "en": "each reporting unit"},
        "organisation": {"zh": "按单位", "en": "the organisation"},
    },
    "type": {name: type.words for name, type in TYPES.items()},
}
PARTS: dict[str, Text] = {"min": {"zh": "至少", "en": "at least"}, "max": {"zh": "最多", "en": "at most"}}
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Change:
    """location: the name of the question, section or check it is about; within: of the table, or of a choice's question.

    stricter: answers that were fine may now fail. drops: an answer given is no longer asked for, or can no longer be
    given. wording: only the words are other ones. old, new: as stored, None where there is nothing.
    """

    kind: Kind
    subject: Subject
    location: str
    attribute: str = ""
    old: object = None
    new: object = None
    stricter: bool = False
    drops: bool = False
    wording: bool = False
    label: Text = field(default_factory=dict)
    within: Text = field(default_factory=dict)

    @property
    def effect(self) -> Effect:
        """The gravest of its effects, under which a list shows it."""
        if self.drops:
            return "drops"
        if self.stricter:
            return "stricter"
        return "adds" if self.kind == "added" else "wording" if self.wording else "other"

    def sentence(self, language: str) -> str:
        """In Chinese or English; languages may carry a region."""
        spoken = known_language(language)
        words = {"subject": self._subject(spoken), "attribute": ATTRIBUTES.get(self.attribute, {}).get(spoken, "")}
        words |= {"old": self._told(self.old, spoken), "new": self._told(self.new, spoken)}
        return messages.fill(self._pattern(), {name: messages.plain(text) for name, text in words.items()})[spoken]

    def _subject(self, language: str) -> str:
        parts = {"label": in_language(self.label, language) or self.location, "location": self.location}
        parts["within"] = in_language(self.within, language)
        return messages.fill(SUBJECTS[self.subject], {name: messages.plain(text) for name, text in parts.items()})[
            language
        ]

    def _pattern(self) -> Text:
        if self.kind == "moved":
            return MOVED_BETWEEN if self.old else REORDERED if self.subject in ("choice", "method") else DEEDS["moved"]
        if self.kind != "changed":
            return DEEDS[self.kind]
        if self.subject == "questionnaire" and self.attribute == "extended":
            return FULL_FORM[not self.new]
        if self.attribute in ON_AND_OFF and (isinstance(self.new, bool) or self.new is None):
            return ON_AND_OFF[self.attribute][not self.new]
        if self.attribute == "severity" and self.old and self.new:
            return SEVERITY
        if is_blank(self.old):
            return SET
        return UNSET if is_blank(self.new) else TURNED

    def _told(self, value: object, language: str) -> str:
        text = self._in_words(value, language)
        return text if len(text) <= LONGEST else text[:LONGEST] + "…"

    def _in_words(self, value: object, language: str) -> str:
        if is_text(value):
            return self._words_that_differ(value, language)
        if isinstance(value, str):
            return WORDS.get(self.attribute, {}).get(value, {}).get(language, value)
        return _plainly(value, language)

    def _words_that_differ(self, value: Text, language: str) -> str:
        """In the reader's language; in the other one where only that was changed."""
        old, new = (one if is_text(one) else Text() for one in (self.old, self.new))
        changed = [one for one in (language, *LANGUAGES, *old, *new) if old.get(one) != new.get(one)]
        return in_language(value, language) if not changed else value.get(changed[0], "")


def is_blank(value: object) -> bool:
    return value in (None, False, "", [], {})


def is_text(value: object) -> TypeGuard[Text]:
    """Whether a stored value is words in languages; parameters of a check are objects too, but with longer keys."""
    if not isinstance(value, dict) or not value:
        return False
    return all(len(str(key)) == 2 and isinstance(words, str) for key, words in value.items())


def _plainly(value: object, language: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return messages.TRUTHS[value][language]
        case list():
            return messages.listed([_plainly(one, language) for one in value], language)
        case dict() if is_text(value):
            return in_language(value, language)
        case dict():
            parts = ((PARTS.get(name, {}).get(language, f"{name} ="), part) for name, part in value.items())
            return messages.listed([f"{name} {_plainly(part, language)}" for name, part in parts], language)
        case _:
            return str(value)
