"""The application as people ask for it: what it serves, in the order of matching, and what that needs.

Reads the model and writes nothing: ``fastapi_lint.report`` has the formats.
"""

from fastapi_lint.inventory.collect import take
from fastapi_lint.inventory.entries import Branch, Entry, Group, Input, Inventory, Need, Place, Shadow

__all__ = ["Branch", "Entry", "Group", "Input", "Inventory", "Need", "Place", "Shadow", "take"]
