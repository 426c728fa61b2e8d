"""What is said of a definition that fits together and cannot work, in every language."""

# Roles
NO_SUCH_ROLE = {
    "zh": "报表不认识用途“{role}”，可用的用途见“设置”页",
    "en": "Reports know nothing by “{role}”. The settings list what they know",
}
ROLE_AT = {
    "question": {
        "zh": "用途“{role}”应是表格以外的题目，“{name}”不是",
        "en": "“{role}” should be a question outside tables; “{name}” is not",
    },
    "table": {"zh": "用途“{role}”应是表格，“{name}”不是", "en": "“{role}” should be a table; “{name}” is none"},
    "column": {
        "zh": "用途“{role}”应是表格的一列，“{name}”不是",
        "en": "“{role}” should be a column of a table; “{name}” is none",
    },
}
ROLE_OF_NUMBER = {
    "zh": "用途“{role}”应是数字，“{name}”不是：报表中的合计会空着",
    "en": "“{role}” should be a number and “{name}” is none: the sums of the report would stay blank",
}
ROLE_OF_DAY = {"zh": "用途“{role}”应是日期，“{name}”不是", "en": "“{role}” should be a date; “{name}” is none"}
ROLE_IN_UNIT = {
    "zh": "“{name}”的单位不能换算成 {unit}，报表无法按用途“{role}”合计",
    "en": "“{name}” is in a unit that does not convert into {unit}, so reports cannot add it up as “{role}”",
}
NO_TOTAL = {
    "zh": "问了用电量（“{name}”），却没有写明哪一题是总用电量（total_kwh）或挖矿用电量（mining_kwh）：报告首页和用电各表会空着",
    "en": "Electricity is asked for (“{name}”), but no question is named as total_kwh or mining_kwh: the cover and the "
    "tables on electricity would stay blank",
}
NOT_A_TABLE = {"zh": "“{name}”不是表格", "en": "“{name}” is no table"}
NOT_A_COLUMN = {
    "zh": "“{name}”不是该表格的列，这项校核会使每份回报都无法报送",
    "en": "“{name}” is no column of that table, so the check would refuse every return",
}
INITIAL_OF_COLUMN = {
    "zh": "表格的列不会在首次打开时计算，这一格会空着",
    "en": "Nothing is computed for a column when the form is first opened; its cells stay blank",
}
DEFAULT_OF_COLUMN = {
    "zh": "表格的列不会预先填写，这一格会空着",
    "en": "A column is not filled in beforehand; its cells stay blank",
}
PREFILL_OF_COLUMN = {
    "zh": "“{fact}”只有一个值，不能预填表格的各行",
    "en": "“{fact}” is a single value and fills no rows of a table",
}
PREFILL_FROM_COLUMN = {
    "zh": "“{fact}”是表格的一列，不能预填一道题",
    "en": "“{fact}” is a column of a table and fills no single question",
}
PREFILL_UNKNOWN = {
    "organisation": {
        "zh": "单位信息部分对全部数据中心只问一次，“{fact}”在这里没有值，会空着",
        "en": "In a section about the organisation, asked once for all its units, “{fact}” has no value; it stays blank",
    },
    "facility": {
        "zh": "在各填报单位部分“{fact}”没有值，会空着；请移到单位信息部分",
        "en": "In a section of each reporting unit “{fact}” has no value; it stays blank. Move it to one about the "
        "organisation",
    },
    "organisation as a unit": {
        "zh": "由单位填报的调查表里“{fact}”没有值，会空着",
        "en": "Where organisations answer, “{fact}” has no value; it stays blank",
    },
}
FACT_UNKNOWN = {
    "facility": {
        "zh": "填报数据中心的题目时不知道“{fact}”，这条规则不会起作用",
        "en": "What is asked of data centers knows no “{fact}”; the rule will never be decided",
    },
    "organisation as a unit": {
        "zh": "由单位填报的调查表里不知道“{fact}”，这条规则不会起作用",
        "en": "Where organisations answer, “{fact}” is not known; the rule will never be decided",
    },
}
BLANK_PART = {
    "zh": "“{name}”不是必填，空着时整个合计也空着；空着应算作 0 的，写成 coalesce(${{name}}, 0)",
    "en": "“{name}” may stay blank, and then the whole sum is blank. Where a blank means 0, write "
    "coalesce(${{name}}, 0)",
}

