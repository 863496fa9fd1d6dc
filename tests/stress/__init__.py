"""Builds and reports under stress: killed, out of disk, side by side, by many workers. `make stress` runs it in full."""
