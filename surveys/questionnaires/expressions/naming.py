"""What questions, columns and sections can be called, and how rules and texts refer to one of them: ${name}."""

import re

LONGEST_NAME = 60
NAME = re.compile(rf"[A-Za-z_][A-Za-z0-9_-]{{0,{LONGEST_NAME - 1}}}", re.ASCII)
# What is meant as a name, however long: so that it is told to be unknown, and not taken for a formula.
NAMELIKE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)
# With the dots that names have in other systems, for the same reason. To be built into patterns that are ASCII.
REFERENCE = r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}"
