"""Importing this before a Jupyter library leaves out the slowest part of it.

jsonschema, which checks notebooks, imports `rfc3987_syntax` where it is installed, for a format that no notebook schema
uses. That builds a grammar and takes more than half of papermill's import, and of a plotly widget's. A None in
sys.modules makes Python report the package as missing, and jsonschema then does without it. Whoever imported it before
us keeps it.
"""

import sys
from typing import Any

LOADED: dict[str, Any] = sys.modules
LOADED.setdefault("rfc3987_syntax", None)
