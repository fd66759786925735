# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that was read of one bundle."""

from collections.abc import Sequence

from msgspec import Struct

from backend.verifying.chain import Chain, Content
from backend.verifying.deciding import Decisions
from backend.verifying.defining import Defined
from backend.verifying.files import Bundle
from backend.verifying.findings import Findings
from backend.verifying.openings import Openings
from backend.verifying.steps import Steps


class Case(Struct, frozen=True):
    bundle: Bundle
    defined: Defined
    chain: Chain
    held: Openings
    steps: Steps
    decisions: Decisions
    findings: Findings
    sealed: bool
    roots: dict[int, bytes]
    """Of the log, at the sizes that some summary prints."""

    @property
    def rows(self) -> Sequence[Content]:
        """The reactions, in the order of the log, as in every list of `held`."""
        return self.chain.rows
