"""What reviewers have accepted since the last letter: one a day, of all of an organisation's returns."""

from dataclasses import dataclass

from surveys.notices.wording import Addressee, Content, Kind


@dataclass(frozen=True)
class AcceptedReturn:
    """`note`: what the reviewer writes to it."""

    assignment: str
    revision: int
    receipt: str
    note: str = ""


@dataclass(frozen=True)
class AcceptedInRound:
    title: str
    returns: list[AcceptedReturn]


KIND = Kind(
    name="accepted",
    label={"zh": "审核通过", "en": "accepted"},
    zh="""\
【审核通过】{% if count == 1 %}{{ rounds.0.title }}：{{ rounds.0.returns.0.assignment }}{% else %}{{ count }} 份回报{% endif %}
{{ to.organisation }}（{{ to.name }} 收）：

贵单位下列{% if count == 1 %}回报{% else %} {{ count }} 份回报{% endif %}已审核通过。
{% for round in rounds %}
批次：{{ round.title }}
{% for one in round.returns %}· {{ one.assignment }}：第 {{ one.revision }} 版，回执 {{ one.receipt }}
{% if one.note %}  审核意见：{{ one.note }}
{% endif %}{% endfor %}{% endfor %}
查看：
{link}

感谢配合。

{{ authority }}
""",
    en="""\
Accepted: {% if count == 1 %}{{ rounds.0.title }}, {{ rounds.0.returns.0.assignment }}{% else %}{{ count }} returns\
{% endif %}
To {{ to.organisation }}, attention {{ to.name }}

{% if count == 1 %}This return has{% else %}These {{ count }} returns have{% endif %} been reviewed and accepted.
{% for round in rounds %}
Round: {{ round.title }}
{% for one in round.returns %}· {{ one.assignment }}: revision {{ one.revision }}, receipt {{ one.receipt }}
{% if one.note %}  The reviewer writes: {{ one.note }}
{% endif %}{% endfor %}{% endfor %}
See here:
{link}

Thank you.

{{ authority }}
""",
)


def content(to: Addressee, *, authority: str, count: int, rounds: list[AcceptedInRound]) -> Content:
    return KIND.content(to, authority=authority, count=count, rounds=rounds)
