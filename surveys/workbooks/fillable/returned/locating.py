"""Where in the workbook a finding stands."""

from surveys.lib.text import Text
from surveys.questionnaires.form import Definition, Finding
from surveys.workbooks.fillable.returned.contents import Returned, RowOfAnswers
from surveys.workbooks.fillable.returned.entries import CellProblem


def located(definition: Definition, returned: Returned, finding: Finding) -> CellProblem:
    """At its cell; where the workbook has none for it, in front of the row of whose answer it is."""
    question = definition.question(finding.question)
    rows = returned.rows.get(question.table or (question.name if question.is_table else ""), [])
    flat = returned.flat
    if question.table:
        row = next((one for one in rows if one.id == finding.row), None)
    else:
        row = rows[0] if question.is_table and rows else flat
    found = row or flat or (rows[0] if rows else None)
    return (
        place_of(found, question.name, finding.message)
        if found
        else CellProblem("", "", finding.question, "", finding.message)
    )


def place_of(row: RowOfAnswers, name: str, message: Text) -> CellProblem:
    columns = [one for one in row.sheet.columns if one == name or one.startswith(f"{name}/")]
    place = columns[0] if columns else "@code"
    return CellProblem(
        row.sheet.sheet.name, row.sheet.cell(row.place, place), name, row.sheet.text(row.place, place), message
    )
