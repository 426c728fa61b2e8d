"""What is said of an expression, in every language."""

# How it is written
EMPTY = {"zh": "表达式是空的", "en": "The expression is empty"}
UNFINISHED = {"zh": "表达式没有写完", "en": "The expression is unfinished"}
TOO_LONG = {
    "zh": "表达式超过 {most} 个字符，请拆成几个计算题",
    "en": "The expression is longer than {most} characters. Split it into calculated questions",
}
TOO_DEEP = {
    "zh": "表达式嵌套超过 {most} 层（括号以及连续的运算符都算一层），请拆成几个计算题；多项相加可用 sum()",
    "en": "The expression is nested deeper than {most} levels: brackets count, and so do operators one behind "
    "the other. Split it into calculated questions; sum() adds up as many as there are",
}
UNREADABLE = {
    "zh": "第 {column} 个字符附近写法有误，请检查括号、引号和运算符",
    "en": "The expression cannot be read near character {column}. Check brackets, quotes and operators",
}
BARE_WORD = {
    "zh": "“{name}”前后缺少标点：引用题目写成 ${{name}}，文字加引号，函数加括号",
    "en": "“{name}” stands bare: write ${{name}} for a question, quotes around text, brackets behind a function",
}
MEANT = {
    "zh": "第 {column} 个字符处的“{written}”不是这里的写法，请改写为 {better}",
    "en": "“{written}” at character {column} is not how it is written here. Write {better}",
}
REFERENCE_UNREADABLE = {"zh": "引用题目请写成 ${题目名}", "en": "Write a reference to a question as ${name}"}
PATH = {
    "zh": "第 {column} 个字符处是路径，不能使用：引用题目写成 ${题目名}，表格某一行用 "
    "indexed-repeat()，选项文字用 jr:choice-name()，筛选选项用 choice_filter 列",
    "en": "There is a path at character {column}, which cannot be used: write ${name} for a "
    "question, indexed-repeat() for a cell of a table, jr:choice-name() for the label of a "
    "choice, and narrow choices down in the column choice_filter",
}
PARENT_OUTSIDE_POSITION = {"zh": "“..”只能写在 position(..) 中", "en": "“..” can be used in position(..) only"}
EXPONENT = {"zh": "表达式中的数字请写全，不用科学计数法", "en": "Write numbers in expressions out, without an exponent"}
NUMBER_TOO_LARGE = {"zh": "表达式中的数字太大", "en": "A number in the expression is too large"}
PATTERN_TOO_LONG = {"zh": "正则表达式超过 {most} 个字符", "en": "The pattern is longer than {most} characters"}
PATTERN_REFUSED = {
    "zh": "正则表达式写法有误，或用了反向引用、“(?=”“(?!”等不支持的写法",
    "en": "The pattern cannot be read, or uses back references or (?= and the like, which are not supported",
}

# What it names
NO_SUCH_QUESTION = {"zh": "没有名为“{name}”的题目", "en": "There is no question named “{name}”"}
NO_SUCH_TABLE = {"zh": "“{table}”不是表格", "en": "“{table}” is no table"}
NO_SUCH_COLUMN = {"zh": "“{column}”不是表格“{table}”的列", "en": "“{column}” is no column of “{table}”"}
NO_SUCH_CHOICE = {"zh": "选项中没有“{name}”", "en": "There is no choice “{name}”"}
NO_SUCH_ATTRIBUTE = {"zh": "选项表没有“{name}”这一列", "en": "The choices sheet has no column “{name}”"}
NO_SUCH_FACT = {
    "zh": "fact() 只认识：{known}，以及 previous.题目名",
    "en": "fact() knows only: {known}, and previous. with the name of a question",
}
NO_SUCH_FUNCTION = {"zh": "没有函数 {function}()", "en": "There is no function {function}()"}
LIKELY_FUNCTION = {
    "zh": "没有函数 {function}()，是否应为 {likely}()？",
    "en": "There is no function {function}(). Did you mean {likely}()?",
}
OPERATOR_AS_FUNCTION = {
    "zh": "{function} 不是函数，请写在两个条件或数字之间：… {operator} …",
    "en": "{function} is no function. Write it between the two: … {operator} …",
}
FUNCTION_OF_DEVICES = {
    "zh": "函数 {function}() 在 Kobo、ODK 中可用，本系统无法计算",
    "en": "{function}() is known to Kobo and ODK, but cannot be worked out here",
}
DOT_OUTSIDE_CONSTRAINT = {"zh": "“.”只能用在约束里", "en": "The dot can be used in a constraint only"}
POSITION_OUTSIDE_TABLE = {
    "zh": "position(..) 只能用在表格的列中",
    "en": "position(..) can be used in the columns of a table only",
}

# What it computes with
CONDITION_WANTED = {"zh": "“{where}”需要是非条件，这里是{kind}", "en": "“{where}” needs a condition, this is {kind}"}
NUMBER_WANTED = {"zh": "“{where}”需要数字，这里是{kind}", "en": "“{where}” needs a number, this is {kind}"}
LIST_AS_NUMBER = {
    "zh": "“{where}”不能直接用于一组值，请先用 sum()、max() 等汇总",
    "en": "“{where}” cannot take a list. Use sum(), max() and the like first",
}
LIST_AS_ARGUMENT = {"zh": "{function}() 不能用于一组值", "en": "{function}() cannot take a list"}
LIST_COMPARED = {
    "zh": "“{symbol}”不能用于一组值，请用 selected()、count-equal() 或 sum()",
    "en": "“{symbol}” cannot take a list. Use selected(), count-equal() or sum()",
}
CANNOT_BE_COMPARED = {
    "zh": "“{symbol}”两边不能比较：{one}与{other}",
    "en": "“{symbol}” cannot compare {one} with {other}",
}
NOT_A_DATE = {"zh": "“{text}”不是日期，请写成 2021-04-28", "en": "“{text}” is no date. Write it like 2021-04-28"}
SUM_OF_DATES = {"zh": "两个日期不能相加", "en": "Two dates cannot be added"}
SUM_OF_OTHERS = {"zh": "sum() 只能加数字，这里是{kind}", "en": "sum() adds numbers, this is {kind}"}

# Arguments
WRONG_NUMBER_OF_ARGUMENTS = {
    "zh": "函数 {function}() 的参数个数不对",
    "en": "{function}() has the wrong number of arguments",
}
NAME_WANTED = {
    "zh": "{function}() 的第 {number} 个参数应写成 ${题目名}",
    "en": "{function}() wants ${name} as its argument number {number}",
}
CHOICE_NAME_WITHOUT_CHOICES = {
    "zh": "jr:choice-name() 只能用于选择题",
    "en": "jr:choice-name() wants a question with choices",
}
LIST_OF_CHOICES_WANTED = {
    "zh": "attribute() 的第一个参数应是选项表的名称",
    "en": "attribute() wants the name of a list of choices first",
}
PATTERN_WANTED = {
    "zh": "regex() 的第二个参数应是带引号的正则表达式",
    "en": "regex() wants a quoted pattern as its second argument",
}
UNKNOWN_DIRECTIVE = {
    "zh": "“{layout}”中有不认识的格式符，见手册“表达式”一页",
    "en": "“{layout}” has a directive nobody knows, see the page “Expressions” of the manual",
}
