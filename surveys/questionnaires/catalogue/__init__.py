"""The edit checks E01 to E53, each a function of what it is told, for a definition to name instead of writing them out."""

from surveys.questionnaires.catalogue import capacity, dates, efficiency, identity, ledger, mining, parts, peers
from surveys.questionnaires.catalogue.entries import CATALOGUE, EditCheck
from surveys.questionnaires.catalogue.expanding import BUILT_IN, expand

__all__ = [
    "BUILT_IN",
    "CATALOGUE",
    "EditCheck",
    "capacity",
    "dates",
    "efficiency",
    "expand",
    "identity",
    "ledger",
    "mining",
    "parts",
    "peers",
]
