"""To a colleague who may publish the proposal of a questionnaire; `to.organisation` is their authority."""

from surveys.notices.wording import Addressee, Content, Kind

KIND = Kind(
    name="second_look",
    label={"zh": "提请复核调查表", "en": "second look at a questionnaire"},
    zh="""\
【请复核】调查表草案“{{ title }}”
{{ to.organisation }}（{{ to.name }} 收）：

{{ asked_by }}提请您复核调查表草案“{{ title }}”{% if code %}（{{ code }}）{% endif %}。
下列页面列明变更内容。核对无误的，请在该页发布；需要调整的，请直接修改或与{{ asked_by }}联系：
{link}

复核前草案如有改动，以页面所示为准。

{{ to.organisation }}
""",
    en="""\
Please look at the proposed questionnaire “{{ title }}”
To {{ to.name }}, {{ to.organisation }}

{{ asked_by }} asks for a second look at the proposed questionnaire “{{ title }}”{% if code %} \
({{ code }}){% endif %}.
The page shows what it changes. If it is as it should be, publish it there; if not, correct it or talk to \
{{ asked_by }}:
{link}

Should it be changed before you come to it, the page shows it as it stands then.

{{ to.organisation }}
""",
)


def content(to: Addressee, *, title: str, code: str, asked_by: str) -> Content:
    return KIND.content(to, title=title, code=code, asked_by=asked_by)
