# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`raadgever bench …`: what can be measured, and with which words."""

import argparse


def about(bench: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    measured = bench.add_subparsers(dest="what", required=True, metavar="WHAT")
    pages = measured.add_parser("pages", help="how soon a page begins to arrive")
    pages.add_argument("--requests", type=int, default=400, metavar="N", help="per page")
    pages.set_defaults(run="bench.pages.run")
    submit = measured.add_parser("submit", help="answers stored per second, against pgbench")
    submit.add_argument("--amount", type=int, default=4000, metavar="N", help="per round")
    submit.add_argument("--rounds", type=int, default=5, metavar="N")
    submit.set_defaults(run="bench.submit.run")
    tally = measured.add_parser("tally", help="from a million answers to a stored result")
    tally.add_argument("--responses", type=int, default=1_000_000, metavar="N")
    tally.set_defaults(run="bench.tally.run")
    export = measured.add_parser("export", help="all responses of a consultation as CSV")
    export.add_argument("--responses", type=int, default=500_000, metavar="N", help="and a tenth")
    export.add_argument("--rounds", type=int, default=3, metavar="N")
    export.set_defaults(run="bench.export.run")
    many = measured.add_parser("connections", help="ten thousand connections at once")
    many.add_argument("--connections", type=int, default=10_000, metavar="N")
    many.set_defaults(run="bench.connections.run")
    soak = measured.add_parser("soak", help="half an hour of everything, while workers are killed")
    soak.add_argument("--minutes", type=float, default=30, metavar="N")
    soak.add_argument("--per-second", type=float, default=20, metavar="N", help="answers")
    soak.set_defaults(run="bench.soak.run")
    log = measured.add_parser("log", help="a million entries in the log, and proofs of them")
    log.add_argument("--leaves", type=int, default=1_000_000, metavar="N")
    log.set_defaults(run="bench.log.run")
    verify = measured.add_parser("verify", help="the recount of a bundle, start included")
    verify.add_argument("--responses", type=int, default=100_000, metavar="N")
    verify.set_defaults(run="bench.verify.run")
    return [pages, submit, tally, export, many, soak, log, verify]
