"""A table: as many rows as are filled in, a question a column."""

from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.form.types.question_type import OF_ANSWERED, QuestionType

TABLE = QuestionType(
    name="table",
    label={"zh": "表格", "en": "Table"},
    words={"zh": "表格", "en": "table"},
    attributes=OF_ANSWERED | {"rows"},
    kind=kinds.ROWS,
    stands_in_tables=False,
    xlsform="begin_repeat",
    control="nothing",
)
