"""The Celery app, through which workers are woken: what there is to do stands in the database.

The workers are our own (management/working.py), since Celery's fall silent when the broker stands still. Celery's do the
same tasks, so whoever starts them and its beat, as earlier releases did, may go on.
"""

import os
from typing import Any

from celery import Celery, Task
from celery.signals import setup_logging, task_postrun, task_prerun
from django.conf import settings
from structlog.contextvars import bind_contextvars, clear_contextvars

import config.spool  # noqa: F401  # knows the scheme folder://

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

DEFAULT, MAIL, EXPORT, READING = "default", "mail", "export", "reading"
SECONDS_OF_USE = 60
"""A wake-up older than this is thrown away; the clocks of two machines must not differ by more."""


def broker_settings() -> dict[str, object]:
    """Redis when told, else a folder: equal in correctness, because a lost message is found by the sweep."""
    if settings.REDIS_URL:
        return {
            "broker_url": settings.REDIS_URL,
            "broker_transport_options": {
                "visibility_timeout": 900,
                "unacked_restore_interval": 5,
                "unacked_restore_throttle": 1,
                "socket_timeout": 2,  # above the one second for which a worker waits in one read
                "socket_connect_timeout": 1,
                "socket_keepalive": True,
                "health_check_interval": 15,
                "global_keyprefix": "surveys:",
            },
            "worker_disable_prefetch": True,
        }
    folder = settings.SPOOL_DIR
    for name in ("messages", "processed", "control"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return {
        "broker_url": "folder://",
        "broker_transport_options": {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "processed_folder": str(folder / "processed"),
            "control_folder": str(folder / "control"),
            "store_processed": False,
            "polling_interval": 0.2,
        },
    }


def all_settings() -> dict[str, object]:
    return broker_settings() | {
        "timezone": "UTC",
        "beat_schedule": {
            "sweep": {
                "task": "surveys.tasks.sweep",
                "schedule": settings.SWEEP_SECONDS,
                "options": {"expires": SECONDS_OF_USE},
            }
        },
        "task_default_queue": DEFAULT,
        "task_routes": {
            "surveys.tasks.deliver_notices": {"queue": MAIL},
            "surveys.tasks.make_exports": {"queue": EXPORT},
            "surveys.tasks.read_uploads": {"queue": READING},
        },
        "accept_content": ["json"],
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "task_publish_retry": False,
        "task_soft_time_limit": 540,
        "task_time_limit": 600,  # below the visibility timeout of the broker
        "worker_prefetch_multiplier": 1,
        "worker_max_tasks_per_child": 200,
        "worker_max_memory_per_child": 400_000,
        "worker_soft_shutdown_timeout": 20,
        "worker_cancel_long_running_tasks_on_connection_loss": True,
        "worker_send_task_events": False,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
    }


@setup_logging.connect
def keep_the_logging_of_the_settings(**_: object) -> None:
    """Celery would otherwise put its own handlers in place of ours."""


@task_prerun.connect
def name_the_task_in_every_line_of_the_log(task: "Task[Any, Any]", task_id: str, **_: object) -> None:
    clear_contextvars()
    bind_contextvars(task=task.name, task_id=task_id)


@task_postrun.connect
def forget_the_task(**_: object) -> None:
    clear_contextvars()


app = Celery("surveys", set_as_current=True)
app.add_defaults(all_settings)
app.autodiscover_tasks(["surveys"])
