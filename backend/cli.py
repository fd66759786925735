# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""`raadgever`: every command, its errors in words, and exit codes that mean something.

0 done · 1 our own fault · 2 wrong use · 3 bad input, nothing stored · 4 refused, for a reason given
5 no servers
"""

import argparse
import datetime as dt
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec
import structlog

from backend import logs, serving
from backend.accounts.roles import Role
from backend.bench import asked
from backend.commands import log_arguments
from backend.council.inbound import Unreadable
from backend.database import is_away
from backend.errors import Refused, Trouble
from backend.servers import ServersError
from backend.settings import DOCUMENTED, SettingsError

BROKEN, BAD_INPUT, REFUSED, NO_SERVERS, INTERRUPTED = 1, 3, 4, 5, 130
UNREACHABLE = (
    "A server does not answer. Check that PostgreSQL and Redis run and have connections left, and"
    " that RAADGEVER_DATABASE_URL and RAADGEVER_REDIS_URL are right, and try again."
)
OUR_FAULT = (
    "Something went wrong inside Raadgever; where stands in the line above. Nothing was stored by"
    " half: the same command again is safe."
)
log = structlog.get_logger()


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, such as 2026-12-17") from None


class _Asked(Protocol):
    required: bool


def _format(mapping: _Asked) -> type[argparse.Action]:
    """What pol.is exports needs no mapping: its columns have names of their own."""

    class Format(argparse.Action):
        def __call__(  # pyright: ignore[reportIncompatibleMethodOverride]
            self, _: object, namespace: argparse.Namespace, values: str, __: object = None
        ) -> None:
            setattr(namespace, self.dest, values)
            mapping.required = values == "table"

    return Format


def _about_backups(
    backup: argparse.ArgumentParser, restore: argparse.ArgumentParser
) -> tuple[argparse.ArgumentParser, ...]:
    backup.add_argument("folder", metavar="DIR", help="in which each copy gets a folder")
    only = "only list who withdrew, for copies that are there; every few minutes"
    backup.add_argument("--withdrawn", action="store_true", help=only)
    backup.set_defaults(run="backup.make")
    restore.add_argument("folder", metavar="DIR", help="of one copy")
    none = "there is no list of who withdrew since; their answers come back"
    restore.add_argument("--without-withdrawn", action="store_true", help=none)
    restore.set_defaults(run="backup.put_back")
    return backup, restore


def _about_accounts(
    account: argparse.ArgumentParser,
) -> tuple[argparse.ArgumentParser, ...]:
    deed = account.add_subparsers(dest="deed", required=True, metavar="DEED")
    add = deed.add_parser("add", help="make one; prints a password, or a link, once")
    add.add_argument("username")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, choices=[str(role) for role in Role])
    add.add_argument("--link", action="store_true", help="a link to choose a password with")
    add.set_defaults(run="staff.add")
    link = deed.add_parser("link", help="a new link, for who is locked out; prints it once")
    link.add_argument("username")
    link.add_argument("--without-second-factor", action="store_true", help="the phone is lost")
    link.set_defaults(run="staff.link")
    disable = deed.add_parser("disable", help="end its sessions and let it in no more")
    disable.add_argument("username")
    disable.set_defaults(run="staff.disable")
    return add, link, disable


def _about_responses(responses: argparse.ArgumentParser) -> None:
    responses.add_argument("file", metavar="FILE|DIR")
    how = responses.add_mutually_exclusive_group(required=True)
    formats = ("table", "polis")
    responses.add_argument(
        "--format", choices=formats, default="table", action=_format(how), help="polis: a folder"
    )
    how.add_argument("--mapping", metavar="FILE", help="which column is which question (JSON)")
    how.add_argument("--propose", metavar="FILE", help="write a first mapping, for you to check")
    responses.add_argument("--into", metavar="SLUG", help="the consultation, as in its address")
    responses.add_argument("--sheet", metavar="NAME", help="of an XLSX; the first by default")
    responses.add_argument("--dry-run", action="store_true", help="store nothing, say what would")
    responses.add_argument("--report", metavar="FILE", help="write every reason (CSV)")
    what_it_says = "write every refused row with its reasons and its cells (CSV, mode 0600)"
    responses.add_argument("--refused", metavar="FILE", help=what_it_says)
    responses.set_defaults(run="responses.bring")


def _parser() -> argparse.ArgumentParser:
    settings = "\n".join(f"  {name:30} {what}" for name, what in DOCUMENTED.items())
    parser = argparse.ArgumentParser(
        prog="raadgever",
        description="Residents give counsel on council documents before they reach the agenda.",
        epilog=f"settings, from the environment:\n{settings}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    serve = found.add_parser("serve", help="the website")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run="staying.serve")

    worker = found.add_parser("worker", help="counts, closes and summarises; run one or more")
    worker.set_defaults(run="staying.work")

    migrate = found.add_parser("migrate", help="bring the database up to date, as its owner")
    migrate.set_defaults(run="database.bring_up_to_date")

    demo = found.add_parser("demo", help="the whole chain on a made-up municipality")
    demo.add_argument("--once", action="store_true", help="play it, print the result and stop")
    demo.add_argument("--responses", type=int, default=2000, metavar="N")
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--port", type=int, default=0, help="default 8000, or a free one")
    demo.set_defaults(run="demo.show.run")

    bring = found.add_parser("import", help="bring in what other systems have")
    what = bring.add_subparsers(dest="what", required=True, metavar="WHAT")
    agenda = what.add_parser(
        "agenda", help="a meeting as Notubiz gives it (JSON), or on our own form (CSV, XLSX)"
    )
    agenda.add_argument("file", metavar="FILE|URL")
    agenda.add_argument("--shift-to", type=_day, metavar="DATE", help="for trying things out")
    which = agenda.add_mutually_exclusive_group()
    which.add_argument("--new", action="store_true", help="our form: a meeting of its own")
    which.add_argument("--replaces", metavar="ID", help="our form: the meeting that it is now")
    same, lapse = "an item under another title; more than once", "it may go off the agenda"
    agenda.add_argument("--same", action="append", default=[], metavar="OLD=NEW", help=same)
    agenda.add_argument("--lapse", action="append", default=[], metavar="TITLE", help=lapse)
    change = "its document may get another text"
    agenda.add_argument("--change", action="append", default=[], metavar="TITLE", help=change)
    agenda.set_defaults(run="bringing.agenda")
    responses = what.add_parser(
        "responses", help="answers from another tool (CSV or XLSX), or the votes of pol.is"
    )
    _about_responses(responses)

    held = found.add_parser("batches", help="the files of what was counted in a consultation")
    held.add_argument("consultation", metavar="SLUG", help="as in its address")
    what_it_does = "read each, make anew what is not sound, and hold the sum against the count"
    held.add_argument("--check", action="store_true", help=what_it_does)
    held.set_defaults(run="batches.run")

    add, link, disable = _about_accounts(found.add_parser("account", help="accounts of staff"))

    export, verify = log_arguments.about_bundles(
        found.add_parser("export", help="the bundle of a consultation, to recount it with"),
        found.add_parser("verify", help="recount a bundle, offline"),
    )
    key, vkey = log_arguments.about_the_log(found.add_parser("log", help="the public log"))

    witness = log_arguments.about_witnesses(
        found.add_parser("witness", help="sign that a log only grew")
    )

    backup, restore = _about_backups(
        found.add_parser("backup", help="copy the whole database, while it is used"),
        found.add_parser("restore", help="put a copy back, into an empty database"),
    )

    secret = found.add_parser("secret", help="print a new RAADGEVER_SECRET")
    secret.set_defaults(run="database.secret")

    bench = found.add_parser("bench", help="measure, as a ratio to a named limit in one run")
    ending = [migrate, demo, agenda, responses, held, add, link, disable, key, vkey, secret]
    ending += [export, verify, witness, backup, restore, *asked.about(bench)]
    for command in ending:
        command.add_argument("--json", action="store_true", help="one line of JSON at the end")
    return parser


def _found(name: str) -> Callable[[argparse.Namespace], int | None]:
    """Loaded only now: `--help` need not wait for a web server and a data frame library."""
    module, _, function = name.rpartition(".")
    own = module.startswith(("demo.", "bench.", "verifying."))
    where = f"backend.{module}" if own else f"backend.commands.{module}"
    return getattr(importlib.import_module(where), function)


def _fail(arguments: argparse.Namespace, code: int, lines: Sequence[str]) -> int:
    for line in lines:
        print(line, file=sys.stderr)  # noqa: T201 - this is what a command line is for
    if getattr(arguments, "json", False):
        sys.stdout.write(msgspec.json.encode({"error": list(lines)}).decode() + "\n")
    return code


def _explained(error: Exception) -> tuple[int, list[str]]:
    """The exit code, and the lines to print."""
    match error:
        case Unreadable():
            lines = [f"{it.where}: {it.what} {it.do}" for it in error.problems]
            found = (BAD_INPUT, lines)
        case Trouble():
            flaws = [f"{flaw.where}: {flaw.what}" for flaw in error.flaws]
            found = (BAD_INPUT, [f"{error.title} {error.advice}".strip(), *flaws])
        case SettingsError() | Refused():
            found = (REFUSED, str(error).split("\n"))
        case ServersError():
            found = (NO_SERVERS, [str(error)])
        case _ if is_away(error):
            found = (NO_SERVERS, [UNREACHABLE])
        case _:
            found = (BROKEN, [OUR_FAULT])
    return found


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    logs.configure()
    try:
        serving.cap_polars()  # whatever the command loads comes after it
        return _found(arguments.run)(arguments) or 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        code, lines = _explained(error)
        if code == BROKEN:
            log.exception("command-failed", command=arguments.command)
        return _fail(arguments, code, lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
