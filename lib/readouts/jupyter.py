"""The Jupyter libraries that run and render notebooks, imported without their slowest part."""

import readouts.lighten  # noqa: F401, I001  before the libraries below
import nbformat
import papermill
from nbconvert import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from papermill.exceptions import PapermillExecutionError

__all__ = ["HTMLExporter", "PapermillExecutionError", "Preprocessor", "nbformat", "papermill"]
