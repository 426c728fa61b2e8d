"""To an officer: operators wait for an answer in a round. What they wrote stands behind the link alone."""

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="waits_for_answer",
    label={"zh": "待答复提醒", "en": "something waits for an answer"},
    zh="""\
【待答复】{{ round.title }}
{{ to.organisation }}（{{ to.name }} 收）：

“{{ round.title }}”有填报单位提出申请或留言，等待答复。内容请登录系统查看：
{link}

同一批次每天最多提醒一次。

{{ round.authority }}
""",
    en="""\
Waits for an answer: {{ round.title }}
To {{ to.name }}, {{ to.organisation }}

In “{{ round.title }}” an operator asks for something or has written to you, and waits for an answer. Log in to read it:
{link}

You get at most one such reminder a day for each round.

{{ round.authority }}
""",
)


def content(round: RoundFacts, to: Addressee) -> Content:
    return KIND.content(to, round=round)