ROLE_OF_CHOICE = {
    "zh": "用途“{role}”应是单选、是非或文字，“{name}”不是：报表读不出答案",
    "en": "“{role}” should be one choice, yes or no, or a text; “{name}” is none: reports cannot read its answers",
}
ROLE_WITHOUT_ANSWER = {
    "zh": "报表看“{role}”是否答“{answer}”，而“{name}”没有这个选项：每份回报都会被同样看待",
    "en": "Reports look whether “{role}” says “{answer}”, which “{name}” does not offer: they would take every return alike",
}
ROLE_OF_ORGANISATION = {
    "zh": "“{name}”在单位信息部分，对全部数据中心只问一次；按用途“{role}”合计时，每个数据中心都会计入一次",
    "en": "“{name}” is asked of the organisation, once for all its data centers; as “{role}” it would be added up once for "
    "each of them",
}
ROLE_ALONE = {
    "zh": "用途“{role}”须与“{missing}”一起指明，否则报表不会使用",
    "en": "“{role}” is of use only together with “{missing}”, which is not named",
}
ROLE_IN_ANOTHER_TABLE = {
    "zh": "用途“{role}”应是表格“{table}”的一列，“{name}”在另一张表格里",
    "en": "“{role}” should be a column of the table “{table}”; “{name}” stands in another",
}
ROLES_OF_ONE = {
    "zh": "“{name}”同时用作 {roles}：同一个数字会被当作几项",
    "en": "“{name}” is named as {roles}: one figure would be taken for several",
}

# What is never asked, and what no answer can satisfy
NEVER_ASKED = {
    "zh": "这个条件永远不成立：不会向任何人询问",
    "en": "This condition can never hold: nobody will be asked",
}
NEVER_REQUIRED = {"zh": "这个条件永远不成立：永远不是必填", "en": "This condition can never hold: it is never required"}
NO_ANSWER_WILL_DO = {
    "zh": "没有任何答案能满足这个限制，填了就无法报送",
    "en": "No answer can satisfy this constraint: whatever is entered is refused",
}
DEFAULT_BREAKS = {
    "zh": "预先填写的值不符合本题自己的限制",
    "en": "What is filled in beforehand breaks the question's own constraint",
}
HIDDEN_REQUIRED = {
    "zh": "隐藏的题目没有人能填，不能必填",
    "en": "Nobody can answer a hidden question, so it cannot be required",
}
READ_ONLY_REQUIRED = {
    "zh": "只读又必填，却没有什么来填写：无法报送",
    "en": "It is read-only and required, and nothing fills it in: it cannot be submitted",
}
READ_ONLY_BLANK = {
    "zh": "只读，又没有什么来填写，会一直空着",
    "en": "It is read-only and nothing fills it in: it stays blank",
}
NOTHING_TO_CHOOSE = {
    "zh": "无论怎样作答，这里都没有可选的选项",
    "en": "Whatever is answered before, no choice is offered here",
}
NOTHING_TO_CHOOSE_AFTER = {
    "zh": "“{name}”答 {answers} 之后没有可选的选项，而本题必填",
    "en": "After {answers} in “{name}” no choice is offered, and an answer is required",
}
CHECK_NEVER = {
    "zh": "这个条件永远不成立：这项校核不会起作用",
    "en": "This condition can never hold: the check finds nothing",
}
CHECK_ALWAYS = {
    "zh": "没有任何答案能通过这项校核",
    "en": "No answer can pass this check",
}
CORE_WITHOUT_VALUE = {
    "zh": "“{name}”不是可以作答的题目，不能用来判断回报是否完整",
    "en": "“{name}” is not a question with an answer and cannot tell whether a return is complete",
}

