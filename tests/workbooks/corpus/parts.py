"""Parts of an .xlsx that say what they should not: their XML, their sizes, what refers to what, what cells hold."""

from tests.workbooks.hostile import sheet_of, with_parts, with_sheet
from tests.workbooks.packages_of_others import LINK, MAIN, RELATIONS, packed, parts

TARGETS = {
    "itself": "worksheets/../workbook.xml",
    "its own relations": "_rels/workbook.xml.rels",
    "a folder above all": "../../../etc/passwd",
    "a file of this machine": "file:///etc/passwd",
    "another host": "http://127.0.0.1:9/sheet1.xml",
    "nothing": "",
}
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % c SYSTEM "http://127.0.0.1:9/x.dtd"> %c;]>'
DECLARED = ("xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels")
STYLES = "xl/styles.xml"
CELL = '<row r="1"><c r="A1">{}</c></row>'


def cell(within, attributes=""):
    return with_sheet(f'<row r="1"><c r="A1" {attributes}>{within}</c></row>')


def declaring(part, doctype):
    made = parts()
    return packed(made | {part: doctype + made[part]})


def showing(number, texts):
    shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return packed(parts(f'<row r="1"><c r="A1" t="s"><v>{number}</v></c></row>', shared=shared))


def with_styles(styles):
    return with_parts(replaced={STYLES: styles.encode()})


def with_workbook(names="", sheets=None):
    sheets = sheets or '<sheet name="survey" sheetId="1" r:id="rId1"/>'
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>'
    return packed(parts() | {"xl/workbook.xml": book})


def names(count):
    return "".join(
        f'<definedName name="n{place * 7919 % 100_003}">survey!$A${place + 1}</definedName>' for place in range(count)
    )


def sheets(count):
    return "".join(f'<sheet name="s{place}" sheetId="{place + 1}" r:id="rId1"/>' for place in range(count))


def styles(count):
    """No two alike, lest they be refused for how well they can be packed."""
    return "".join(f'<xf numFmtId="0" fontId="{place * 7919 % 100_003}" fillId="{place}"/>' for place in range(count))


def told_behind(extra):
    """Behind the cells of a sheet."""
    return with_parts(replaced={"xl/worksheets/sheet1.xml": sheet_of(CELL.format("<v>1</v>")).replace(b"</sheetData>", b"</sheetData>" + extra.encode())})  # fmt: skip


def encoded(encoding):
    made = parts()
    sheet = f'<?xml version="1.0" encoding="{encoding}"?>' + made["xl/worksheets/sheet1.xml"]
    return packed(made | {"xl/worksheets/sheet1.xml": sheet})


