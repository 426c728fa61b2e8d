"""Forms as people write them for Kobo and ODK, who have never heard of this system: a table a sheet."""

HOUSEHOLD = """
survey
| type              | name          | label::English (en)                  | label::Français (fr)        | hint::English (en)   | required | relevant              | constraint                  | constraint_message::English (en) | appearance | calculation                      |
| start             | start         |                                      |                             |                      |          |                       |                             |                                  |            |                                  |
| end               | end           |                                      |                             |                      |          |                       |                             |                                  |            |                                  |
| today             | today         |                                      |                             |                      |          |                       |                             |                                  |            |                                  |
| deviceid          | deviceid      |                                      |                             |                      |          |                       |                             |                                  |            |                                  |
| username          | username      |                                      |                             |                      |          |                       |                             |                                  |            |                                  |
| note              | intro         | Good morning.                        | Bonjour.                    |                      |          |                       |                             |                                  |            |                                  |
| select_one yes_no | consent       | Do you agree to take part?           | Êtes-vous d'accord ?        |                      | yes      |                       |                             |                                  | minimal    |                                  |
| begin_group       | household     | Household                            | Ménage                      |                      |          | ${consent} = 'yes'    |                             |                                  | field-list |                                  |
| text              | head          | Name of the head of the household    | Nom du chef de ménage       | Family name first    | yes      |                       |                             |                                  |            |                                  |
| integer           | size          | How many people live here?           | Combien de personnes ?      |                      | yes      |                       | . > 0 and . <= 30           | Between 1 and 30                 |            |                                  |
| begin_group       | dwelling      | Dwelling                             | Logement                    |                      |          | ${size} > 1           |                             |                                  |            |                                  |
| select_multiple roofs | roof      | What is the roof made of?            | Toit ?                      |                      |          |                       |                             |                                  |            |                                  |
| text              | roof_other    | Which other?                         | Lequel ?                    |                      |          | selected(${roof}, 'other') |                        |                                  |            |                                  |
| decimal           | area          | Area in square metres                | Surface                     |                      |          |                       | . > 0                       |                                  |            |                                  |
| end_group         |               |                                      |                             |                      |          |                       |                             |                                  |            |                                  |
| calculate         | area_each     |                                      |                             |                      |          |                       |                             |                                  |            | round(${area} div ${size}, 1)    |
| note              | shown         | That is ${area_each} m² each.        | ${area_each} m² chacun.     |                      |          | ${area_each} != ''    |                             |                                  |            |                                  |
| end_group         |               |                                      |                             |                      |          |                       |                             |                                  |            |                                  |
choices
| list_name | name     | label::English (en) | label::Français (fr) |
| yes_no    | yes      | Yes                 | Oui                  |
| yes_no    | no       | No                  | Non                  |
| roofs     | tin      | Tin                 | Tôle                 |
| roofs     | thatch   | Thatch              | Chaume               |
| roofs     | other    | Other               | Autre                |
settings
| form_title | form_id   | version | default_language | style |
| Household  | household | 2021042 | English (en)     | pages |
"""

MEMBERS = """
survey
| type                | name         | label                                 | calculation                               | repeat_count | relevant         | required | constraint              |
| integer             | members      | Number of members                     |                                           |              |                  | true     | . >= 1                  |
| begin repeat        | member       | Member                                |                                           | ${members}   |                  |          |                         |
| calculate           | number       |                                       | position(..)                              |              |                  |          |                         |
| text                | first_name   | Name                                  |                                           |              |                  | true     |                         |
| integer             | age          | Age of ${first_name}                  |                                           |              |                  | true     | . >= 0 and . < 120      |
| begin group         | work         | Work                                  |                                           |              | ${age} >= 15     |          |                         |
| select_one jobs     | job          | What does ${first_name} do?           |                                           |              |                  |          |                         |
| decimal             | income       | Income                                |                                           |              | ${job} != 'none' |          |                         |
| end group           |              |                                       |                                           |              |                  |          |                         |
| end repeat          |              |                                       |                                           |              |                  |          |                         |
| calculate           | total        |                                       | sum(${income})                            |              |                  |          |                         |
| calculate           | eldest       |                                       | max(${age})                               |              |                  |          |                         |
| calculate           | first_one    |                                       | indexed-repeat(${first_name}, ${member}, 1) |            |                  |          |                         |
| calculate           | how_many     |                                       | count(${member})                          |              |                  |          |                         |
| note                | summary      | ${how_many} people earn ${total}; the first is ${first_one}. | |              |                  |          |                         |
choices
| list_name | name   | label      |
| jobs      | farmer | Farmer     |
| jobs      | trader | Trader     |
| jobs      | none   | None       |
settings
| form_title     | form_id |
| Roster members | members |
"""

