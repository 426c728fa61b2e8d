from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.core import checks
from openpyxl import DEFUSEDXML

from surveys.lib import names


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Surveys"

    def ready(self) -> None:
        checks.register(hostile_xml_is_kept_out)
        names.teach_databases()
        import_module("surveys.accounts.logged_out")  # hears of logins; before now there are no models to import


def hostile_xml_is_kept_out(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[checks.CheckMessage]:
    """Without defusedxml an uploaded workbook of a few hundred bytes can fill the memory."""
    if DEFUSEDXML:
        return []
    hint = "Install config/requirements.txt and do not set OPENPYXL_DEFUSEDXML to anything but True."
    return [checks.Error("Workbooks would be read without defusedxml.", hint=hint, id="surveys.E001")]
