"""What we say when something typed cannot be read. One sentence per flaw: what is wrong and what to do."""

from surveys.lib.text import nested

UNREADABLE = {
    "not_a_number": {
        "zh": "“{typed}”不是数字，请只填数字，例如 1200.5",
        "en": "“{typed}” is not a number. Enter figures only, for example 1200.5",
    },
    "separators": {
        "zh": "“{typed}”中的分隔符位置不对：千位分隔须每三位一组（1,200,000），小数点用“.”",
        "en": "The separators in “{typed}” are misplaced. Group by thousands (1,200,000) and use “.” for decimals",
    },
    "leading_zero": {
        "zh": "“{typed}”以 0 开头，又带分隔符，看不出是多少：小数请写成 {decimal}，整数请去掉前面的 0",
        "en": "“{typed}” begins with 0 and is parted, so it could mean two things. Write a fraction as {decimal}, or leave the 0 out",
    },
    "range": {
        "zh": "“{typed}”是一个范围，请填一个确定的数；没有实测值时填最可靠的一个数，并在备注中说明",
        "en": "“{typed}” is a range. Enter one number; without a measured value enter the best one and explain in the remarks",
    },
    "approximate": {
        "zh": "“{typed}”含有“约”“左右”一类的字样或不等号，请只填一个数，估算依据写在备注中",
        "en": "“{typed}” says “about” or is a bound. Enter one number and put how it was estimated into the remarks",
    },
    "magnitude": {
        "zh": "“{typed}”中的“{tail}”是数量级还是单位不清楚，请写全单位（如“{number} 万千瓦时”）或写出完整数字",
        "en": "It is unclear what “{tail}” in “{typed}” means. Write the full unit (“{number} 万千瓦时”) or the number in full",
    },
    "scientific": {
        "zh": "“{typed}”是科学计数法，请写出完整数字，例如 1200000",
        "en": "“{typed}” is in scientific notation. Write the number out, for example 1200000",
    },
    "not_finite": {
        "zh": "“{typed}”不是一个确定的数，请填一个数字；没有数据时留空或注明“无法提供”的原因",
        "en": "“{typed}” is not a definite number. Enter a number, or say that it is not available and why",
    },
    "too_long": {
        "zh": "数字超过 {limit} 位，请检查是否重复粘贴",
        "en": "The number has more than {limit} digits. Check whether it was pasted twice",
    },
    "whole_number": {"zh": "“{typed}”应为整数", "en": "Enter “{typed}” as a whole number"},
    "decimals": {
        "zh": "“{typed}”的小数超过 {limit} 位，请保留到 {limit} 位小数以内",
        "en": "“{typed}” has too many decimals. Enter at most {limit}",
    },
    "unit": {
        "zh": "不认识单位“{unit}”，本题可用的单位：{allowed}",
        "en": "The unit “{unit}” cannot be used here. Use one of: {allowed}",
    },
    "no_unit": {
        "zh": "“{unit}”不能写在这里，本题只填数字",
        "en": "“{unit}” does not belong here. Enter the number only",
    },
    "date": {
        "zh": "“{typed}”不是有效日期，请按 2021-04-28 的格式填写",
        "en": "“{typed}” is not a date. Write it like 2021-04-28",
    },
    "counted_day": {
        "zh": "“{typed}”是电子表格内部的日期序号，可能指 {day}，请核对后按 2021-04-28 的格式填写",
        "en": "“{typed}” is how spreadsheets count days, perhaps {day}. Check it and write the date like 2021-04-28",
    },
    "no_such_date": {
        "zh": "“{typed}”这一天不存在，请核对年、月、日",
        "en": "There is no such day as “{typed}”. Check year, month and day",
    },
    "position": {
        "zh": "“{typed}”不是位置，请填写纬度和经度，例如 39.9042, 116.4074",
        "en": "“{typed}” is no position. Write latitude and longitude, like 39.9042, 116.4074",
    },
    "year": {
        "zh": "“{typed}”不是有效年份，请填四位数字，例如 2021",
        "en": "“{typed}” is not a year. Write four figures, like 2021",
    },
    "month_range": {
        "zh": "“{typed}”不是有效的起止年月，请按 2020-04 至 2021-03 的格式填写",
        "en": "“{typed}” is not a period of months. Write it like 2020-04 to 2021-03",
    },
    "month_range_backwards": {
        "zh": "“{typed}”的终止年月早于起始年月，请核对",
        "en": "The period “{typed}” ends before it begins. Check both months",
    },
    "month": {
        "zh": "“{typed}”不是有效年月，请按 2021-04 的格式填写",
        "en": "“{typed}” is not a month. Write it like 2021-04",
    },
    "time": {
        "zh": "“{typed}”不是有效时间，请按 14:05 的格式填写",
        "en": "“{typed}” is not a time of day. Write it like 14:05",
    },
    "moment": {
        "zh": "“{typed}”不是有效的日期和时间，请按 2021-04-28 14:05 的格式填写",
        "en": "“{typed}” is not a date with a time. Write it like 2021-04-28 14:05",
    },
    "control_characters": {
        "zh": "文字中含有看不见的控制字符（第 {position} 个字符），请删除后重新填写",
        "en": "The text contains an invisible control character (character {position}). Delete it and type the text again",
    },
    "cut_number": {
        "zh": "“{typed}”是按数值保存的，电子表格只保留 15 位数字，后面的已经丢失。请先把这一列的格式设为“文本”，再重新填写",
        "en": "“{typed}” was kept as a number, of which a spreadsheet keeps 15 digits; the others are lost. Format the column as text, then type the code again",
    },
    "day_for_a_code": {
        "zh": "电子表格把这个单元格当作日期或时间（{typed}）保存，原来的编号已经丢失。请先把这一列的格式设为“文本”，再重新填写",
        "en": "The spreadsheet has made a date or a time of this code ({typed}). Format the column as text, then type the code again",
    },
    "failed_formula": {
        "zh": "单元格中的公式出错，结果是“{typed}”，请改正公式或直接填写内容",
        "en": "A formula in this cell failed with “{typed}”. Correct it, or write what it should give",
    },
    "text_too_long": {
        "zh": "文字共 {length} 个字符，最多 {limit} 个，请缩短",
        "en": "The text has {length} characters. Shorten it to at most {limit}",
    },
}


# What a spreadsheet shows for a formula that it could not work out.
NOT_WORKED_OUT = "#GETTING_DATA"
"""What a spreadsheet shows as long as a formula has no result."""

FAILED_FORMULAS = frozenset(
    {"#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", NOT_WORKED_OUT}
)


def in_words(reason: str, **values: object) -> dict[str, str]:
    """The sentence for a flaw in every language; what was typed is cut so that a page of text does not come back."""
    shown = {name: _shortened(str(value)) for name, value in values.items()}
    return {language: nested(words.format(**shown)) for language, words in UNREADABLE[reason].items()}


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[:most] + "…"


class Unreadable(ValueError):
    """Something typed cannot be read as what was asked for; `message` says why in every language."""

    def __init__(self, reason: str, **values: object) -> None:
        self.reason = reason
        self.message = in_words(reason, **values)
        super().__init__(self.message["en"])
