"""Tags that draw a questionnaire: `{% draw_question view question %}` is a question with everything said about it."""

from django import template

from surveys.questionnaires.form import Question, Section
from surveys.rendering import questions
from surveys.rendering.paper import PaperView

register = template.Library()

register.filter(questions.spoken)
register.filter(questions.written)
register.simple_tag(questions.tell)
register.simple_tag(questions.drawn)
register.simple_tag(questions.draw_section)
register.simple_tag(questions.draw_question)
register.simple_tag(questions.draw_rows)
register.simple_tag(questions.reply_box)


@register.simple_tag
def asked_if(view: PaperView, asked: Question | Section) -> str:
    return view.condition(asked)


@register.simple_tag
def lists_of(view: PaperView, asked: Question) -> list[tuple[str, list[str]]]:
    return view.lists(asked)
