"""One module for each use: what its records are, and what the right answers are."""