CASCADE = """
survey
| type                  | name     | label::English     | choice_filter                                | calculation                                     |
| select_one regions    | region   | Region             |                                              |                                                 |
| select_one districts  | district | District           | region = ${region}                           |                                                 |
| select_one villages   | village  | Village            | district=${district} and region = ${region}  |                                                 |
| calculate             | said     |                    |                                              | jr:choice-name(${village}, '${village}')        |
| note                  | told     | You chose ${said}. |                                              |                                                 |
choices
| list_name | name | label::English | region | district |
| regions   | n    | North          |        |          |
| regions   | s    | South          |        |          |
| districts | n1   | North one      | n      |          |
| districts | s1   | South one      | s      |          |
| villages  | a    | Village A      | n      | n1       |
| villages  | b    | Village B      | s      | s1       |
"""

METERS = """
survey
| type                         | name      | label                            | required | default    | read_only | parameters            | appearance | hint                 |
| date                         | read_on   | Date of the reading              | yes      | today()    |           |                       |            |                      |
| date                         | since     | Month of the first reading       |          |            |           |                       | month-year |                      |
| time                         | at        | Time of the reading              |          |            |           |                       |            |                      |
| dateTime                     | moment    | Moment of the last fault         |          | now()      |           |                       |            |                      |
| range                        | loaded    | How loaded is it, in tenths?     |          |            |           | start=0 end=10 step=1 | picker     |                      |
| range                        | factor    | Power factor                     |          |            |           | start=0.5 end=1 step=0.05 |        |                      |
| select_one fuels or_other    | fuel      | Which fuel?                      |          | gas        |           |                       |            |                      |
| select_multiple fuels or_other | fuels   | Which fuels are kept?            |          |            |           |                       |            |                      |
| text                         | serial    | Serial number                    |          | unknown    | yes       |                       | numbers    |                      |
| text                         | story     | What happened?                   |          |            |           |                       | multiline  |                      |
| acknowledge                  | agreed    | The figures are true             | yes      |            |           |                       |            |                      |
| image                        | photo     | Photograph of the meter          |          |            |           | max-pixels=1024       |            |                      |
| file                         | bill      | The bill                         |          |            |           |                       |            | As a PDF             |
choices
| list name | name   | label  |
| fuels     | gas    | Gas    |
| fuels     | diesel | Diesel |
settings
| title  | id_string |
| Meters | meters    |
"""

NESTED = """
survey
| type        | name    | label          | relevant             |
| integer     | a       | A              |                      |
| begin_group | one     | First          | ${a} > 1             |
| begin_group | two     | Second         | ${a} > 2             |
| begin_group | three   |                | ${a} > 3             |
| text        | deep    | Deep down      | ${a} > 4             |
| end_group   |         |                |                      |
| end_group   |         |                |                      |
| begin_repeat | things | Things         | ${a} < 100           |
| text        | thing   | Thing          |                      |
| end_repeat  |         |                |                      |
| end_group   |         |                |                      |
| text        | last    | Anything else? |                      |
"""

