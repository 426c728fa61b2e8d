"""Workbooks to fill in from a definition and answers alone, without a database."""

from datetime import UTC, datetime

from surveys.questionnaires.evaluation import Instance
from surveys.questionnaires.loading import load
from surveys.registry.models import Authority, Organisation
from surveys.rounds.models import Round, Survey
from surveys.workbooks.fillable.layout import layout_of
from surveys.workbooks.fillable.token import FormToken
from surveys.workbooks.fillable.writing.book import as_file
from surveys.workbooks.fillable.writing.form import FillableForm, Line
from surveys.workbooks.fillable.writing.gathering import calculated, filled_sheet

NOW = datetime(2021, 4, 28, 3, 0, tzinfo=UTC)


def definition_of(questions, *, choices=None, organisation=(), **more):
    sections = [("o", "organisation", organisation), ("u", "unit", questions)]
    return load(
        {
            "format": 1, "code": "F", "unit": "facility", "title": words("F"), "choices": choices or {},
            "sections": [
                {"name": name, "number": "", "label": words(name), "scope": scope, "questions": list(asked)}
                for name, scope, asked in sections if asked
            ],
        } | more
    )  # fmt: skip


def words(text):
    return {"zh": text, "en": text}


def asked(name, type, **more):
    return {"name": name, "number": "", "type": type, "label": words(name), **more}


def form_of(definition, units, *, own=None, language="en", last=None):
    """`units`: by code, the entries of each; `own`: those of the organisation."""
    authority = Authority(name_zh="某局", name_en="Bureau")
    survey = Survey(
        authority=authority, title_zh="调查", title_en="Survey", legal_basis_zh="依据", legal_basis_en="Basis"
    )
    round = Round(survey=survey, code="R", title_zh="批次", title_en="Round", deadline=NOW, time_zone="Asia/Shanghai")
    organisation = Organisation(number="91110105MA00000012", name="甲公司")
    version = round.id
    of_organisation = line_of(definition, organisation.number, own or {}, "organisation")
    of_units = [line_of(definition, code, entries, None, last) for code, entries in units.items()]
    return FillableForm(
        token=FormToken(round.id, organisation.id, version, language, NOW),
        round=round, organisation=organisation, definition=definition, language=language,
        units={code: f"Unit {code}" for code in units},
        sheets=[
            filled_sheet(one, [of_organisation] if one.scope == "organisation" else of_units)
            for one in layout_of(definition)
        ],
    )  # fmt: skip


def line_of(definition, code, entries, scope, last=None):
    instance = Instance(definition, entries, definition.names_in(scope), NOW, {})
    line = Line(code, f"Unit {code}", f"id-{code}", entries, "1", calculated(definition, instance), last or {})
    return line, instance


def written(form):
    return as_file(form).getvalue()
