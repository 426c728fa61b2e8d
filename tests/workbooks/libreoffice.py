"""What LibreOffice makes of a workbook, where it is there."""

import shutil
import subprocess

from tests.servers import missing

FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods", "pdf": "pdf"}


def saved_again(folder, path, kind="xlsx"):
    """The path of the file as LibreOffice saves it."""
    if not shutil.which("soffice"):
        missing("LibreOffice (the package libreoffice-calc)")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = ["soffice", "--headless", profile, "--convert-to", FILTERS[kind]]
    subprocess.run([*convert, "--outdir", folder / "again", path], check=True, capture_output=True, timeout=120)
    return folder / "again" / path.with_suffix(f".{kind}").name
