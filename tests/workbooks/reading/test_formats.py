import pytest
from django.utils import translation

from surveys.workbooks.reading import WorkbookRefused, format_of, refuse_a_wrong_name
from tests.workbooks import hostile
from tests.workbooks.reading.ods_files import number as ods_number
from tests.workbooks.reading.ods_files import ods, row
from tests.workbooks.reading.xls_files import number, xls

FILES = {
    "XLSX": hostile.honest,
    "XLS": lambda: xls(number(0, 0, 1)),
    "ODS": lambda: ods(row(ods_number(1))),
    "CSV": lambda: b"a,b\n",
}
NAMES = {"XLSX": ["a.xlsx", "A.XLSX"], "XLS": ["a.xls"], "ODS": ["a.ods"], "CSV": ["a.csv", "a.tsv", "a.txt"]}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("name", FILES)
def test_a_format_is_known_by_its_content(name):
    assert format_of(FILES[name]()).kind.name == name


@pytest.mark.parametrize("name", FILES)
def test_a_name_agrees_with_the_content(name):
    for right in NAMES[name]:
        refuse_a_wrong_name(right, FILES[name]())
    for other in NAMES.keys() - {name}:
        with pytest.raises(WorkbookRefused, match="right name"):
            refuse_a_wrong_name(NAMES[other][0], FILES[name]())


@pytest.mark.parametrize("name", ["a.xlsm", "a.xlsb", "a.xlsx.html", "a", "", "a.json"])
def test_other_names_are_refused(name):
    with pytest.raises(WorkbookRefused, match="Only these kinds"):
        refuse_a_wrong_name(name, hostile.honest())
