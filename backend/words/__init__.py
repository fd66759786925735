# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What reads the words of residents: masks, tells the language, makes vectors, weighs the tone.

Rules are in `surveys` and `analysis`, and pure. Here is what they need from disk: `make models`
builds it, on this machine, from packages by their hash. Nothing here is loaded before it is asked
for, and nothing here is asked for while a resident waits.
"""
