"""The columns of an XLSForm: those of the standard, their other spellings, and our own."""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

SURVEY, CHOICES, SETTINGS, CHECKS = "survey", "choices", "settings", "checks"
EXTERNAL_CHOICES = "external_choices"
"""The lists of select_one_external, which other programs put into a file beside the form."""
SHEETS = (SURVEY, CHOICES, EXTERNAL_CHOICES, SETTINGS, CHECKS)
NOTES_SHEET = "说明 Notes"

TEXT_COLUMNS = {
    "label": "label",
    "hint": "hint",
    "guidance": "guidance_hint",
    "required_message": "required_message",
    "constraint_message": "constraint_message",
}
"""Where the texts of a question stand: key of the definition -> column of the sheet."""

OTHER = "other"
"""What `or_other` adds to a list."""

_SPELLINGS = {
    "command": "type",
    "tag": "name",
    "value": "name",
    "caption": "label",
    "relevance": "relevant",
    "readonly": "read_only",
    "calculate": "calculation",
    "count": "repeat_count",
    "jr_count": "repeat_count",
    "guidance": "guidance_hint",
    "constraint_msg": "constraint_message",
    "constraintmsg": "constraint_message",
    "constraining_message": "constraint_message",
    "jr_constraintmsg": "constraint_message",
    "required_msg": "required_message",
    "requiredmsg": "required_message",
    "jr_requiredmsg": "required_message",
}
_LIST_SPELLINGS = {"value": "name", "caption": "label", "list": "list_name", "listname": "list_name"}
_SETTINGS_SPELLINGS = {
    "id_string": "form_id",
    "set_form_id": "form_id",
    "code": "form_id",
    "title": "form_title",
    "set_form_title": "form_title",
}
_CHECK_SPELLINGS = {"with": "parameters", "question": "questions", "when": "relevant", "calculation": "calculate"}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MEDIA = frozenset({"image", "audio", "video", "big_image", "big-image", "media", "autoplay"})


@dataclass(frozen=True)
class Sheet:
    """What a sheet may hold. `elsewhere`: columns that mean something in other programs only."""

    translated: frozenset[str]
    plain: frozenset[str]
    elsewhere: frozenset[str]
    spellings: Mapping[str, str]

    @property
    def known(self) -> frozenset[str]:
        return self.translated | self.plain | self.elsewhere


COLUMNS = {
    SURVEY: Sheet(
        translated=frozenset(
            {"label", "hint", "guidance_hint", "constraint_message", "required_message", "check_message"}
        ),
        plain=_words(
            "type name required relevant constraint calculation default read_only appearance choice_filter repeat_count "
            "parameters disabled unit units number scope extended decimals max_length may_be_unavailable min_rows "
            "max_rows method prefill aggregate initial kind proves check check_severity"
        ),
        elsewhere=MEDIA
        | _words(
            "trigger rows save_to query intent note compact_tag no_app_error_string noapperrorstring jr_noapperrorstring "
            "sms_field sms_option"
        ),
        spellings=_SPELLINGS,
    ),
    CHOICES: Sheet(
        translated=frozenset({"label"}),
        plain=frozenset({"list_name", "name"}),
        elsewhere=MEDIA,
        spellings=_LIST_SPELLINGS,
    ),
    SETTINGS: Sheet(
        translated=frozenset({"form_title", "titles", "introduction", "notes"}),
        plain=_words(
            "form_id unit zone languages core nil nil_requires other_periods roles extended default_language "
            "unsupported_types allow_choice_duplicates"
        ),
        elsewhere=_words(
            "version style instance_name public_key submission_url auto_send auto_delete client_editable namespaces prefix name "
            "omit_instanceid instance_id clean_text_values sms_keyword sms_separator sms_allow_media add_none_option "
            "instance_xmlns delimiter flat sms_date_format sms_datetime_format sms_response"
        ),
        spellings=_SETTINGS_SPELLINGS,
    ),
    CHECKS: Sheet(
        translated=frozenset({"message"}),
        plain=_words("id check parameters severity questions table relevant rule value calculate unit like decimals"),
        elsewhere=frozenset(),
        spellings=_CHECK_SPELLINGS,
    ),
}
_PREFIXES = frozenset({"bind", "control", "body", "media", "instance"})
ATTRIBUTE = "attribute"
"""Of a choice: `attribute::label` is what is noted of it, where plain `label` is its label."""


@dataclass(frozen=True, slots=True)
class Heading:
    """column: the name of a column as we know it, or as it was written; language: what stood behind `::`, or ''."""

    column: str
    language: str
    is_known: bool


def read_heading(sheet: str, text: str) -> Heading:
    shape = COLUMNS[sheet]
    written = " ".join(unicodedata.normalize("NFKC", text).split())
    parts = [part.strip() for part in re.split(r"::?", re.sub(r"(?i)\bjr:", "jr_", written))]
    if len(parts) > 1 and parts[0].lower() in _PREFIXES:
        parts = ["media"] if parts[0].lower() == "media" else parts[1:]
    column = _simplified(parts[0])
    column = shape.spellings.get(column, column)
    if column not in shape.known or (len(parts) > 1 and column not in shape.translated | MEDIA):
        return Heading(_attribute(text.strip()), "", is_known=False)
    return Heading(column, ":".join(parts[1:]), is_known=True)


def _attribute(written: str) -> str:
    name, colons, rest = written.partition("::")
    return rest.strip() if colons and name.strip().lower() == ATTRIBUTE else written


def heading_of_attribute(name: str) -> str:
    """How the column of an attribute is headed so that it is read as one again."""
    heading = read_heading(CHOICES, name)
    return f"{ATTRIBUTE}::{name}" if heading.is_known or heading.column != name else name


def _simplified(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", text.strip()).lower()


def likely_column(sheet: str, written: str) -> str:
    """The column somebody may have meant, '' where nothing is near."""
    shape = COLUMNS[sheet]
    name = _simplified(written.partition(":")[0])
    known = [*(shape.translated | shape.plain), *shape.spellings]
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.75)
    return shape.spellings.get(near[0], near[0]) if near else ""
