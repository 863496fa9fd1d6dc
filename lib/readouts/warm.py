"""All that notebooks and pages import and look up, loaded by importing this: the server that jobs are forked from does."""

from importlib import import_module

from readouts.lexicon import load_lexicon
from readouts.places import places_by_english

for name in (
    "readouts.page",
    "readouts.kernels",
    "readouts.figures",
    "readouts.display",
    "readouts.measured",
    "readouts.explore",
    "ipykernel.kernelapp",
    "IPython.core.debugger",
    "psutil",
    "tornado.platform.asyncio",
    "tornado.queues",
    "plotly.graph_objects",
    "scipy.stats",
):
    import_module(name)
load_lexicon("en")
places_by_english()
