"""What is said of a definition that is edited, in every language."""

# What cannot be worked on
NO_DEFINITION = {"zh": "这不是调查表的定义", "en": "This is no definition of a questionnaire"}
WRONG_STRUCTURE = {"zh": "定义的结构不对：{location}", "en": "The definition is not built as it should be: {location}"}
FORBIDDEN_NAME = {"zh": "名称“{name}”不能使用", "en": "The name “{name}” cannot be used"}
NAME_TWICE = {"zh": "名称“{name}”重复", "en": "The name “{name}” is used twice"}

# What cannot be done
NO_SUCH_ITEM = {"zh": "没有名为“{name}”的题目或部分", "en": "There is no question or section named “{name}”"}
UNUSABLE_NAME = {
    "zh": "名称只用英文字母、数字、下划线和连字符，以字母或下划线开头，最多 60 个字符",
    "en": "Names are letters A-Z, digits, _ and -, beginning with a letter or _, at most 60 characters",
}
NAME_TAKEN = {"zh": "名称“{name}”已经用过", "en": "The name “{name}” is taken"}
NAME_OF_A_VALUE = {"zh": "有校核把“{name}”用作自己的值", "en": "A check calls a value of its own “{name}”"}
HOLDS_NO_QUESTIONS = {"zh": "“{name}”里不能放题目", "en": "“{name}” cannot hold questions"}
TABLE_IN_TABLE = {"zh": "表格不能放进表格", "en": "A table cannot stand in a table"}
SECTION_AMONG_QUESTIONS = {"zh": "部分只能排在部分之间", "en": "A section stands only among sections"}
LAST_SECTION = {"zh": "至少要留一个部分", "en": "One section has to stay"}
NO_SUCH_CHECK = {"zh": "没有这条校核", "en": "There is no such check"}
NO_SUCH_LIST = {"zh": "没有选项表“{name}”", "en": "There is no list of choices “{name}”"}
UNUSABLE_LIST_NAME = {"zh": "选项表不能叫“{name}”", "en": "A list of choices cannot be called “{name}”"}
LIST_NAME_TAKEN = {"zh": "已有选项表“{name}”", "en": "There is a list of choices “{name}” already"}
LIST_IN_USE = {"zh": "选项表“{name}”还在使用", "en": "The list of choices “{name}” is in use"}

# Where something stands
CHECK = {"zh": "校核 {name}", "en": "Check {name}"}
ATTRIBUTE = {"zh": "{owner}（{attribute}）", "en": "{owner} ({attribute})"}
LIST = {"zh": "选项表“{name}”", "en": "List “{name}”"}
LIST_ROW = {"zh": "选项表“{name}”第 {row} 行", "en": "List “{name}”, row {row}"}
LIST_CHOICE = {"zh": "选项表“{name}”的选项“{choice}”", "en": "List “{name}”, choice “{choice}”"}

# What a new definition holds
FIRST_SECTION = {"zh": "第一部分", "en": "Part one"}
