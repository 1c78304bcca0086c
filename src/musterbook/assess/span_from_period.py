"""The days of a period, under the name that publish/brief still imports them by; all of it is in steps_from_days.py."""

from __future__ import annotations

from musterbook.assess.steps_from_days import days_from_period as span_from_period

__all__ = ["span_from_period"]
