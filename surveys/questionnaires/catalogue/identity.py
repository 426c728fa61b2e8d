"""Who reports, and where: names, codes, addresses, the people to call."""

from surveys.questionnaires.catalogue import messages
from surveys.questionnaires.catalogue.entries import edit_check, hard, info, plain, soft
from surveys.questionnaires.catalogue.parameters import Amount, Column, Question, Table, Unsuitable, Words
from surveys.questionnaires.form import StoredCheck

SOUTH, NORTH = Amount("fact('district.south')"), Amount("fact('district.north')")
WEST, EAST = Amount("fact('district.west')"), Amount("fact('district.east')")
# As telephones and people write it: in groups, with the country's code, with full-width characters.
_PARTED = "[ .．·‐-―−－-]?"
_COUNTRY = f"[(（]?[+＋]?{_PARTED}[0０]{{0,2}}{_PARTED}[8８][6６][)）]?{_PARTED}"
CHINESE_MOBILE = f"({_COUNTRY})?[(（]?[1１]{_PARTED}[3-9３-９]{_PARTED}[0-9０-９][)）]?({_PARTED}[0-9０-９]){{8}}"


@edit_check("E01", zh="名称与名录一致", en="The name is the one in the register")
def name_as_registered(name: Question, registered: str = "organisation.name") -> list[StoredCheck]:
    return [
        info(
            [name],
            f"{name} = fact('{registered}')",
            "名称“{name}”与名录登记的“{in_register}”不一致，请核对；名称已变更的可不改",
            "The name “{name}” differs from “{in_register}” in the register. Check it; leave it if the name has changed",
            relevant=f"{name} != ''",
            values={"in_register": plain(f"fact('{registered}')")},
        )
    ]


@edit_check("E02", zh="统一社会信用代码校验位正确", en="The unified social credit code has the right check character")
def valid_credit_code(code: Question) -> list[StoredCheck]:
    return [
        hard(
            [code],
            f"valid-uscc({code})",
            "统一社会信用代码“{code}”的位数或校验位有误，请对照营业执照核对",
            "The unified social credit code “{code}” has a wrong length or check character. "
            "Compare it with the business licence",
            relevant=f"{code} != ''",
        )
    ]


@edit_check("E03", zh="所在区属于本市", en="The district belongs to the city")
def district_of_city(district: Question, prefixes: Words) -> list[StoredCheck]:
    return [
        hard(
            [district],
            " or ".join(f"starts-with({district}, '{prefix}')" for prefix in prefixes),
            "所在区“{district}”不在本市范围，请重新选择",
            "The district “{district}” does not belong to this city. Choose again",
            relevant=f"{district} != ''",
        )
    ]


@edit_check("E04", zh="手机号码、电子邮箱格式正确", en="Mobile number and e-mail address are well formed")
def valid_contact(
    phone: Question | None = None, email: Question | None = None, pattern: str = CHINESE_MOBILE
) -> list[StoredCheck]:
    if phone is None and email is None:
        raise Unsuitable(messages.PHONE_OR_EMAIL)
    return [*([_valid_phone(phone, pattern)] if phone else []), *([_valid_email(email)] if email else [])]


def _valid_phone(phone: Question, pattern: str) -> StoredCheck:
    is_chinese = pattern == CHINESE_MOBILE
    zh = "手机号码“{phone}”格式有误，应为以 1 开头的 11 位数字" if is_chinese else "电话号码“{phone}”格式有误，请核对"
    en = (
        "“{phone}” is not a mobile number. It has 11 digits and starts with 1"
        if is_chinese
        else "“{phone}” is not a telephone number. Check it"
    )
    return hard([phone], f"regex({phone}, '{pattern}')", zh, en, relevant=f"{phone} != ''")


def _valid_email(email: Question) -> StoredCheck:
    return hard(
        [email],
        f"regex({email}, '[^@ ]+@[^@ ]+[.][^@ .]+')",
        "电子邮箱“{email}”格式有误，应类似 name@example.com",
        "“{email}” is not an e-mail address. It should look like name@example.com",
        relevant=f"{email} != ''",
    )


