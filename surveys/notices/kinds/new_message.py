"""The bureau has written to an operator about a return. What it wrote stands behind the link alone."""

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="new_message",
    label={"zh": "新留言", "en": "new message"},
    zh="""\
【新留言】{{ assignment }}：{{ round.title }}
{{ to.organisation }}（{{ to.name }} 收）：

{{ round.authority }}就“{{ round.title }}”中的“{{ assignment }}”给贵单位留言。内容请登录系统查看，并可在该页回复：
{link}
{% if round.enquiries %}
咨询电话：{{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
    en="""\
New message: {{ assignment }}, {{ round.title }}
To {{ to.organisation }}, attention {{ to.name }}

{{ round.authority }} has written to you about “{{ assignment }}” in “{{ round.title }}”. Log in to read it and to answer:
{link}
{% if round.enquiries %}
Questions: {{ round.enquiries }}
{% endif %}
{{ round.authority }}
""",
)


def content(round: RoundFacts, to: Addressee, *, assignment: str) -> Content:
    return KIND.content(to, round=round, assignment=assignment)
