"""The Celery app and its timetable. Celery only wakes the worker: what there is to do stands in the database."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def broker_settings() -> dict[str, Any]:
    """Redis when told, else a folder: equal in correctness, because a lost message is found by the sweep."""
    if settings.REDIS_URL:
        return {
            "broker_url": settings.REDIS_URL,
            "broker_transport_options": {
                "visibility_timeout": 900,
                "unacked_restore_interval": 5,
                "unacked_restore_throttle": 1,
                "socket_timeout": 2,
                "socket_connect_timeout": 1,
                "socket_keepalive": True,
                "health_check_interval": 15,
                "global_keyprefix": "surveys:",
            },
        }
    folder = settings.SPOOL_DIR
    for name in ("messages", "processed", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "filesystem://",
        "broker_transport_options": {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "processed_folder": str(folder / "processed"),
            "control_folder": str(folder / "control"),
            "store_processed": False,
            "polling_interval": 0.2,
        },
    }


@setup_logging.connect
def keep_the_logging_of_the_settings(**_: object) -> None:
    """Celery would otherwise put its own handlers in place of ours."""


app = Celery("surveys")
