import subprocess
import sys

from tests.servers import root

PROGRAM = """
import gc, weakref
from config.garbage import spare_what_is_loaded

class Held: pass

loaded = Held()
spare_what_is_loaded()
made = Held()
made.itself, gone = made, weakref.ref(made)
print(any(one is loaded for one in gc.get_objects()), any(one is made for one in gc.get_objects()))
del made
many = [[] for _ in range(50_000)]
print(gone())
"""


def test_what_is_loaded_is_spared_and_what_comes_later_still_searched():
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=root(), check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True", "None"]
