"""Every function an expression may call. None of them reaches a file, the network or the environment.

A function gets its arguments ready-made as its parameters say. If any of them is unknown it is not called and the
result is unknown; the few that can say more (if, coalesce, and the list functions, which skip blanks) ask for RAW or ITEMS.
"""

from surveys.questionnaires.expressions.function import Function
from surveys.questionnaires.expressions.functions.dates import DATES
from surveys.questionnaires.expressions.functions.lists import LISTS
from surveys.questionnaires.expressions.functions.logic import LOGIC
from surveys.questionnaires.expressions.functions.numbers import NUMBERS
from surveys.questionnaires.expressions.functions.register import REGISTER
from surveys.questionnaires.expressions.functions.text import TEXTS

# By subject, in the order of the manual.
SUBJECTS = {
    "logic": LOGIC,
    "numbers": NUMBERS,
    "texts": TEXTS,
    "dates": DATES,
    "lists": LISTS,
    "register": REGISTER,
}
FUNCTIONS: dict[str, Function] = {name: one for table in SUBJECTS.values() for name, one in table.items()}
