"""The Jupyter libraries that run and render notebooks, imported without their slowest part.

jsonschema, which checks notebooks, imports `rfc3987_syntax` where it is installed, for a format that no notebook schema
uses. That builds a grammar and takes more than half of papermill's import. A None in sys.modules makes Python report
the package as missing, and jsonschema then does without it. Whoever imported it before us keeps it.
"""

# ruff: noqa: E402
from __future__ import annotations

import sys
from typing import Any

LOADED: dict[str, Any] = sys.modules
LOADED.setdefault("rfc3987_syntax", None)

import nbformat
import papermill
from nbconvert import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from papermill.exceptions import PapermillExecutionError

__all__ = ["HTMLExporter", "PapermillExecutionError", "Preprocessor", "nbformat", "papermill"]
