"""Readings beside gold readings -> scores. Only `gold_from_folder` reads files; everything else is pure."""
