# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every table, in one place, for migrations and for tests that look at all of them."""

from backend import outbox, vitals
from backend.accounts import tables as accounts
from backend.advice import tables as advice
from backend.agenda import tables as agenda
from backend.audit import tables as audit
from backend.consultations import tables as consultations
from backend.council import installation
from backend.council import tables as council
from backend.database import Table
from backend.decisions import tables as decisions
from backend.ledger import tables as ledger
from backend.participation import mail_tables
from backend.participation import tables as participation
from backend.population import tables as population
from backend.results import tables as results
from backend.sources import tables as sources

metadata = Table.metadata
modules = (
    outbox,
    vitals,
    accounts,
    advice,
    agenda,
    audit,
    consultations,
    council,
    installation,
    decisions,
    ledger,
    participation,
    mail_tables,
    population,
    results,
    sources,
)
