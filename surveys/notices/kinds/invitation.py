"""To come into `to.organisation`, which may be an authority too; `role` is its name as shown on screens."""

from surveys.notices.wording import Addressee, Content, Kind

KIND = Kind(
    name="invitation",
    label={"zh": "账号邀请", "en": "invitation"},
    is_awaited=True,
    zh="""\
【账号邀请】请开通“{{ to.organisation }}”的填报系统账号
{{ to.name }}：

{{ invited_by }}邀请您以“{{ role }}”的身份加入“{{ to.organisation }}”。请打开下面的链接，设置密码后即可使用：
{link}

链接仅供您本人使用一次，有效期至 {{ expires }}，请勿转发。如与您无关，请忽略本邮件。
""",
    en="""\
Invitation: your account for “{{ to.organisation }}”
Dear {{ to.name }},

{{ invited_by }} invites you to join “{{ to.organisation }}” as {{ role }}. Open this link and choose a password:
{link}

The link is for you alone, works once and is valid until {{ expires }}. If this does not concern you, please ignore \
it.
""",
)


def content(to: Addressee, *, invited_by: str, role: str, expires: str) -> Content:
    return KIND.content(to, invited_by=invited_by, role=role, expires=expires)
