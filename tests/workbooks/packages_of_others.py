"""The same two cells as WPS, Numbers and libraries write them, by what is publicly known of their files."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CELLS = (
    '<row r="1" spans="1:2" x14ac:dyDescent="0.2"><c r="A1" t="inlineStr"><is><r><rPr/><t>单</t></r><r><t>位</t></r></is>'
    '</c><c r="B1"><v>1200.5</v></c></row>'
)
SHARED = '<si><t>单位</t><rPh sb="0" eb="2"><t>danwei</t></rPh><phoneticPr fontId="1"/></si>'


def parts(
    cells=CELLS, *, dimension="A1", shared="", main=MAIN, relations=RELATIONS, prefix="", target="worksheets/sheet1.xml"
):
    """Without styles; docProps as WPS signs them; a dimension that WPS is known to leave at A1."""
    space, p = (f"xmlns:{prefix}", f"{prefix}:") if prefix else ("xmlns", "")
    folder = "/xl/" if target.startswith("/") else ""
    package = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{relations}/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>WPS 表格</Application></Properties>",
        "xl/workbook.xml": f'<{p}workbook {space}="{main}" xmlns:r="{relations}"><{p}sheets><{p}sheet name="survey" '
        f'sheetId="1" r:id="rId1"/></{p}sheets></{p}workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{relations}/worksheet" Target="{target}"/><Relationship Id="rId2" Type="{relations}/sharedStrings" '
        f'Target="{folder}sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<{p}sst {space}="{main}">{shared}</{p}sst>',
        "xl/worksheets/sheet1.xml": f'<{p}worksheet {space}="{main}" xmlns:x14ac="http://schemas.microsoft.com/office/'
        f'spreadsheetml/2009/9/ac"><{p}dimension ref="{dimension}"/><{p}sheetData>{cells}</{p}sheetData></{p}worksheet>',
    }  # fmt: skip


class _Pipe(io.BytesIO):
    """What cannot be gone back in gets its sizes behind the parts, as streaming libraries write them."""

    def seekable(self):
        return False

    def seek(self, *_places):
        raise OSError

    def tell(self):
        raise OSError


def packed(parts, *, file=None, separator="/"):
    file = file or io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("/", separator), content)
    return file.getvalue()


OF_PREFIX = '<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c><x:v>1200.5</x:v></x:c></x:row>'
OF_SHARED = '<row r="1"><c r="A1" t="s" cm="1"><v>0</v></c><c r="B1" vm="1"><v>1200.5</v></c></row>'
FAR_OUT = '<row r="900000"><c r="XFD900000" s="1"/></row><row r="900001"><c s="1" t="n"></c></row>'
SPARE_TYPE = '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
LINKED = (
    '<row r="1"><c r="A1" t="str"><f>[1]Other!A1</f><v>单位</v></c><c r="B1"><f>[1]Other!B1</f><v>1200.5</v></c></row>'
)
LINK = f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{RELATIONS}" r:id="rId1"/></externalLink>'


def declaring(types):
    """As SheetJS does: what a part would be, if there were one."""
    made = parts()
    return made | {"[Content_Types].xml": made["[Content_Types].xml"].replace("<Override", f"{types}<Override", 1)}


PACKAGES = {
    "formats far out": lambda: packed(parts(CELLS + FAR_OUT)),
    "a type of programs that are not there": lambda: packed(declaring(SPARE_TYPE)),
    "links to another workbook": lambda: packed({**parts(LINKED), "xl/externalLinks/externalLink1.xml": LINK}),
    "inline strings and a wrong dimension": lambda: packed(parts()),
    "a dimension of all rows": lambda: packed(parts(dimension="A1:XFD1048576")),
    "a reading beside the text": lambda: packed(parts(OF_SHARED, shared=SHARED)),
    "targets from the root": lambda: packed(parts(target="/xl/worksheets/sheet1.xml")),
    "a prefix": lambda: packed(parts(OF_PREFIX, prefix="x", shared="<x:si><x:t>单位</x:t></x:si>")),
    "strict": lambda: packed(parts(main=STRICT_MAIN, relations=STRICT_RELATIONS)),
    "backslashes": lambda: packed(parts(), separator="\\"),
    "sizes behind the parts": lambda: packed(parts(), file=_Pipe()),
    "content types last": lambda: packed(dict(reversed(parts().items()))),
    "folders as parts": lambda: packed({"xl/": "", "docProps/": "", **parts()}),
}
