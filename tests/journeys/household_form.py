"""A form the way people write them for Kobo and ODK, by somebody who has never heard of this system."""

import openpyxl

HEADINGS = (
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "calculation",
    "appearance", "choice_filter", "repeat_count", "default", "parameters",
)  # fmt: skip
SURVEY = [
    {"type": "start", "name": "start"},
    {"type": "end", "name": "end"},
    {"type": "deviceid", "name": "deviceid"},
    {"type": "begin_group", "name": "intro", "label": "Introduction"},
    {"type": "text", "name": "respondent", "label": "What is your name?", "hint": "First and last", "required": "yes"},
    {"type": "select_one yesno", "name": "consent", "label": "Do you agree, ${respondent}?", "required": "true()"},
    {"type": "note", "name": "thanks", "label": "Thank you, ${respondent}", "relevant": "${consent} = 'yes'"},
    {"type": "end_group"},
    {"type": "begin_group", "name": "household", "label": "Household", "relevant": "${consent} = 'yes'"},
    {"type": "select_one province", "name": "province", "label": "Province", "required": "yes"},
    {
        "type": "select_one city", "name": "city", "label": "City", "required": "yes", "appearance": "minimal",
        "choice_filter": "province=${province}",
    },
    {
        "type": "integer", "name": "members", "label": "How many live here?", "required": "yes",
        "constraint": ". > 0 and . < 20", "constraint_message": "Between 1 and 19",
    },
    {"type": "begin_repeat", "name": "member", "label": "Members", "repeat_count": "${members}"},
    {"type": "text", "name": "mname", "label": "Name", "required": "yes"},
    {"type": "integer", "name": "age", "label": "Age of ${mname}", "required": "yes", "constraint": ". <= 120"},
    {"type": "calculate", "name": "place", "calculation": "position(..)"},
    {"type": "end_repeat"},
    {"type": "calculate", "name": "total_age", "calculation": "sum(${age})"},
    {"type": "begin_group", "name": "visit", "label": "Visit", "relevant": "${members} > 1"},
    {"type": "range", "name": "mood", "label": "How satisfied?", "parameters": "start=1 end=10 step=1"},
    {"type": "date", "name": "day", "label": "Date of the visit", "constraint": ". <= today()", "default": "today()"},
    {"type": "end_group"},
    {"type": "note", "name": "summary", "label": "Together they are ${total_age} years old."},
    {"type": "end_group"},
]  # fmt: skip
CHOICES = [
    ("list_name", "name", "label", "province"),
    ("yesno", "yes", "Yes", None),
    ("yesno", "no", "No", None),
    ("province", "north", "North", None),
    ("province", "south", "South", None),
    ("city", "beijing", "Beijing", "north"),
    ("city", "tianjin", "Tianjin", "north"),
    ("city", "guangzhou", "Guangzhou", "south"),
]


def save_household_form(path):
    book = openpyxl.Workbook()
    survey, choices, settings = book.active, book.create_sheet("choices"), book.create_sheet("settings")
    survey.title = "survey"
    for row in [HEADINGS, *([line.get(heading) for heading in HEADINGS] for line in SURVEY)]:
        survey.append(row)
    for row in CHOICES:
        choices.append(row)
    for row in [("form_title", "form_id", "version"), ("Household visit", "household_visit", 2024010101)]:
        settings.append(row)
    book.save(path)
    return path
