"""How well the reader reads: scores on gold readings, and floors below which they may not fall."""
