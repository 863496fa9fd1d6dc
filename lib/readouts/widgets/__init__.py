"""Widgets for JupyterLab: a corpus on one screen."""

from readouts.widgets.screen import Screen

__all__ = ["Screen"]
