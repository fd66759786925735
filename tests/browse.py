# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading pages as a browser would; the demo's player reads them the same way."""

from backend.demo.forms import form, text

__all__ = ["form", "text"]
