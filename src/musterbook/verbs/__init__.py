"""One file a verb: its words, its help, what it prints."""
