#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] == ["demo"]:
        # The demo has a folder of its own and needs no secret; settings are read before any command runs.
        os.environ.setdefault("DEMO", "1")
    execute_from_command_line(sys.argv)