@edit_check("E05", zh="数量与明细行数相符", en="There are as many rows as were counted")
def rows_as_counted(count: Question, rows: Table) -> list[StoredCheck]:
    return [
        hard(
            [count, rows],
            f"count({rows}) = {count}",
            "填报的数量（{count}）与明细行数（{found}）不符，请补充或更正",
            "The number given ({count}) differs from the number of rows ({found}). Add rows or correct it",
            relevant=f"{count} != ''",
            values={"found": plain(f"count({rows})", 0)},
        )
    ]


@edit_check(
    "E06",
    zh="名称在本单位内不重复；同一地址没有其他单位填报",
    en="No name stands twice in the organisation; nobody else reports the address",
)
def unique_site(name: Column, address: Question | None = None, rows: Table | None = None) -> list[StoredCheck]:
    """rows: the table whose rows are the sites; without it the unit is compared with the organisation's other ones."""
    entries = [_unique_in(name, rows) if rows else _unique_among_siblings(name)]
    return [*entries, _own_address(address)] if address else entries


def _unique_in(name: Question, rows: Question) -> StoredCheck:
    return hard(
        [rows, name],
        f"repeated({name}) = ''",
        "名称“{twice}”重复，请用名称区分（例如加上楼栋）",
        "The name “{twice}” stands there twice. Tell the sites apart by name, for example by the building",
        values={"twice": plain(f"repeated({name})")},
    )


def _unique_among_siblings(name: Question) -> StoredCheck:
    return hard(
        [name],
        f"count-equal(fact('siblings.names'), {name}) = 0",
        "本单位已有名为“{name}”的数据中心，请用名称区分（例如加上楼栋）",
        "The organisation has another data center called “{name}”. Tell them apart by name, for example by the building",
        relevant=f"{name} != ''",
    )


def _own_address(address: Question) -> StoredCheck:
    return soft(
        [address],
        "not(fact('facility.address_taken'))",
        "该地址（{address}）已有其他单位填报，请核对；确属同址的，请说明双方关系",
        "Another organisation reports a data center at this address ({address}). "
        "Check it; if both are there, explain how they are related",
        relevant=f"{address} != ''",
    )


@edit_check("E07", zh="坐标在所填区内", en="The coordinates lie in the district")
def coordinates_in_district(
    latitude: Question,
    longitude: Question,
    south: Amount = SOUTH,
    north: Amount = NORTH,
    west: Amount = WEST,
    east: Amount = EAST,
) -> list[StoredCheck]:
    return [
        soft(
            [latitude, longitude],
            f"{latitude} >= {south} and {latitude} <= {north} and {longitude} >= {west} and {longitude} <= {east}",
            "坐标（{latitude}，{longitude}）不在所填的区内，请核对经纬度是否颠倒",
            "The coordinates ({latitude}, {longitude}) lie outside the district. "
            "Check whether latitude and longitude are swapped",
        )
    ]


@edit_check("E37", zh="已作出真实性承诺", en="The answers are declared to be true")
def declaration_made(declaration: Question) -> list[StoredCheck]:
    """A yes/no question or an acknowledgement; that it is answered at all is for `required` to say."""
    return [
        hard(
            [declaration],
            f"selected('true yes OK', string({declaration}))",
            "请确认填报内容真实、准确、完整后再报送",
            "Confirm that the answers are true, accurate and complete",
            relevant=f"{declaration} != ''",
        )
    ]


@edit_check("E41", zh="IP 地址为有效的 IPv4 或 IPv6 地址", en="IP addresses are valid, version 4 or 6")
def valid_addresses(ip: Question) -> list[StoredCheck]:
    """Several addresses are separated by spaces or commas."""
    return [
        hard(
            [ip],
            f"valid-ip({ip})",
            "“{ip}”中有无效的 IP 地址，应类似 203.0.113.7 或 2001:db8::7；多个地址用空格隔开",
            "“{ip}” holds an invalid IP address. It should look like 203.0.113.7 or 2001:db8::7; "
            "put spaces between several",
            relevant=f"{ip} != ''",
        )
    ]