# Numbers of rows
COUNT_OUT_OF_BOUNDS = {
    "zh": "行数定为 {count}，而表格允许 {least} 到 {most} 行：无法报送",
    "en": "The table is to have {count} rows and may have {least} to {most}: it cannot be submitted",
}

# Nil returns
NIL_NOT_ANSWERED = {
    "zh": "零报告要回答的“{name}”不是可以作答的题目",
    "en": "A nil return answers “{name}”, which is not a question that can be answered",
}
NIL_OF_ORGANISATION = {
    "zh": "“{name}”在单位信息部分，对全部数据中心只问一次，不能逐个作零报告",
    "en": "“{name}” is asked of the organisation, once for all its data centers; a nil return is filed for each",
}
NIL_NOT_ASKED = {
    "zh": "“{name}”要在别的答案之后才问，零报告没有别的答案，它的“{value}”不会存下",
    "en": "“{name}” is asked only after other answers, and a nil return has none: its “{value}” would not be kept",
}
NIL_REFUSED = {
    "zh": "“{name}”不接受“{value}”：每份零报告都会被退回",
    "en": "“{name}” does not take “{value}”: every nil return would be refused",
}
NIL_NOT_KNOWN = {
    "zh": "“{name}”答“{value}”时认不出是零报告；请用单选或是非题",
    "en": "“{value}” in “{name}” is not recognised as nil; use one choice, or yes or no",
}
NIL_REQUIRES_NO_ANSWER = {
    "zh": "零报告要求的“{name}”不是可以单独作答的题目",
    "en": "A nil return asks for “{name}”, which is not a question that can be answered by itself",
}
NIL_REQUIRES_NOT_ASKED = {
    "zh": "零报告要求的“{name}”要在别的答案之后才问，零报告中不会出现",
    "en": "A nil return asks for “{name}”, which is asked only after other answers and will not be there",
}
INITIAL_OF_TYPE = {
    "zh": "这种题目不会在首次打开时计算",
    "en": "Nothing is computed for this type of question when the form is first opened",
}
INITIAL_AND_DEFAULT = {
    "zh": "已有预先填写的值，首次打开时不会计算",
    "en": "It has a default, so nothing is computed when the form is first opened",
}
INITIAL_UNREADABLE = {
    "zh": "算出的值不能作为本题的答案，会空着",
    "en": "What is computed is no answer to this question; it stays blank",
}
DEFAULT_OF_TYPE = {
    "zh": "这种题目不会预先填写",
    "en": "This type of question is not filled in beforehand",
}
PREFILL_OF_TYPE = {
    "zh": "这种题目不会预填“{fact}”",
    "en": "This type of question is not filled in with “{fact}”",
}
PREFILL_OF_ANOTHER_KIND = {
    "zh": "“{fact}”不能作为本题的答案，会空着",
    "en": "“{fact}” is no answer to this question; it stays blank",
}
CHECKED_WITHOUT_VALUE = {
    "zh": "“{name}”没有答案，这项校核不会起作用",
    "en": "“{name}” has no answer, so the check finds nothing",
}
CHECKED_NO_FIGURE = {
    "zh": "这项校核要比较大小，“{name}”却不是数字也不是日期",
    "en": "The check compares figures or days, and “{name}” is neither",
}
OTHER_QUANTITY = {
    "zh": "{one} 与 {other} 不是同一种量，不能直接比较或相加",
    "en": "{one} and {other} measure different things and cannot be compared or added up",
}
ASKED_LATER = {
    "zh": "单位信息先于各填报单位填写，那时“{name}”还没有答案：这条规则在这里不起作用",
    "en": "The organisation's data are confirmed before “{name}” is asked of its units, so the rule finds it blank here",
}
NOTHING_TO_FILL = {
    "zh": "表格没有一列可以填写，填不出一行",
    "en": "The table has no column that can be filled in, and so no row",
}
