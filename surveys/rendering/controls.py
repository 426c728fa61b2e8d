"""The controls of a questionnaire as HTML. Written with format_html, not templates: a page has many of them."""

from collections.abc import Callable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.lib import units
from surveys.lib.text import nested
from surveys.questionnaires.form import Choice, Control, Entry, Expression, Finding, Question, Reading, show
from surveys.questionnaires.form.types.acknowledge import TICKED, TICKS
from surveys.rendering.file_controls import file_control
from surveys.rendering.questionnaire_view import Location, QuestionnaireView
from surveys.responses.copying.copies import COPIED
from surveys.responses.models import LONGEST_REASON
from surveys.responses.tenants.declared import DECLARED

NOTHING = SafeString("")
MOST_RADIOS = 9
SHORT = 5  # figures


def unit_label(symbol: str, language: str) -> str:
    return units.unit(symbol).label(language) if units.is_unit(symbol) else symbol


def control(
    view: QuestionnaireView, question: Question, location: Location, entry: Entry, name: str = ""
) -> SafeString:
    """The control for one answer; `name` is spoken where no label stands beside it, as in a table.

    Where answers decide what is offered or may be changed, it stands in a box of its own that can be drawn anew.
    """
    drawn = _control(view, question, location, entry, name)
    return format_html('<div id="{}-choices">{}</div>', location.id, drawn) if _depends(question) else drawn


def _depends(question: Question) -> bool:
    return question.choice_filter is not None or isinstance(question.read_only, Expression)


def filtered_control(view: QuestionnaireView, question: Question, location: Location, entry: Entry) -> dict[str, str]:
    """Element id → what stands in it now, of a question whose control depends on answers."""
    if not _depends(question):
        return {}
    name = view.tell(question.label) if question.table else ""
    return {f"{location.id}-choices": _control(view, question, location, entry, name)}


def _control(view: QuestionnaireView, question: Question, location: Location, entry: Entry, name: str) -> SafeString:
    if isinstance(question.read_only, Expression) and view.is_read_only(question, location.row):
        return _kept(view, question, location, entry)
    return CONTROLS[question.of_type.control](view, question, location, entry, name)


def _kept(view: QuestionnaireView, question: Question, location: Location, entry: Entry) -> SafeString:
    """What must not be changed as the answers are now: shown, and sent back as it was."""
    parts = {"": "typed", ":unit": "unit", ":method": "method", ":unavailable": "unavailable"}
    fields = [(f"{location.field}{part}", told) for part, key in parts.items() if (told := entry.get(key))]
    return format_html(
        '<output id="{}">{}</output>{}',
        location.id,
        show(question, view.value(question, location.row), view.language) or entry.get("typed") or "—",
        format_html_join("", '<input type="hidden" name="{}" value="{}">', fields),
    )


def is_group(question: Question) -> bool:
    """Whether the control is several, so that it needs a legend and not a label."""
    control = question.of_type.control
    return control == "several of" or (control == "one of" and _fits_as_buttons(question))


def folds_out(question: Question) -> bool:
    """Its choices are seen only by who opens the list."""
    return question.of_type.control == "one of" and not _fits_as_buttons(question)


def _fits_as_buttons(question: Question) -> bool:
    """XLSForm's appearance "minimal" asks for a list that drops down."""
    return not question.table and len(question.choices) <= MOST_RADIOS and "minimal" not in question.appearance.split()


def _attributes(view: QuestionnaireView, question: Question, location: Location, name: str) -> SafeString:
    is_wrong = any(finding.severity == "hard" for finding in view.findings(question.name, location.row))
    return format_html(
        '{}{} aria-describedby="{}{}-tells"',
        SafeString(' aria-invalid="true"') if is_wrong else NOTHING,
        format_html(' aria-label="{}"', name) if name else NOTHING,
        f"{location.id}-hint " if question.hint and not question.table else "",
        location.id,
    )


def _line(view: QuestionnaireView, question: Question, location: Location, entry: Entry, name: str) -> SafeString:
    field = format_html(
        '<input type="text" class="form-control answer-{}" name="{}" id="{}" value="{}"{} autocomplete="off"{}>',
        question.type,
        location.field,
        location.id,
        entry.get("typed", ""),
        SafeString(' inputmode="decimal"') if question.of_type.column in ("number", "year") else NOTHING,
        _attributes(view, question, location, name),
    )
    unit = _unit(view, question, location, entry)
    return format_html('<span class="with-unit">{}{}</span>', field, unit) if unit else field


def _position(view: QuestionnaireView, question: Question, location: Location, entry: Entry, name: str) -> SafeString:
    """Asks the device only when somebody presses the button, which is there where a device can be asked."""
    return format_html(
        '<span class="with-position">{}<button type="button" class="btn btn-sm btn-outline-secondary take-position"'
        ' data-position-for="{}" data-asking="{}" data-refused="{}" data-failed="{}">{}</button>'
        '<span class="form-text" role="status"></span></span>',
        _line(view, question, location, entry, name),
        location.id,
        _("Asking the device …"),
        _("The device does not give its position away. Allow it in the browser, or type the position."),
        _("The device does not know its position. Try again in the open, or type the position."),
        _("Take this device's position"),
    )


