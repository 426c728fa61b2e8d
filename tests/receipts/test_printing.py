"""Receipts on paper: read back out of the file, and looked at for the letters that are in it."""

import json

import pypdfium2
import pytest
from django.utils.translation import override

from surveys.receipts.models import SignedReceipt
from surveys.receipts.printing.glyphs import covered, printable
from surveys.receipts.printing.sheets import printed
from tests.receipts.test_golden import RECEIPTS

GOLDEN = [SignedReceipt(document=one["receipt"]) for one in RECEIPTS]


def pages_of(content):
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]


def text_of(content):
    """Without what a line end or a kerning may put between letters."""
    return "".join("".join(pages_of(content)).split())


def of_facility(name):
    receipt = json.loads(RECEIPTS[0]["receipt"])
    return SignedReceipt(document=json.dumps(receipt | {"facility": {"id": "x", "code": "001", "name": name}}))


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "数据报送回执"), ("en", "Receiptofdatasubmitted")])
def test_it_says_what_the_receipt_says(language, title):
    with override(language):
        text = text_of(printed(GOLDEN[:1]))

    facts = GOLDEN[0].facts
    told = [title, facts["receipt_no"], GOLDEN[0].code_in_groups, facts["answers_sha256"], facts["answers_sm3"]]
    assert [one for one in told if one not in text] == []
    assert "朝阳一号数据中心" in text and facts["organisation"]["number"] in text
    assert "2021-04-2" in text and facts["kid"] in text


def test_names_and_codes_are_printed_letter_by_letter():
    (page,) = pages_of(printed([of_facility("丰台4号ffi数据中心")]))

    assert "丰台4号ffi数据中心" in page


def test_chinese_letters_are_inside_the_file():
    content = printed(GOLDEN[:1])

    assert b"NotoSansSC" in content
    assert b"/FontFile3" in content  # embedded, not only named


def test_no_other_letters_than_ours_are_asked_for():
    names = {part.split(b"/")[0].split()[0] for part in printed(GOLDEN).split(b"/BaseFont/")[1:]}

    assert names and {name.split(b"+")[-1].split(b"-")[0] for name in names} == {b"NotoSansSC"}


def test_one_file_for_many_has_a_list_and_a_page_each():
    with override("en"):
        pages = pages_of(printed(GOLDEN))

    listed, own = "".join(pages[: -len(GOLDEN)]), pages[-len(GOLDEN) :]
    assert "20 receipts" in listed
    assert all(one.facts["receipt_no"] in listed and one.code_in_groups in listed for one in GOLDEN)
    assert all(one.facts["receipt_no"] in page for one, page in zip(GOLDEN, own, strict=True))


def test_one_alone_has_one_page():
    assert len(pages_of(printed(GOLDEN[:1]))) == 1


def test_the_same_receipt_gives_the_same_file():
    assert printed(GOLDEN[1:2]) == printed(GOLDEN[1:2])


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("⻓春⼀号", "⻓春一号"),
        ("ﬁ㎡", "fim2"),
        ("北京（总部）", "北京（总部）"),
        ("Zu\u0308rich", "Zürich"),
        ("𠮷林", "〓(U+20BB7)林"),
        ("a\tb\nc", "a b\nc"),
        ("😀", "〓(U+1F600)"),
        ("\u0001", "〓(U+0001)"),
    ],
)
def test_names_are_brought_to_what_can_be_printed(name, read):
    assert printable(name) == read


def test_what_the_font_lacks_is_named_and_all_the_rest_is_still_read():
    """In some programs one character without a glyph makes all text of the file unreadable."""
    text = text_of(printed([of_facility("𠮷林⼀号数据中心")]))

    assert "〓(U+20BB7)林一号数据中心" in text
    assert GOLDEN[0].facts["answers_sha256"] in text


@pytest.mark.parametrize(
    "name", ['#set [x] $y$ "z" \\ /* */', "R&D <b>", "@ref _em_ *strong* `raw`", "= not a heading"]
)
def test_names_are_text_and_no_commands(name):
    assert "".join(name.split()) in text_of(printed([of_facility(name)]))


def test_a_name_without_a_blank_stays_on_the_page():
    document = pypdfium2.PdfDocument(printed([of_facility("x" * 300)] * 2))

    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(index) for index in range(text.count_chars())]
        assert max(right for _left, _bottom, right, _top in boxes) <= page.get_width()


def test_the_font_has_the_common_characters():
    common = "数据中心用电量回执编号校验码截止时间收到按时迟报㛃龘" + "".join(map(chr, range(0x4E00, 0x9FA6)))

    assert [one for one in common if ord(one) not in covered()] == []