CHINESE = """
survey
| type                   | name      | label            | hint             | required | relevant                        | constraint          | constraint_message   | calculation                     |
| begin group            | energy    | 用电情况         |                  |          |                                 |                     |                      |                                 |
| decimal                | total     | 总用电量（千瓦时） | 以电费发票为准   | yes      |                                 | . >= 0              | 不能为负数           |                                 |
| decimal                | it        | 其中 IT 用电量   |                  | yes      |                                 | . <= ${total}       | 不能大于总用电量     |                                 |
| calculate              | pue       |                  |                  |          |                                 |                     |                      | if(${it} > 0, round(${total} div ${it}, 2), '') |
| note                   | pue_note  | PUE 为 ${pue}    |                  |          | ${pue} != ''                    |                     |                      |                                 |
| select_multiple kinds  | kinds     | 承载业务         | 可多选           |          |                                 | count-selected(.) <= 2 | 最多选两项        |                                 |
| text                   | which     | 请注明           |                  |          | selected(${kinds}, 'other') and count-selected(${kinds}) > 0 |  |            |                                 |
| end group              |           |                  |                  |          |                                 |                     |                      |                                 |
choices
| list_name | name   | label |
| kinds     | cloud  | 云计算 |
| kinds     | mining | 挖矿  |
| kinds     | other  | 其他  |
settings
| form_title | form_id |
| 用电摸底   | power   |
"""

HEALTH = """
survey
| type                    | name      | label                            | required            | required_message     | relevant                                   | constraint                        | guidance_hint                   | calculation                                            |
| text                    | phone     | Telephone                        | yes                 | We must call you     |                                            | regex(., '^[0-9]{10,11}$')        | Ten or eleven digits            |                                                        |
| date                    | born      | Date of birth                    | ${phone} != ''      |                      |                                            | . <= today()                      |                                 |                                                        |
| calculate               | years     |                                  |                     |                      |                                            |                                   |                                 | int((today() - ${born}) div 365.25)                    |
| calculate               | group     |                                  |                     |                      |                                            |                                   |                                 | if(${years} < 5, 'infant', if(${years} < 18, 'child', 'adult')) |
| select_multiple signs   | signs     | Signs                            |                     |                      |                                            | not(selected(., 'none') and count-selected(.) > 1) |                | |
| integer                 | days      | For how many days?               |                     |                      | ${signs} != '' and not(selected(${signs}, 'none')) | . >= 0 and . <= 60        |                                 |                                                        |
| calculate               | summary   |                                  |                     |                      |                                            |                                   |                                 | concat(${group}, ' - ', string-length(${phone}), ' - ', coalesce(${days}, 0)) |
| text                    | nickname  | Nickname                         |                     |                      | starts-with(${phone}, '1') or contains(${phone}, '99') | string-length(.) <= 20 |                               |                                                        |
| calculate               | when      |                                  |                     |                      |                                            |                                   |                                 | format-date(${born}, '%Y-%m')                          |
| hidden                  | secret    |                                  |                     |                      |                                            |                                   |                                 |                                                        |
choices
| list_name | name  | label   |
| signs     | fever | Fever   |
| signs     | cough | Cough   |
| signs     | none  | Nothing |
"""

OLD_SPELLINGS = """
survey
| Type                          | Name   | Caption            | bind::required | bind::relevant | bind::constraint | bind::jr:constraintMsg | media::image |
| string                        | who    | Your name          | yes            |                |                  |                        | face.png     |
| int                           | age    | Your age           | no             |                | . > 17           | Adults only            |              |
| select one from sexes         | sex    | Sex                |                | ${age} > 17    |                  |                        |              |
| select all that apply from days | days | Which days?        |                |                |                  |                        |              |
| trigger                       | ok     | Understood         |                |                |                  |                        |              |
| photo                         | proof  | A photograph       |                |                |                  |                        |              |
choices
| list name | Value | caption |
| sexes     | 1     | Female  |
| sexes     | 2     | Male    |
| days      | mon   | Monday  |
| days      | tue   | Tuesday |
settings
| Form title | Form id | Default language |
| Old hand   | old     | default          |
"""

