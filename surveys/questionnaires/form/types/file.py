"""An attached file. Of it the answer is the id; its name, size and hash stand beside."""

from surveys.questionnaires.form.types.question_type import OF_ANSWERED, QuestionType
from surveys.questionnaires.form.types.text import read_line

FILE = QuestionType(
    name="file",
    label={"zh": "附件", "en": "Attached file"},
    words={"zh": "附件", "en": "file"},
    attributes=OF_ANSWERED | {"accept", "proves"},
    example="0f8fad5b-d9cb-469f-a165-70867728950e",
    read=read_line,
    stands_in_tables=False,
    xlsform_words=("file",),
    xlsform="file",
    control="file",
)
