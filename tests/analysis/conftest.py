# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
from hypothesis import settings

# A deadline per example says more about the neighbours on the machine than about our code.
settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")
