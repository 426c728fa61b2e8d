"""Text in the encodings that tables come in."""

from surveys.lib.cleaning import NOT_IN_XML

ENCODINGS = ("utf-8", "gb18030")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
UNMARKED = ((1, "utf-16-le"), (0, "utf-16-be"))
"""By where the empty half of a character stands that needs one byte only."""
CHARACTERS_TO_JUDGE_BY = 2000
_END_OF_FILE = "\x1a"
"""Of files since the seventies, and still of some."""


def decoded(content: bytes) -> str | None:
    """None where the file is no text."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding).removesuffix(_END_OF_FILE).replace("\v", "\n")
        except UnicodeDecodeError:
            continue
        if not NOT_IN_XML.search(text):
            return text
    return None


def is_table(text: str) -> bool:
    """Neither a page of the web nor a PDF nor data of a program."""
    return not text.lstrip().startswith(("<", "{", "%PDF-"))


def _encodings(content: bytes) -> tuple[str, ...]:
    if marked := [name for mark, name in MARKS if content.startswith(mark)]:
        return (marked[0],)
    start = content[:CHARACTERS_TO_JUDGE_BY]
    halves = [name for first, name in UNMARKED if b"\0" in start[first::2] and b"\0" not in start[1 - first :: 2]]
    return tuple(halves) or ENCODINGS
