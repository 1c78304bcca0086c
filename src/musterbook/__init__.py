"""Musterbook: an evidence base of what was reported, claim by claim, each on its quote."""
