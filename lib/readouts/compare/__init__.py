"""One method of comparison a file; each takes a Corpus and returns a frame."""
