# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Commands that stay: the website and the worker."""

import argparse
import asyncio
import os

from backend import ground, logs, metrics, serving, settings, worker
from backend.commands.ending import prepare
from backend.ledger import signing
from backend.participation import mailing


def serve(arguments: argparse.Namespace) -> None:
    serving.end_well()
    with ground.stand(os.environ) as standing:
        prepare(standing)
        asyncio.run(ground.check(standing, demo=False))
        with metrics.served(settings.metrics(standing.environ)):
            serving.serve(standing.environ, host=arguments.host, port=arguments.port)


def work(_: argparse.Namespace) -> None:
    logs.configure()
    serving.end_well()
    with ground.stand(os.environ) as standing:
        prepare(standing)
        asyncio.run(ground.check(standing, demo=False))
        outward = settings.outward(standing.environ)
        found = settings.with_mail(standing.environ)
        postage = mailing.postage(found) if found else None
        sealing = signing.sealing(standing.environ, embedded=standing.embedded)
        with metrics.served(settings.metrics(standing.environ)):
            urls = standing.database_url, standing.redis_url
            folder = standing.batch_folder
            asyncio.run(worker.run(*urls, outward, folder, sealing, postage=postage))
