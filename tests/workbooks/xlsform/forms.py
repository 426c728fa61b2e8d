"""Forms as bytes of workbooks, and what is said of them, for the tests of XLSForm."""

import io

from openpyxl import Workbook

from surveys.workbooks.xlsform.reading import read_form

TYPE_NAME_LABEL = ("type", "name", "label")


def book(**sheets):
    """A workbook with these sheets, each a list of rows."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def survey(*rows, headings=TYPE_NAME_LABEL, **sheets):
    return book(survey=[headings, *rows], **sheets)


def read(content, **options):
    return read_form(content, name="form.xlsx", **options)


def told(content, severity="error"):
    """What is said of a form, as "survey!B5: message"."""
    return [f"{flaw.location}: {flaw.message['en']}" for flaw in read(content).problems if flaw.severity == severity]


def places(content, severity="error"):
    return [flaw.location for flaw in read(content).problems if flaw.severity == severity]


def questions(content):
    """Name -> question of everything that is asked, columns of tables too."""
    definition = read(content).definition
    top = [question for section in definition["sections"] for question in section["questions"]]
    return {one["name"]: one for question in top for one in (question, *question.get("questions", ()))}


def question(type, **columns):
    """The question `q` that a row with these columns becomes."""
    headings = ("type", "name", "label::English (en)", *columns)
    content = survey((type, "q", "Question", *columns.values()), headings=headings, choices=FUELS)
    return questions(content)["q"]


FUELS = [("list_name", "name", "label::English (en)"), ("fuels", "coal", "Coal"), ("fuels", "gas", "Gas")]
