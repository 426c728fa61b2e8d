"""Figures to beat, measured beside their floors in one run: python -m tests.benchmarks NAME [--json]

Absolute figures move with the machine; only the ratios count. Programs, not tests: they print, and judge nothing.
"""

import argparse
import json
from importlib import import_module

NAMES = ("render", "submit", "evaluate", "building", "workbook")


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", action="store_true", help="print the figures for machines")
    arguments = parser.parse_args()
    figures = import_module(f"tests.benchmarks.{arguments.name}").measure()
    if arguments.json:
        print(json.dumps(figures, indent=2))
    else:
        tell(figures)


def tell(figures, indent=""):
    for name, value in figures.items():
        if isinstance(value, dict):
            print(f"{indent}{name}")
            tell(value, indent + "  ")
        else:
            print(f"{indent}{name}: {value}")


if __name__ == "__main__":
    main()
