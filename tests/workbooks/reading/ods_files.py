"""Small .ods workbooks as LibreOffice writes them, from the XML of their rows."""

import io
import zipfile

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {"office": "office", "table": "table", "text": "text", "style": "style"}.items()
)
SPACES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
SPACES += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
)
HIDDEN_STYLE = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'


def text(words, attributes=""):
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{words}</text:p></table:table-cell>'


def number(value, shown=None, attributes=""):
    kind = f'office:value-type="float" office:value="{value}" {attributes}'
    return f"<table:table-cell {kind}><text:p>{value if shown is None else shown}</text:p></table:table-cell>"


def blank(times=1):
    return f'<table:table-cell table:style-name="ce1" table:number-columns-repeated="{times}"/>'


def row(*cells, attributes=""):
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods(*rows, name="survey", columns="", style="ta1", before="", parts=(), manifest=""):
    table = f'<table:table table:name="{name}" table:style-name="{style}">{columns}{"".join(rows)}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}><office:automatic-styles>{HIDDEN_STYLE}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{before}{table}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", TYPE, zipfile.ZIP_STORED)
        package.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        package.writestr("META-INF/manifest.xml", MANIFEST.format(manifest))
        for part in parts:
            package.writestr(part, "x")
    return file.getvalue()
