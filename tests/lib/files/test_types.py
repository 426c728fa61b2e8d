import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.lib.files import pictures
from surveys.lib.files.kinds import (
    AMR,
    CSV,
    DOCX,
    HEIC,
    JPEG,
    M4A,
    MOV,
    MP3,
    MP4,
    ODS,
    OFD,
    PDF,
    PNG,
    WAV,
    XLS,
    XLSX,
    FileRefused,
)
from surveys.lib.files.types import kind_of, name_for
from tests.lib.files import contents
from tests.lib.files.contents import heic, jpeg, office, package, png, recording
from tests.workbooks.reading import ods_files
from tests.workbooks.reading.ods_files import ods, row
from tests.workbooks.reading.xls_files import PASSWORD, number, packed, xls

SPARE_TYPE = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
EVERY_KIND = {
    PDF: contents.PDF,
    PNG: png(),
    JPEG: jpeg(),
    HEIC: heic((512, 512), (4032, 3024)),
    XLSX: office(),
    XLS: xls(number(0, 0, 12_345)),
    ODS: ods(row(ods_files.number(12_345))),
    CSV: contents.CSV,
    DOCX: office("word/document.xml"),
    OFD: package({"OFD.xml": "<ofd:OFD/>"}),
    MP3: contents.MP3,
    M4A: recording(b"M4A ", b"soun"),
    WAV: contents.WAV,
    AMR: contents.AMR,
    MP4: recording(b"isom", b"soun", b"vide"),
    MOV: recording(b"qt  ", b"vide", b"soun"),
}
RECORDINGS = ("audio", "video")


def asked_for(kind):
    return kind.sort if kind.sort in RECORDINGS else ""


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.name)
def test_a_kind_is_known_by_its_content(kind):
    assert kind_of(EVERY_KIND[kind], accept=asked_for(kind)) == kind


@pytest.mark.parametrize("accept", ["", "image", *RECORDINGS])
@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.name)
def test_a_recording_is_taken_only_where_one_is_asked_for(kind, accept):
    if accept in (kind.sort, asked_for(kind)):
        assert kind_of(EVERY_KIND[kind], accept=accept) == kind
    else:
        with pytest.raises(FileRefused, match="not taken here"):
            kind_of(EVERY_KIND[kind], accept=accept)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (recording(b"mp42", b"soun"), M4A),
        (recording(b"3gp4", b"soun"), M4A),
        (recording(b"3gp4", b"vide"), MP4),
        (recording(b"M4A ", b"vide"), MP4),
        (recording(b"qt  ", b"soun"), M4A),
        (b"ID3\x03" + contents.MP3, MP3),
    ],
)
def test_a_container_is_a_film_where_there_is_something_to_see(content, kind):
    assert kind_of(content, accept=kind.sort) == kind


@pytest.mark.parametrize(
    "content", [b"\xff\xfb", b"\xff\xfb\xf0\0", b"RIFF\0\0\0\0AVI ", recording(b"heim"), b"ID3\x09"]
)
def test_what_only_begins_like_a_recording_is_none(content):
    with pytest.raises(FileRefused):
        kind_of(content, accept="audio")


def test_a_type_of_programs_that_are_not_there_does_no_harm():
    assert kind_of(office(default=SPARE_TYPE)) == XLSX


@pytest.mark.parametrize(
    "content",
    [
        b"month,kWh\n1,-12.5",
        "月份;用电量\n一月;1200（见附注）".encode("gb18030"),
        b"\xef\xbb\xbfmonth\tkWh\n1\t2",
        "month,kWh\n1,2".encode("utf-16"),
        b'code,kWh\n="007",+8\nDC-1 (old),-\n-,=\n',
    ],
)
def test_a_table_as_text_is_taken_in_every_usual_encoding(content):
    assert kind_of(content) == CSV


@pytest.mark.parametrize(
    "content",
    [
        xls(number(0, 0, 1), storages=["MBD0018A1F3"]),
        xls(number(0, 0, 1), stream="Book"),
        xls(number(0, 0, 1), kind=2),
    ],
)
def test_an_old_workbook_with_charts_and_sheets_of_other_programs_is_taken(content):
    assert kind_of(content) == XLS


def test_lists_of_programs_without_programs_do_no_harm():
    parts = ["Basic/script-lc.xml", "Basic/Standard/script-lb.xml", "Object 1/content.xml"]
    assert kind_of(ods(row(ods_files.number(1)), parts=parts)) == ODS


