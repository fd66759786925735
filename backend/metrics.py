# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What Prometheus may ask this process, on a port of its own that no resident reaches.

Every label has a fixed list of values: templates of routes, status codes, topics. No path as sent,
no address and no name is ever one, so that neither memory nor privacy depends on what is asked.
"""

import contextlib
from collections.abc import Generator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool

from backend.settings import Metrics, SettingsError

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
NO_ROUTE = "-"
RECEIVED = {
    ("POST", "/raadplegingen/{slug}/meedoen", 303): "form",
    ("POST", "/api/v1/raadplegingen/{slug}/inzendingen", 201): "api",
}
"""Replies that say thank you for an answer."""

requests = Counter(
    "raadgever_requests",
    "Requests that were answered",
    ["method", "route", "status"],
    registry=REGISTRY,
)
latency = Histogram(
    "raadgever_request_seconds",
    "From the request to the end of its reply",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
received = Counter(
    "raadgever_submissions_received",
    "Answers of residents that were acknowledged",
    ["channel"],
    registry=REGISTRY,
)
waiting = Gauge(
    "raadgever_promises_waiting", "Promises that are due, in the database", ["topic"],
    registry=REGISTRY,
)  # fmt: skip
oldest = Gauge(
    "raadgever_promise_oldest_seconds",
    "How long the oldest of them has been due",
    ["topic"],
    registry=REGISTRY,
)
dead = Gauge("raadgever_tasks_dead", "Tasks that were given up", registry=REGISTRY)
workers = Gauge("raadgever_workers", "Workers that were seen alive", registry=REGISTRY)
counted = Counter(
    "raadgever_entries_counted", "Entries that this worker put into a batch", registry=REGISTRY
)
batch_size = Histogram(
    "raadgever_batch_entries",
    "Entries per batch",
    buckets=(1, 3, 10, 30, 100, 300, 1000, 3000, 10_000),
    registry=REGISTRY,
)
connections = Gauge("raadgever_connections", "Open at this website", registry=REGISTRY)
busy = Gauge("raadgever_requests_busy", "Requests under way", registry=REGISTRY)
turned_away = Counter(
    "raadgever_turned_away",
    "Requests on top of what this website takes on, answered with 503",
    ["why"],
    registry=REGISTRY,
)
in_use = Gauge("raadgever_database_connections_in_use", "Of the pool", registry=REGISTRY)
pool_size = Gauge("raadgever_database_connections", "The pool's most", registry=REGISTRY)


def answered(method: str, route: str, status: int, seconds: float) -> None:
    """`route` is the template, or `NO_ROUTE` where none matched."""
    requests.labels(method if method in METHODS else "other", route, str(status)).inc()
    latency.labels(route).observe(seconds)
    if channel := RECEIVED.get((method, route, status)):
        received.labels(channel).inc()


def batched(entries: int) -> None:
    counted.inc(entries)
    batch_size.observe(entries)


def watch_pool(engine: AsyncEngine) -> None:
    pool = engine.pool
    if isinstance(pool, QueuePool):
        in_use.set_function(pool.checkedout)
        pool_size.set(pool.size())


@contextlib.contextmanager
def served(wanted: Metrics | None) -> Generator[None]:
    """Answer Prometheus for as long as this lasts, when a port was given."""
    if wanted is None:
        yield
        return
    try:
        server, thread = start_http_server(wanted.port, wanted.host, REGISTRY)
    except OSError as error:
        problem = (
            f"RAADGEVER_METRICS_PORT: nothing can listen on {wanted.host} port {wanted.port}"
            f" ({error.strerror}). Give the website and each worker a port of their own."
        )
        raise SettingsError([problem]) from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