PARTS = {
    **{
        f"a sheet that lies in {where}": lambda target=target: packed(parts(target=target))
        for where, target in TARGETS.items()
    },
    **{f"entities of entities in {part}": lambda part=part: declaring(part, LAUGHS) for part in DECLARED},
    **{f"an entity from outside in {part}": lambda part=part: declaring(part, OUTSIDE) for part in DECLARED},
    "an entity of the declaration": lambda: declaring("xl/workbook.xml", PARAMETER),
    "elements within elements": lambda: with_sheet("".join(f"<a{n}>" for n in range(50_000)) + "".join(f"</a{n}>" for n in reversed(range(50_000)))),
    "an element of many attributes": lambda: with_sheet(
        "<a " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"
    ),
    "the same attribute twice": lambda: with_sheet('<row r="1" r="2"/>'),
    "an attribute of two MiB": lambda: with_sheet(f'<row r="1" x="{"y" * 2_000_000}"/>'),
    "an unknown encoding": lambda: encoded("x-nobody-knows"),
    "another encoding than it says": lambda: encoded("UTF-16"),
    "bytes that are no text": lambda: with_parts(replaced={"xl/worksheets/sheet1.xml": b"\xff\xfe\x00\xd8" * 100}),
    "a shared text that is not there": lambda: showing(5, ["a"]),
    "a shared text below zero": lambda: showing(-1, ["a"]),
    "a shared text by a word": lambda: showing("x", ["a"]),
    "shared texts one within the other": lambda: packed(parts(shared="<si><si><t>a</t></si></si>")),
    "shared texts of a million": lambda: showing(0, [str(n * 7919) for n in range(300_000)]),
    "shared texts that name themselves": lambda: packed(parts() | {"xl/_rels/sharedStrings.xml.rels": '<Relationships><Relationship Id="rId1" Target="sharedStrings.xml"/></Relationships>'}),
    "a hundred thousand names": lambda: with_workbook(names(100_000)),
    "names that mean each other": lambda: with_workbook('<definedName name="a">b</definedName><definedName name="b">a</definedName>'),
    "a sheet three hundred times": lambda: with_workbook(sheets=sheets(300)),
    "two sheets of one name": lambda: with_workbook(sheets='<sheet name="a" sheetId="1" r:id="rId1"/>' * 2),
    "a sheet without a name": lambda: with_workbook(sheets='<sheet sheetId="1" r:id="rId1"/>'),
    "no sheet": lambda: with_workbook(sheets="<x/>"),
    "styles by the hundred thousand": lambda: with_styles(f'<styleSheet xmlns="{MAIN}"><cellXfs>{styles(100_000)}</cellXfs></styleSheet>'),
    "a format of ten thousand sections": lambda: with_styles(f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="{"0;" * 10_000}"/></numFmts></styleSheet>'),
    "a style that is not there": lambda: cell("<v>1</v>", 's="4000000000"'),
    "merged cells by the hundred thousand": lambda: told_behind('<mergeCells>' + "".join(f'<mergeCell ref="A{n}:B{n * 7919 % 50_000 + n + 1}"/>' for n in range(1, 120_000)) + "</mergeCells>"),
    "merged cells without an end": lambda: told_behind('<mergeCells><mergeCell ref="A1:"/></mergeCells>'),
    "conditions by the thousand": lambda: told_behind("".join(f'<conditionalFormatting sqref="A{n * 7919}"/>' for n in range(100_000))),
    "a dimension of everything": lambda: packed(parts(dimension="A1:XFD1048576")),
    "a dimension that is none": lambda: packed(parts(dimension="everywhere")),
    "rows in disorder": lambda: with_sheet('<row r="9"><c r="A9"><v>9</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'),
    "a row below zero": lambda: with_sheet('<row r="-1"><c><v>1</v></c></row>'),
    "a cell of another row": lambda: with_sheet('<row r="1"><c r="A7"><v>1</v></c></row>'),
    "the same cell twice": lambda: with_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    "a number that is infinite": lambda: cell("<v>1e999</v>"),
    "a number that is none": lambda: cell("<v>NaN</v>"),
    "a number of four hundred digits": lambda: cell(f"<v>{'9' * 400}</v>"),
    "a day that never was": lambda: cell("<v>2021-02-31</v>", 't="d"'),
    "a kind of cell nobody knows": lambda: cell("<v>1</v>", 't="program"'),
    "a truth of seven": lambda: cell("<v>7</v>", 't="b"'),
    "a text of a hundred thousand characters": lambda: cell(f"<is><t>{'x' * 100_000}</t></is>", 't="inlineStr"'),
    "a text that turns around": lambda: cell("<is><t>\u202e=1+1</t></is>", 't="inlineStr"'),
    "a formula that calls a program": lambda: cell("<f>cmd|'/c calc'!A1</f><v>5</v>"),
    "a formula that asks another host": lambda: cell('<f>WEBSERVICE("http://127.0.0.1:9/")</f><v>5</v>'),
    "a formula that means itself": lambda: cell("<f>A1+1</f><v>5</v>"),
    "a formula for every cell there is": lambda: cell('<f t="array" ref="A1:XFD1048576">1</f><v>5</v>'),
    "a text that is a formula": lambda: cell("<is><t>=HYPERLINK(1)</t></is>", 't="inlineStr"'),
    "a link to another workbook": lambda: packed({**parts(), "xl/externalLinks/externalLink1.xml": LINK}),
    "a link that calls by DDE": lambda: with_parts([("xl/externalLinks/externalLink1.xml", b'<externalLink><ddeLink ddeService="cmd"/></externalLink>')]),
    "a link that calls by OLE": lambda: with_parts([("xl/externalLinks/externalLink1.xml", b'<externalLink><oleLink progId="x"/></externalLink>')]),
}  # fmt: skip
