# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The bundle of a closed consultation, with which anybody recounts it (docs/verifying.md)."""