def test_a_question_for_pictures_names_them():
    with pytest.raises(FileRefused, match="PNG, JPEG, HEIC"):
        kind_of(contents.PDF, accept="image")


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (contents.EXE, "not taken here"),
        (b"<html><script>1</script>", "not taken here"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not taken here"),
        (b"\n" + contents.PDF, "not taken here"),
        (package({"readme.txt": "x"}), "not taken here"),
        (contents.OLD_XLS, "damaged"),
        (packed(b"", "WordDocument"), "old Office format"),
        (xls(extra=PASSWORD), "password"),
        (packed(b"", "EncryptedPackage"), "password"),
        (xls(storages=["_VBA_PROJECT_CUR"]), "macros"),
        (xls(storages=["\x01Ole10Native"]), "macros"),
        (xls(kind=1), "macros"),
        (xls(kind=6), "macros"),
        (ods(parts=["Basic/Standard/Module1.xml"]), "macros"),
        (ods(parts=["Scripts/python/run.py"]), "macros"),
        (ods(parts=["Object 1"]), "macros"),
        (ods(manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"), "password"),
        (ods(parts=["encrypted-package"]), "password"),
        (package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "not taken here"),
        (b"no table at all", "not taken here"),
        (b'{"kWh": [1, 2]}', "not taken here"),
        (b"month,kWh\n1,=WEBSERVICE(1)", "formulas"),
        (b'month;kWh\n1;"=1+2|3"', "formulas"),
        (b"@SUM(1),2", "formulas"),
        (b"1\t-2+Sheet!A1", "formulas"),
        (office(types=contents.MACROS), "macros"),
        (office(also="xl/vbaProject.bin"), "macros"),
        (office(also="xl/other.bin", default=SPARE_TYPE), "macros"),
        (office("word/document.xml", also="word/vbaData.xml"), "macros"),
        (office(also="xl/macrosheets/sheet1.xml"), "macros"),
        (office(also="xl/activeX/activeX1.xml"), "macros"),
        (office(also="xl/embeddings/oleObject1.bin"), "macros"),
        (office()[:-30], "damaged"),
        (b"PK\x03\x04" + b"PK\x01\x02" * 5001, "damaged"),
        (png()[:20], "damaged"),
        (png(0, 5), "damaged"),
        (jpeg()[:12], "damaged"),
        (b"\xff\xd8\xff" + b"\xff\xd0" * 5000, "damaged"),
        (heic(), "damaged"),
        (png(10_000, 10_001), "100 million"),
        (jpeg(20_000, 20_000), "100 million"),
        (heic((64, 64), (20_000, 20_000)), "100 million"),
    ],
)
def test_what_is_refused_is_told_why(content, says):
    with pytest.raises(FileRefused, match=says):
        kind_of(content)


def test_a_picture_of_exactly_100_million_pixels_is_taken():
    assert kind_of(png(10_000, 10_000)) == PNG


def test_the_size_of_a_photo_stands_behind_what_the_camera_says_of_it():
    camera = b"\xff\xe1\x00\x08Exif\0\0" * 30 + b"\xff\xff"
    assert pictures._size_of_jpeg(jpeg(4032, 3024, before=camera)) == (4032, 3024)


@given(st.binary(max_size=400), st.sampled_from(sorted(EVERY_KIND.values())))
def test_no_content_breaks_the_looking(noise, model):
    for content in (noise, model[: len(noise)] + noise, model[:30] + noise):
        try:
            kind_of(content)
        except FileRefused as refusal:
            assert str(refusal)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("电费单 2021.pdf", "电费单 2021.pdf"),
        ("Bill.PDF", "Bill.PDF"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\bill.pdf", "bill.pdf"),
        ("bi\x00ll\r\n\x1b[31m.pdf", "bill[31m.pdf"),
        ("fdp.\u202egpj.pdf", "fdp.gpj.pdf"),
        ("a\u3000\u00a0b.pdf", "a b.pdf"),
        ("bill", "bill.pdf"),
        ("", "file.pdf"),
        ("..", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("invoice.exe.pdf", "invoice.exe.pdf"),
        ("bill.pdf.", "bill.pdf"),
    ],
)
def test_a_name_is_kept_as_text_that_can_be_shown(name, kept):
    assert name_for(name, PDF) == kept


@pytest.mark.parametrize("name", ["bill.pdf.exe", "bill.html", "bill.xlsx", ".pdf.js"])
def test_a_name_that_says_something_else_than_the_content_is_refused(name):
    with pytest.raises(FileRefused, match="right name"):
        name_for(name, PDF)


@given(st.text(max_size=400))
def test_any_name_becomes_one_of_at_most_200_characters(name):
    try:
        kept = name_for(name, PDF)
    except FileRefused:
        return
    assert 5 <= len(kept) <= 200
    assert not set(kept) & {"/", "\\", "\0", "\n", "\r"}
