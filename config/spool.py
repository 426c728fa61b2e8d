"""The folder through which wake-ups go where there is no Redis: kombu's, with files that are whole as soon as they show.

kombu opens a file under its name before anything stands in it; whoever looks at that moment reads nothing and dies of it.
What a full disk or a machine without current left half written is thrown away: it says no more than that one may look.
"""

import os
import uuid
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    # kombu's own two signatures of it name the message differently.
    def _put(self, queue: str, payload: object, **_kwargs: object) -> None:  # type: ignore[override]
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        aside = _written_aside(Path(self.data_folder_out, name), payload)
        aside.rename(Path(self.data_folder_out, name))

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        while True:
            with suppress(ValueError):  # the file is gone by now
                return super()._get(queue)

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        file = Path(self.control_folder, f"{exchange}.exchange")
        if _is_broken(file):
            file.unlink(missing_ok=True)
        if not file.exists():
            aside = _written_aside(file, [[routing_key or "", pattern or "", queue or ""]])
            with suppress(FileExistsError):  # another process was faster
                os.link(aside, file)
            aside.unlink()
        super()._queue_bind(exchange, routing_key or "", pattern or "", queue)


class Transport(filesystem.Transport):
    Channel = Channel


def _is_broken(file: Path) -> bool:
    try:
        loads(file.read_text(encoding="utf-8"))
    except ValueError:
        return True
    except FileNotFoundError:
        pass
    return False


def _written_aside(file: Path, content: object) -> Path:
    """Under a name that nobody looks for."""
    aside = file.with_name(f"{file.name}.{uuid.uuid4().hex}.part")
    aside.write_text(dumps(content), encoding="utf-8")
    return aside


TRANSPORT_ALIASES["folder"] = f"{__name__}:{Transport.__name__}"