def _unit(view: QuestionnaireView, question: Question, location: Location, entry: Entry) -> SafeString:
    if len(question.units) < 2:
        label = unit_label(question.unit, view.language) if question.unit and not question.table else ""
        return format_html('<span class="unit" aria-hidden="true">{}</span>', label) if label else NOTHING
    chosen = entry.get("unit") or question.unit
    known = question.units if chosen in question.units else (*question.units, chosen)
    return format_html(
        '<select class="form-select unit-choice" name="{}:unit" id="{}-unit" aria-label="{}">{}</select>',
        location.field,
        location.id,
        nested(_("Unit of “%(question)s”") % {"question": view.tell(question.label)}),
        _select_options([(unit, unit_label(unit, view.language)) for unit in known], chosen),
    )


def _select_options(pairs: list[tuple[str, str]], chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SafeString(" selected") if value == chosen else NOTHING, label) for value, label in pairs),
    )


def _text_area(view: QuestionnaireView, question: Question, location: Location, entry: Entry, name: str) -> SafeString:
    return format_html(
        '<textarea class="form-control" rows="{}" name="{}" id="{}"{}>\n{}</textarea>',
        1 if question.table else 4,
        location.field,
        location.id,
        _attributes(view, question, location, name),
        entry.get("typed", ""),
    )


def pairs_of(view: QuestionnaireView, question: Question, row: str | None = None) -> list[tuple[str, str]]:
    """Value and label of every choice that is offered."""
    if question.type == "yes_no":
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(choice.name, _choice_label(choice, view)) for choice in view.offered(question, row)]


def _choice_label(choice: Choice, view: QuestionnaireView) -> str:
    return view.tell(choice.label)


def _one_of(view: QuestionnaireView, question: Question, location: Location, entry: Entry, name: str) -> SafeString:
    draw = _options if _fits_as_buttons(question) else _drop_down
    return draw(view, question, location, entry, name)


def _drop_down(view: QuestionnaireView, question: Question, location: Location, entry: Entry, name: str) -> SafeString:
    typed = entry.get("typed", "")
    pairs = [("", _("Please choose")), *pairs_of(view, question, location.row)]
    if typed not in {value for value, _label in pairs}:
        pairs.append((typed, typed))  # nothing typed is lost, also what is no choice
    return format_html(
        '<select class="form-select" name="{}" id="{}"{}>{}</select>',
        location.field,
        location.id,
        _attributes(view, question, location, name),
        _select_options(pairs, typed),
    )


def _options(
    view: QuestionnaireView, question: Question, location: Location, entry: Entry, name: str = ""
) -> SafeString:
    kind = "checkbox" if question.of_type.control == "several of" else "radio"
    typed = entry.get("typed", "")
    chosen = set(typed.split()) if kind == "checkbox" else {typed}
    pairs = pairs_of(view, question, location.row)
    pairs += [(odd, odd) for odd in sorted(chosen - {value for value, _label in pairs} - {""})]
    if kind == "radio" and question.required is False:
        pairs.append(("", _("No answer")))
    return format_html_join("", _OPTION, (_option(kind, location, n, pair, chosen) for n, pair in enumerate(pairs)))


_OPTION = (
    '<div class="form-check"><input class="form-check-input" type="{}" name="{}" id="{}" value="{}"{}>'
    '<label class="form-check-label" for="{}">{}</label></div>'
)


def _tick(view: QuestionnaireView, question: Question, location: Location, entry: Entry, name: str) -> SafeString:
    return format_html(
        '<div class="form-check"><input class="form-check-input" type="checkbox" name="{}" id="{}" value="{}" data-ticks="{}"{}{}></div>',
        location.field,
        location.id,
        TICKED,
        "|".join(sorted(TICKS)),
        SafeString(" checked") if str(entry.get("typed", "")).strip().casefold() in TICKS else NOTHING,
        _attributes(view, question, location, view.tell(question.label) if question.table else ""),
    )


def _option(kind: str, location: Location, number: int, pair: tuple[str, str], chosen: set[str]) -> tuple[object, ...]:
    value, label = pair
    id = f"{location.id}-{number}" if number else location.id
    checked = SafeString(" checked") if value in chosen else NOTHING
    return kind, location.field, id, value, checked, id, label


def method_choice(view: QuestionnaireView, question: Question, location: Location, entry: Entry) -> SafeString:
    if not question.methods:
        return NOTHING
    pairs = [("", _("Please choose")), *((one.name, view.say(one.label)) for one in question.methods)]
    return format_html(
        '<div class="method"><label for="{}-method">{}</label>'
        '<select class="form-select" name="{}:method" id="{}-method">{}</select></div>',
        location.id,
        _("How the figure was obtained"),
        location.field,
        location.id,
        _select_options(pairs, entry.get("method", "")),
    )


