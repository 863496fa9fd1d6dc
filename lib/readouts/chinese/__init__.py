"""The Chinese grammar: what stands in a Chinese readout, told in the same mentions, frame and rows as English."""