KOBO_EXPORT = """
survey
| type              | name          | label     | required | relevant        | appearance | $kuid   | $autoname | $xpath        | choice_filter | _isRepeat |
| start             | start         |           |          |                 |            | a1      | start     | start         |               |           |
| end               | end           |           |          |                 |            | a2      | end       | end           |               |           |
| begin_group       | group_ab1cd23 |           | false    |                 | field-list | a3      |           | group_ab1cd23 |               | false     |
| select_one xy1    | Is_it_on      | Is it on? | true     |                 |            | a4      | Is_it_on  |               |               |           |
| decimal           | How_much      | How much? | false    | ${Is_it_on} = 'yes' |        | a5      | How_much  |               |               |           |
| end_group         |               |           |          |                 |            | a6      |           |               |               |           |
| begin_repeat      | group_zz9     | Machines  | false    |                 |            | a7      |           |               |               | true      |
| text              | Model         | Model     | false    |                 |            | a8      |           |               |               |           |
| integer           | Count_1       | Count     | true     |                 |            | a9      |           |               |               |           |
| end_repeat        |               |           |          |                 |            | a10     |           |               |               |           |
choices
| list_name | name | label | $autovalue |
| xy1       | yes  | Yes   | yes        |
| xy1       | no   | No    | no         |
settings
| id_string     | form_title | style | version     |
| aAbB12cdEFgH  | From Kobo  | theme-grid no-text-transform | vX1y2 |
"""

FACILITY_RETURN = """
survey
| type                 | name             | label::English (en)               | relevant                       | calculation                                              | constraint                      | required           |
| begin_group          | site             | Site                              |                                |                                                          |                                 |                    |
| text                 | site_name        | Name of the site                  |                                |                                                          |                                 | yes                |
| select_one kinds     | kind             | Kind                              |                                |                                                          |                                 | yes                |
| end_group            |                  |                                   |                                |                                                          |                                 |                    |
| begin_group          | months           | Monthly electricity               |                                |                                                          |                                 |                    |
| begin_repeat         | month            | Month                             |                                |                                                          |                                 |                    |
| date                 | of_month         | Month                             |                                |                                                          |                                 | yes                |
| decimal              | kwh              | kWh                               |                                |                                                          | . >= 0                          | yes                |
| decimal              | price            | Price per kWh                     |                                |                                                          | . > 0                           |                    |
| calculate            | cost             |                                   |                                | ${kwh} * ${price}                                        |                                 |                    |
| end_repeat           |                  |                                   |                                |                                                          |                                 |                    |
| calculate            | total_kwh        |                                   |                                | sum(${kwh})                                              |                                 |                    |
| calculate            | mean_kwh         |                                   |                                | ${total_kwh} div count(${month})                         |                                 |                    |
| calculate            | total_cost       |                                   |                                | round(sum(${cost}), 2)                                   |                                 |                    |
| end_group            |                  |                                   |                                |                                                          |                                 |                    |
| begin_group          | other            | Other                             | ${kind} != 'office'            |                                                          |                                 |                    |
| integer              | racks            | Racks                             |                                |                                                          | . >= 0 and . = int(.)           |                    |
| integer              | racks_in_use     | Of which in use                   | ${racks} > 0                   |                                                          | . <= ${racks}                   | ${racks} > 0       |
| end_group            |                  |                                   |                                |                                                          |                                 |                    |
choices
| list_name | name       | label::English (en) |
| kinds     | datacenter | Data center         |
| kinds     | office     | Office              |
settings
| form_title    | form_id       | allow_choice_duplicates |
| Yearly return | yearly_return | yes                     |
"""

SAME_CHOICE_TWICE = """
survey
| type               | name   | label     | choice_filter   | appearance     |
| select_one states  | state  | State     |                 | autocomplete   |
| select_one cities  | city   | City      | state=${state}  | minimal        |
choices
| list_name | name  | label   | state |
| states    | x     | State X |       |
| states    | y     | State Y |       |
| cities    | main  | Main    | x     |
| cities    | other | Other   | x     |
| cities    | other | Other   | y     |
settings
| form_title | form_id | allow_choice_duplicates |
| Cities     | cities  | yes                     |
"""

