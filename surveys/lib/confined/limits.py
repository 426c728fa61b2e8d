"""What a process that reads an upload may use."""

import resource
import signal
from contextlib import suppress
from pathlib import Path

MOST_BYTES = 512 * 1024 * 1024
MOST_SECONDS = 10
"""Of the processor. How long somebody waits for it beside other work is said by whoever asks."""
MOST_OPEN_FILES = 64
TOO_MUCH_MEMORY = 3
"""How a process ends that Python told so."""
_LIMITS = (
    (resource.RLIMIT_AS, MOST_BYTES),
    (resource.RLIMIT_DATA, MOST_BYTES),
    (resource.RLIMIT_CPU, MOST_SECONDS),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_NOFILE, MOST_OPEN_FILES),
)


def confine(seconds: float) -> None:
    """This process, for good. By the clock it is ended by an alarm that nothing handles, also within a library."""
    with suppress(
        OSError
    ):  # where memory runs out all the same, Linux ends this process rather than the one that asked
        Path("/proc/self/oom_score_adj").write_text("1000")
    for kind, most in _LIMITS:
        with suppress(OSError, ValueError):  # macOS knows no limit of memory
            resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
