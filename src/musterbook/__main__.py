"""`python -m musterbook`."""

from __future__ import annotations

import sys

from musterbook.cli import main

sys.exit(main())
