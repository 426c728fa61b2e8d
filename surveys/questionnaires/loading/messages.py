"""What is said of a definition that is loaded, in every language."""

# How something is written
OBJECT = {"zh": "应是一个对象", "en": "This should be an object"}
OBJECT_HERE = {"zh": "这里应是一个对象", "en": "This should be an object"}
LIST = {"zh": "应是列表", "en": "This should be a list"}
LIST_OF_TEXTS = {"zh": "应是文字的列表", "en": "This should be a list of texts"}
TEXT_HERE = {"zh": "这里应是文字", "en": "This should be text"}
TEXT_IN_LANGUAGES = {"zh": '应写成 {"zh": …, "en": …}', "en": 'This should be {"zh": …, "en": …}'}
NO_WORDS = {"zh": "没有文字", "en": "There are no words"}
EMPTY = {"zh": "不能为空", "en": "This must not be empty"}
TRUE_OR_FALSE = {"zh": "应是 true 或 false", "en": "This should be true or false"}
WHOLE_NUMBER = {"zh": "应是不小于 {least} 的整数", "en": "This should be a whole number of at least {least}"}
ONE_OF = {"zh": "应是其中之一：{allowed}", "en": "This should be one of: {allowed}"}
UNKNOWN_FIELD = {"zh": "不认识的字段", "en": "Unknown field"}
UNKNOWN_FORMAT = {"zh": "只支持格式 {known}", "en": "Only format {known} is understood"}

# Names
UNUSABLE_NAME = {
    "zh": "名称只用英文字母、数字、下划线和连字符，以字母或下划线开头，最多 60 个字符",
    "en": "Names are letters A-Z, digits, _ and -, beginning with a letter or _, at most 60 characters",
}
NAME_TWICE = {"zh": "名称重复", "en": "The name is used twice"}
NO_SUCH_QUESTION = {"zh": "没有名为“{name}”的题目", "en": "There is no question named “{name}”"}
NO_SUCH_FACT = {"zh": "不认识的来源“{name}”", "en": "There is no fact “{name}”"}
NO_SUCH_UNIT = {"zh": "不认识单位“{unit}”", "en": "There is no unit “{unit}”"}
NO_SUCH_ZONE = {"zh": "不认识时区“{name}”", "en": "There is no time zone “{name}”"}

# Questions
NO_QUESTIONS = {"zh": "没有题目", "en": "There are no questions"}
CALCULATION_OF_ANSWERED = {"zh": "只有计算题可以有算式", "en": "Only a calculated question has a calculation"}
REQUIRED_BUT_NOT_TYPED = {"zh": "说明和计算题不能必填", "en": "A note or a calculation cannot be required"}
ACCEPT_WITHOUT_FILE = {"zh": "只有附件题可以限定文件种类", "en": "Only a file question limits the kind of file"}
PROVES_WITHOUT_FILE = {
    "zh": "只有附件题可以写明所证明的数据",
    "en": "Only a file question says which figures it proves",
}
PROVES_NO_FIGURE = {"zh": "“{name}”不是数字题，不能由附件证明", "en": "“{name}” is no figure, so no file can prove it"}
PROVES_OF_ORGANISATION = {
    "zh": "“{name}”在单位信息部分，不能由填报对象的附件证明",
    "en": "“{name}” is asked of the organisation, so no file of a reporting unit can prove it",
}
PROVES_TWICE = {"zh": "“{name}”写了两次", "en": "“{name}” is named twice"}
FILE_IN_TABLE = {"zh": "附件不能放在表格里", "en": "A file cannot stand in a table"}
FILE_OF_ORGANISATION = {
    "zh": "附件不能放在单位信息部分",
    "en": "A file cannot be asked in a section about the organisation",
}
UNIT_WITHOUT_NUMBER = {"zh": "只有数字有单位", "en": "Only numbers have a unit"}
UNITS_DO_NOT_CONVERT = {"zh": "这些单位不能互相换算", "en": "These units cannot be converted into each other"}

# Tables
NOT_IN_A_TABLE = {"zh": "表格中不能再放表格或说明", "en": "A table cannot hold a table or a note"}
TABLE_WITHOUT_COLUMNS = {"zh": "表格至少要有一列", "en": "A table needs at least one column"}
COLUMNS_OUTSIDE_TABLE = {"zh": "只有表格可以有列", "en": "Only a table has columns"}
ROWS_OUTSIDE_TABLE = {"zh": "只有表格可以规定行数", "en": "Only a table can have a number of rows"}
FEWEST_ABOVE_MOST_ROWS = {"zh": "最少行数大于最多行数", "en": "There are fewer rows at most than at least"}

# Choices
NO_SUCH_LIST = {"zh": "没有选项表“{name}”", "en": "There is no list of choices “{name}”"}
LIST_ONLY_FOR_CHOICES = {
    "zh": "选择题（且只有选择题）要写明选项表",
    "en": "A choice, and only a choice, names its list of choices",
}
FILTER_WITHOUT_CHOICES = {"zh": "只有选择题可以筛选选项", "en": "Only a choice can filter its choices"}
NO_SUCH_CHOICE = {"zh": "选项中没有“{name}”", "en": "There is no choice “{name}”"}
CHOICE_TWICE = {"zh": "选项“{name}”重复", "en": "The choice “{name}” stands there twice"}
CHOICE_NAME_WITH_SPACES = {"zh": "选项名不能含空格", "en": "The name of a choice must not contain spaces"}

# Rules and checks
NOT_A_CONDITION = {"zh": "这里需要是非条件", "en": "This should be a condition"}
NOT_A_NUMBER = {"zh": "这里需要数字", "en": "This should be a number"}
CALCULATION_GIVES_LIST = {"zh": "计算结果不能是一组值", "en": "The calculation must not give a list"}
CIRCLE = {"zh": "互相依赖，无法计算：{circle}", "en": "These depend on each other: {circle}"}
CHECK_WITHOUT_QUESTION = {"zh": "至少写一个题目", "en": "Name at least one question"}
CHECK_IN_ANOTHER_TABLE = {
    "zh": "应写第一个题目所在的表格",
    "en": "This should be the table the first question stands in",
}
NO_PERIOD_IS_ASKED = {
    "zh": "处理其他统计期的回报，须指明询问统计期起止的题目（用途 period_from、period_to）",
    "en": "To treat returns about other periods, name the questions that ask for the period: the roles period_from and period_to",
}
MESSAGE_SHOWS_UNKNOWN = {"zh": "{{name}} 不是题目也不是值", "en": "{{name}} is neither a question nor a value"}