DYNAMIC = """
survey
| type        | name      | label                          | default                      | calculation                                    | read_only | relevant                    | repeat_count |
| integer     | base      | Base                           | 10                           |                                                |           |                             |              |
| integer     | guess     | Guess                          | ${base} * 2                  |                                                |           |                             |              |
| text        | code      | Code                           |                              | concat('A-', ${base})                          | yes       |                             |              |
| calculate   | first_day |                                |                              | once(today())                                  |           |                             |              |
| select_multiple colours | colours | Colours              | red blue                     |                                                |           |                             |              |
| calculate   | second    |                                |                              | selected-at(${colours}, 1)                     |           |                             |              |
| begin_repeat | tries    | Tries                          |                              |                                                |           | ${base} > 0                 | 3            |
| decimal     | value     | Value                          |                              |                                                |           |                             |              |
| calculate   | share     |                                |                              | ${value} div sum(${value})                     |           |                             |              |
| end_repeat  |           |                                |                              |                                                |           |                             |              |
| calculate   | powers    |                                |                              | pow(${base}, 2) + sqrt(abs(${base})) + ${base} mod 3 |     |                             |              |
| note        | end_note  | Second colour: ${second}       |                              |                                                |           | ${second} != '' or ${base} = 1 |           |
choices
| list_name | name | label |
| colours   | red  | Red   |
| colours   | blue | Blue  |
"""

NUMBERED_NAMES = """
survey
| type                  | name            | label                  | relevant                     | calculation                       | choice_filter           |
| begin_group           | A.1             | Site                   |                              |                                   |                         |
| text                  | A1.1_name       | Name                   |                              |                                   |                         |
| decimal               | 用电量          | Electricity            |                              |                                   |                         |
| decimal               | café-kwh        | For the café           | ${用电量} > 0                |                                   |                         |
| calculate             | A1.2_share      |                        |                              | ${café-kwh} div ${用电量}       |                         |
| end_group             |                 |                        |                              |                                   |                         |
| begin_repeat          | B.1             | Rooms                  |                              |                                   |                         |
| select_one towns      | B1.1_town       | Town                   |                              |                                   |                         |
| select_one roads      | road            | Road                   |                              |                                   | town=${B1.1_town}       |
| end_repeat            |                 |                        |                              |                                   |                         |
| note                  | told            | ${A1.1_name} has ${A1.2_share} | ${A1.2_share} > 0    |                                   |                         |
choices
| list_name | name | label  | town |
| towns     | x    | Town X |      |
| towns     | y    | Town Y |      |
| roads     | r    | Road R | x    |
| roads     | s    | Road S | y    |
"""

PATHS = """
survey
| type                  | name     | label      | choice_filter                | relevant               | calculation            | constraint        |
| begin_repeat          | site     | Site       |                              |                        |                        |                   |
| select_one towns      | town     | Town       |                              |                        |                        |                   |
| select_one roads      | road     | Road       | town=current()/../town       |                        |                        |                   |
| integer               | racks    | Racks      |                              | ../road != ''          |                        |                   |
| integer               | in_use   | In use     |                              | ${racks} > 0           |                        | . <= ../racks     |
| calculate             | free     |            |                              |                        | ../racks - current()/../in_use |           |
| end_repeat            |          |            |                              |                        |                        |                   |
choices
| list_name | name | label  | town |
| towns     | x    | Town X |      |
| towns     | y    | Town Y |      |
| roads     | r    | Road R | x    |
| roads     | s    | Road S | y    |
"""

FORMS = {name.lower(): text for name, text in dict(globals()).items() if name.isupper() and isinstance(text, str)}


def sheets(text):
    """Name of sheet -> its rows."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        if not line.startswith("|"):
            found[line] = rows = []
        else:
            rows.append([cell.strip() or None for cell in line.strip("|").split("|")])
    return found
