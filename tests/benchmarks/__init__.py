import os

import tests.environment  # noqa: F401 -- says which installation this is before Django reads its settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
