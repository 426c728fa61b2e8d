"""The words of the type column."""

import difflib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from surveys.questionnaires.form import TYPES as QUESTION_TYPES


class Act(Enum):
    """What a row of the survey sheet does."""

    ASK = auto()
    CALCULATE = auto()
    RANGE = auto()
    NOTE_DOWN = auto()  # metadata we can compute
    LEAVE_OUT = auto()  # metadata we do not collect
    TYPE_INSTEAD = auto()  # what other programs scan
    REFUSE = auto()
    REFUSE_WITHOUT_ANSWER = auto()  # what would hold no answer even as text
    BEGIN_GROUP = auto()
    BEGIN_REPEAT = auto()
    END_GROUP = auto()
    END_REPEAT = auto()


BEGINNINGS = {Act.BEGIN_GROUP: "group", Act.BEGIN_REPEAT: "repeat"}
ENDINGS = {Act.END_GROUP: "group", Act.END_REPEAT: "repeat"}


@dataclass(frozen=True, slots=True)
class RowType:
    """type is one of the definition's; calculation and initial, worked out when the form is first opened, are metadata's."""

    act: Act
    type: str = ""
    list_name: str = ""
    or_other: bool = False
    accept: str = ""
    calculation: str = ""
    initial: str = ""


def _asked(*words: str, type: str, accept: str = "") -> dict[str, RowType]:
    return {word: RowType(Act.ASK, type, accept=accept) for word in words}


def _all(act: Act, words: str) -> dict[str, RowType]:
    return {word.replace("_", " "): RowType(act) for word in words.split()}


_TYPES: Mapping[str, RowType] = {
    **{word: RowType(Act.ASK, one.name) for one in QUESTION_TYPES.values() for word in one.xlsform_words},
    **_asked("image", "photo", "picture", type="file", accept="image"),
    **_asked("audio", type="file", accept="audio"),
    **_asked("video", type="file", accept="video"),
    "range": RowType(Act.RANGE),
    **_all(Act.CALCULATE, "calculate calculation calculated"),
    # pyxform calls these questions, and "phonenumber" what a device knows of itself.
    "phone number": RowType(Act.ASK, "text"),
    "barcode": RowType(Act.TYPE_INSTEAD, "text"),
    "get phone number": RowType(Act.LEAVE_OUT),
    **_asked(*(f"number of days in last {span}" for span in ("month", "six months", "year")), type="integer"),
    "today": RowType(Act.NOTE_DOWN, calculation="today()"),
    **{word: RowType(Act.NOTE_DOWN, initial="now()") for word in ("start", "start time")},
    **{word: RowType(Act.NOTE_DOWN, calculation="now()") for word in ("end", "end time")},
    **_all(
        Act.LEAVE_OUT,
        "deviceid device_id imei subscriberid subscriber_id simserial sim_id phonenumber username email audit "
        "start-geopoint background-audio background-geopoint xml-external csv-external "
        "uri:deviceid uri:phonenumber uri:username uri:email uri:subscriberid uri:simserial",
    ),
    **_all(
        Act.REFUSE,
        "geotrace geoshape rank osm select_one_external cascading_select",
    ),
    **_all(
        Act.REFUSE_WITHOUT_ANSWER,
        "begin_loop end_loop "
        "begin_kobomatrix end_kobomatrix begin_score end_score begin_rank end_rank score__row rank__level",
    ),
    **_all(Act.BEGIN_GROUP, "begin_group group"),
    **_all(Act.BEGIN_REPEAT, "begin_repeat begin_lgroup begin_looped_group repeat"),
    **_all(Act.END_GROUP, "end_group"),
    **_all(Act.END_REPEAT, "end_repeat end_lgroup end_looped_group"),
}
_ONE = r"select[ _]?one|select1|select[ _]one[ _]using|add select one prompt using"
_MANY = (
    r"select[ _]?multiple|select[ _]all[ _]that[ _]apply|select[ _]multiple[ _]using|add select multiple prompt using"
)
_FROM_FILE = re.compile(rf"(?:{_ONE}|{_MANY})[ _]from[ _]file(?: .*)?", re.I)
_SELECT = re.compile(
    rf"(?:(?P<one>{_ONE})|(?P<many>{_MANY}))(?:[ _]from)? (?P<list>\S+)(?P<other> or[ _](?:specify[ _])?other)?", re.I
)
# Choices out of a repeat or out of another file.
_FROM_ELSEWHERE = re.compile(r"\$\{.*|.*\.(?:csv|xml|geojson)", re.I)
_BARE_SELECT = re.compile(rf"(?:(?P<one>{_ONE})|{_MANY})(?:[ _]from)?", re.I)
_NOT_HERE = re.compile(r"(rank|select_one_external|select one external|osm|cascading[ _]select|range) .*", re.I)
_LOOP = re.compile(r"begin loop over .+")
_OF_OLD = re.compile(r"(?:add|q|get) (.+?)(?: prompt)?")
WORDS = sorted({word.replace(" ", "_") for word in _TYPES} | {"select_one", "select_multiple", "dateTime"})


def read_type(written: str) -> RowType | None:
    """None where nothing of the kind exists."""
    text = " ".join(unicodedata.normalize("NFKC", written).split())
    select = _SELECT.fullmatch(text)
    if _FROM_FILE.fullmatch(text) or (select and _FROM_ELSEWHERE.fullmatch(select["list"])):
        return RowType(Act.REFUSE)
    if select:
        return RowType(Act.ASK, "choice" if select["one"] else "choices", select["list"], bool(select["other"]))
    bare = _BARE_SELECT.fullmatch(text)
    if bare:
        return RowType(Act.ASK, "choice" if bare["one"] else "choices")
    if _NOT_HERE.fullmatch(text):
        text = text.split()[0]
    word = _LOOP.sub("begin loop", text.lower().replace("_", " "))
    of_old = _OF_OLD.fullmatch(word)
    return _TYPES.get(word) or (_TYPES.get(of_old[1]) if of_old else None)


def likely_type(written: str) -> str:
    first = written.strip().split()[0] if written.strip() else ""
    for text in (written.strip().replace(" ", "_"), first):
        near = difflib.get_close_matches(text.lower(), WORDS, n=1, cutoff=0.7)
        if near:
            return near[0]
    return ""
