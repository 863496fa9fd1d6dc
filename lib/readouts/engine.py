"""Papermill's engine without its saves in between, which write the whole notebook twice a cell."""

from __future__ import annotations

from typing import Any

from papermill.engines import NBClientEngine, papermill_engines

import readouts.lighten  # noqa: F401  before the libraries below

NAME = "readouts"


class SavesOnce(NBClientEngine):  # type: ignore[misc]
    """Saves when the notebook has ended, well or badly: a killed run is run again, so a half one is of no use."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **settings: Any) -> Any:
        """What papermill's own engine gives."""
        kept, nb_man.output_path = nb_man.output_path, None
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, **settings)
        finally:
            nb_man.output_path = kept


papermill_engines.register(NAME, SavesOnce)
