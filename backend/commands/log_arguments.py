# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the commands about the log take: its keys, its bundles, and who watches it."""

import argparse


def about_the_log(about: argparse.ArgumentParser) -> tuple[argparse.ArgumentParser, ...]:
    deed = about.add_subparsers(dest="deed", required=True, metavar="DEED")
    key = deed.add_parser("key", help="make the key that signs it; prints its vkey, to publish")
    key.add_argument("name", help="of the log: its address without https, no spaces")
    key.add_argument("--witness", action="store_true", help="of somebody who watches it instead")
    key.set_defaults(run="log.key")
    vkey = deed.add_parser("vkey", help="print the vkey of a key that is there")
    vkey.set_defaults(run="log.vkey")
    for each in (key, vkey):
        each.add_argument("--file", required=True, metavar="FILE", help="of the private key")
    return key, vkey


def about_bundles(
    export: argparse.ArgumentParser, verify: argparse.ArgumentParser
) -> tuple[argparse.ArgumentParser, ...]:
    export.add_argument("consultation", help="as in its address, or its id")
    export.add_argument("--to", required=True, metavar="DIR", help="a folder that is not there yet")
    export.add_argument("--sealed", action="store_true", help="everything, for the audit office")
    export.set_defaults(run="bundle.export")
    verify.add_argument("folder", metavar="DIR")
    verify.add_argument("--key", required=True, metavar="VKEY", help="as published")
    kept = "what the website promised when somebody answered"
    verify.add_argument("--promise", metavar="FILE", help=kept)
    verify.set_defaults(run="verifying.command.run")
    return export, verify


def about_witnesses(witness: argparse.ArgumentParser) -> argparse.ArgumentParser:
    witness.add_argument("source", metavar="URL|DIR", help="a website, or a bundle")
    witness.add_argument("--key", required=True, metavar="VKEY", help="of the log, as published")
    own = "our own, from `raadgever log key --witness`"
    witness.add_argument("--key-file", required=True, metavar="FILE", help=own)
    kept = "what we signed last; made when it is not there"
    witness.add_argument("--state", required=True, metavar="FILE", help=kept)
    witness.set_defaults(run="witness.run")
    return witness
