"""Python's search for what nobody holds any more, in processes that live long."""

import gc


def spare_what_is_loaded() -> None:
    """What was imported stays as long as the process, and is not looked through again; what one request makes for itself
    goes without being searched for."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
