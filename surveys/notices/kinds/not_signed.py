"""To who prepared answers that a signer sent back with a word."""

from surveys.notices.wording import Addressee, Content, Kind, RoundFacts

KIND = Kind(
    name="not_signed",
    label={"zh": "签报退回", "en": "not signed"},
    is_awaited=True,
    zh="""\
【签报退回】{{ assignment }}：{{ round.deadline }}截止
{{ to.organisation }}（{{ to.name }} 收）：

{{ signer }}退回了“{{ round.title }}”中“{{ assignment }}”的填报内容：
{{ word }}

请修改后重新标为备妥：
{link}
""",
    en="""\
Not signed: {{ assignment }}, due {{ round.deadline }}
To {{ to.name }}, {{ to.organisation }}

{{ signer }} has sent back the answers of “{{ assignment }}” for “{{ round.title }}”:
{{ word }}

Please correct them and mark them as ready again:
{link}
""",
)


def content(round: RoundFacts, to: Addressee, *, assignment: str, signer: str, word: str) -> Content:
    return KIND.content(to, round=round, assignment=assignment, signer=signer, word=word)
