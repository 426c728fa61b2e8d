"""To whoever may sign answers that a colleague prepared, in an organisation where one person does not do both."""

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="to_sign",
    label={"zh": "请签报", "en": "ready to sign"},
    is_awaited=True,
    zh="""\
【请签报】{{ assignment }}：{{ round.deadline }}截止
{{ to.organisation }}（{{ to.name }} 收）：

{{ prepared_by }}已备妥“{{ round.title }}”中“{{ assignment }}”的{% if is_nil %}零报告{% else %}填报内容{% endif %}，\
请您审阅、声明并报送，或退回并说明理由：
{link}

备妥不等于报送：截止时间以报送为准。
""",
    en="""\
Ready to sign: {{ assignment }}, due {{ round.deadline }}
To {{ to.name }}, {{ to.organisation }}

{{ prepared_by }} has prepared the {% if is_nil %}nil return{% else %}answers{% endif %} of “{{ assignment }}” for \
“{{ round.title }}”. Please read, declare and submit, or send it back with a word:
{link}

Prepared is not submitted: the deadline counts for what is submitted.
""",
)


def content(round: RoundFacts, to: Addressee, *, assignment: str, prepared_by: str, is_nil: bool) -> Content:
    return KIND.content(to, round=round, assignment=assignment, prepared_by=prepared_by, is_nil=is_nil)
