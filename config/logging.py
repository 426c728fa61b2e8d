"""One line per event: JSON in production, readable text on a laptop. Answers, passwords and tokens are never logged."""

import logging.config
import re

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

SECRETS = (
    (re.compile(r"[0-9a-f]{32,}"), "…"),  # in links that let somebody in
    (re.compile(r"(/[^\s?]*\?)\S+"), r"\1…"),  # what was searched for
    (re.compile(r"[^\s<>\"'(=:/]+(@[\w-]+\.)"), r"…\1"),  # whom an e-mail address belongs to
    # PostgreSQL tells of the row it refuses, answers and all.
    (re.compile(r"(?s)(DETAIL: ).*?(?=\n\n(?:The above|During handling)|\Z)"), r"\1…"),
)
SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def without_secrets(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    """Ours write none; what Django and the libraries log holds addresses and the texts of errors."""
    for field in {"event", "exception"} & line.keys():
        for secret, instead in SECRETS:
            line[field] = secret.sub(instead, str(line[field]))
    return line


def lines(*, as_json: bool) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_secrets,
            structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False),
        ],
    )


def logging_config(*, as_json: bool, level: str) -> None:
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"lines": {"()": lines, "as_json": as_json}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
            # The sweep alone would write ten lines every few seconds.
            "loggers": {
                "celery.app.trace": {"level": "WARNING"},
                "celery.worker.strategy": {"level": "WARNING"},
                "celery.beat": {"level": "WARNING"},
                "kombu.connection": {"level": "ERROR"},  # it misses a host name in the address of a folder
                "waitress.queue": {"level": "ERROR"},  # it tells of every request that waits a moment for a thread
            },
            "root": {"handlers": ["stderr"], "level": level},
        }
    )
