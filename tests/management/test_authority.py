import pytest
from django.core.management import CommandError, call_command

from surveys.registry.models import Authority


def test_the_administrator_of_the_first_authority_comes_in_by_the_link(client, db, capsys):
    call_command("authority", "北京市经济和信息化局", "Beijing Bureau", "zhang@example.org", name="张三")

    assert client.get(capsys.readouterr().out.strip()).status_code == 200


def test_the_same_once_more_is_a_new_link_to_the_same_authority(client, db, capsys):
    call_command("authority", "北京市经济和信息化局", "Beijing Bureau", "zhang@example.org", phone="010-1")
    first = capsys.readouterr().out.strip()

    call_command("authority", "北京市经济和信息化局", "Beijing Bureau", "zhang@example.org")

    second = capsys.readouterr().out.strip()
    assert Authority.objects.get().phone == "010-1"
    assert second != first and client.get(second).status_code == 200


def test_a_district_stands_below_its_city(db):
    call_command("authority", "北京市经济和信息化局", "Beijing Bureau", "zhang@example.org")
    call_command("authority", "朝阳区局", "Chaoyang", "li@example.org", region="110105", above="Beijing Bureau")

    city, district = Authority.objects.order_by("path")
    assert (district.parent, district.region.code) == (city, "110105")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"region": "999999"}, "999999"),
        ({"above": "nobody"}, "nobody"),
    ],
)
def test_what_does_not_exist_is_named_and_nothing_is_made(db, options, complaint):
    with pytest.raises(CommandError, match=complaint):
        call_command("authority", "甲", "A", "zhang@example.org", **options)

    assert not Authority.objects.exists()


def test_an_address_that_is_none_is_refused(db):
    with pytest.raises(CommandError, match="not an e-mail"):
        call_command("authority", "甲", "A", "zhang")

    assert not Authority.objects.exists()