def unavailable_box(question: Question, location: Location, entry: Entry) -> SafeString:
    if not question.may_be_unavailable:
        return NOTHING
    reason = entry.get("unavailable", "")
    return format_html(
        '<details class="unavailable"{}><summary>{}</summary><label for="{}-unavailable">{}</label>'
        '<input type="text" class="form-control" name="{}:unavailable" id="{}-unavailable" value="{}" autocomplete="off"></details>',
        SafeString(" open") if reason else NOTHING,
        _("This figure is not available"),
        location.id,
        _("Why it is not available"),
        location.field,
        location.id,
        reason,
    )


def tells(view: QuestionnaireView, question: Question, location: Location) -> SafeString:
    """What we have to say of an answer: how it was understood, what is wrong, what needs a reason."""
    if location.row and not view.is_asked(question, location.row):
        return format_html('<span class="understood">{}</span>', _("not asked in this row"))
    return understood(view, question, location) + findings_of(view, question.name, location)


def understood(view: QuestionnaireView, question: Question, location: Location) -> SafeString:
    """Only where reading did more than repeating what was typed; long figures are repeated with their thousands apart."""
    reading = view.reading(question, location.row) if question.of_type.tells_reading and question.is_number else None
    if reading is None or not reading.understood or _says_the_same(question, reading):
        return NOTHING
    return format_html(
        '<span class="understood">{}</span>', _("Understood as %(value)s") % {"value": reading.understood}
    )


def _says_the_same(question: Question, reading: Reading) -> bool:
    if reading.unit != question.canonical_unit:
        return False
    number, typed = reading.understood.removesuffix(reading.unit).strip(), reading.typed.strip()
    return number == typed or (len(typed) < SHORT and number.replace(",", "") == typed)


def findings_of(view: QuestionnaireView, name: str, location: Location) -> SafeString:
    found = view.findings(name, location.row)
    if not found:
        return NOTHING
    return SafeString("".join(_FINDINGS[finding.severity](view, finding) for finding in found))


def _hard(view: QuestionnaireView, finding: Finding) -> SafeString:
    return format_html(
        '<span class="field-error"><span class="visually-hidden">{} </span>{}{}</span>',
        _("Error:"),
        view.say(finding.message),
        likely(view, finding),
    )


def _soft(view: QuestionnaireView, finding: Finding) -> SafeString:
    location, reason = Location.of_reason(finding.key, view.among), view.reasons.get(finding.key, "")
    return format_html(
        '<span class="soft-check"><span class="soft-message">{}</span>{}<label for="{}">{}</label>'
        '<textarea class="form-control" rows="2" maxlength="{}" name="{}" id="{}">\n{}</textarea></span>',
        view.say(finding.message),
        likely(view, finding),
        location.id,
        _("Correct the answer, or say why it is right"),
        max(LONGEST_REASON, len(reason)),
        location.field,
        location.id,
        reason,
    )


def likely(view: QuestionnaireView, finding: Finding) -> SafeString:
    """What was likely meant, to be taken by a button: the same number in another unit."""
    slip = view.evaluation.slip_of(finding) if view.offers_likely else None
    if slip is None:
        return NOTHING
    question = view.definition.question(slip.question)
    unit = slip.unit if slip.unit in question.units else question.unit
    words = _("“%(question)s” is likely in another unit: take %(value)s")
    shown = {"question": view.tell(question.label), "value": show(question, slip.value, view.language, unit)}
    return format_html(
        '<button class="btn btn-secondary likely" name="act" value="take:{}:{}:{}">{}</button>',
        slip.question,
        slip.row or "",
        slip.unit,
        nested(words % shown),
    )


def _info(view: QuestionnaireView, finding: Finding) -> SafeString:
    """What was copied can be confirmed, and what tenants declared called one's own, on a page that takes it."""
    if finding.check not in _BUTTONS or not view.offers_likely:
        return format_html('<span class="info-check">{}</span>', view.say(finding.message))
    kind, verb, words = _BUTTONS[finding.check]
    return format_html(
        '<span class="{}">{} <button class="btn btn-sm btn-secondary" name="act" value="{}:{}">{}'
        '<span class="visually-hidden"> – {}</span></button></span>',
        kind,
        view.say(finding.message),
        verb,
        finding.question,
        words,
        view.tell(view.definition.question(finding.question).label),
    )


_BUTTONS = {
    COPIED: ("copied-answer", "confirm", gettext_lazy("It is true here, too")),
    DECLARED: ("declared-answer", "own", gettext_lazy("It is our own figure by now")),
}
"""By check: the class it is drawn in, the verb and the words of its button."""


def _not_asked(view: QuestionnaireView, question: Question, location: Location, entry: Entry, name: str) -> SafeString:
    """Tables, notes and calculations are drawn by whoever draws the page."""
    return NOTHING


def _file(view: QuestionnaireView, question: Question, location: Location, entry: Entry, name: str) -> SafeString:
    return file_control(view, question, location, entry)


_FINDINGS = {"hard": _hard, "soft": _soft, "info": _info}
CONTROLS: dict[Control, Callable[[QuestionnaireView, Question, Location, Entry, str], SafeString]] = {
    "line": _line,
    "lines": _text_area,
    "position": _position,
    "tick": _tick,
    "one of": _one_of,
    "several of": _options,
    "file": _file,
    "nothing": _not_asked,
}
