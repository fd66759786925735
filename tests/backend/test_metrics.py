# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""What Prometheus gets: figures about work, nothing about people, and no more lines than routes."""

from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from backend import metrics, worker
from backend.accounts.routes import ROUTES
from backend.outbox import Topic, keep_promises, promise
from backend.settings import Metrics, SettingsError
from backend.settings import metrics as read
from tests.faults.invariant import Answers
from tests.faults.processes import free_ports
from tests.make import make_consultation

pytestmark = pytest.mark.anyio


def told() -> str:
    return generate_latest(metrics.REGISTRY).decode()


def value(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


def series() -> set[tuple[str, tuple[tuple[str, str], ...]]]:
    return {
        (sample.name, tuple(sorted(sample.labels.items())))
        for family in text_string_to_metric_families(told())
        for sample in family.samples
    }


async def test_a_request_counts_under_the_template_of_its_route(resident) -> None:
    route = {"method": "GET", "route": "/raadplegingen/{slug}", "status": "404"}
    before = value("raadgever_requests_total", **route)
    await resident.get("/raadplegingen/een-straat-van-iemand")
    assert value("raadgever_requests_total", **route) == before + 1
    assert value("raadgever_request_seconds_count", route="/raadplegingen/{slug}") >= 1
    assert "een-straat-van-iemand" not in told()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(min_size=1, max_size=40), max_size=4), st.text("GETPOSDLAH", max_size=9))
async def test_no_odd_path_or_method_makes_a_label_of_its_own(resident, parts, method) -> None:
    path = "/" + "/".join(quote(part, safe="") for part in parts)
    method = method or "GET"
    await resident.request(method, path, headers={"x-forwarded-for": "203.0.113.177"})
    templates = {path for _, path in ROUTES} | {metrics.NO_ROUTE, "/static/{file_path}"}
    for name, labels in series():
        said = dict(labels)
        if "route" in said:
            assert said["route"].startswith(("/static", "/intern")) or said["route"] in templates
        if "method" in said:
            assert said["method"] in metrics.METHODS | {"other"}
        assert set(said) <= {"route", "method", "status", "le", "topic", "channel", "generation"}, (
            name
        )


def test_the_replies_that_count_as_received_are_of_routes_that_exist() -> None:
    assert {(method, route) for method, route, _ in metrics.RECEIVED} <= set(ROUTES)


async def test_what_comes_in_and_what_is_counted_show_with_the_size_of_the_batch(
    resident, sessions
) -> None:
    names = ("raadgever_entries_counted_total", "raadgever_batch_entries_sum")
    before = [value(name) for name in names]
    came_in = value("raadgever_submissions_received_total", channel="api")
    async with sessions.begin() as db:
        answers = Answers(await make_consultation(db, slug="park"))
    await answers.send(resident, 7)
    assert value("raadgever_submissions_received_total", channel="api") == came_in + 7
    await keep_promises(sessions, worker.WORKS)
    assert [value(name) for name in names] == [it + 7 for it in before]
    assert value("raadgever_database_connections") == 10
    assert value("raadgever_database_connections_in_use") == 0


async def test_a_worker_tells_what_waits_in_the_database(sessions) -> None:
    async with sessions.begin() as db:
        promise(db, Topic.SUMMARY_FINAL, uuid4())
        promise(db, Topic.SUMMARY_FINAL, uuid4())
    async with sessions() as db:
        worker.tell(await worker.vitals.taken(db))
    topic = {"topic": "summary_final"}
    assert value("raadgever_promises_waiting", **topic) == 2
    assert value("raadgever_promise_oldest_seconds", **topic) > 0
    assert value("raadgever_promises_waiting", topic="entry_received") == 0
    assert value("raadgever_workers") == 0


def test_it_is_served_apart_and_only_when_a_port_was_given() -> None:
    with metrics.served(None):
        pass
    [port] = free_ports(1)
    with metrics.served(Metrics(port, "127.0.0.1")):
        reply = httpx.get(f"http://127.0.0.1:{port}/metrics")
        assert reply.status_code == 200
        assert "raadgever_requests_total" in reply.text
        with (
            pytest.raises(SettingsError, match="a port of their own"),
            metrics.served(Metrics(port, "127.0.0.1")),
        ):
            pass
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/metrics")


async def test_the_website_itself_has_no_metrics(resident) -> None:
    assert (await resident.get("/metrics")).status_code == 404


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "9100.0", "٣"])
def test_what_is_no_port_and_no_address_is_refused_at_once(port: str) -> None:
    with pytest.raises(SettingsError) as error:
        read({"RAADGEVER_METRICS_PORT": port, "RAADGEVER_METRICS_HOST": "overal"})
    assert len(error.value.problems) == 2
    assert read({}) is None
    assert read({"RAADGEVER_METRICS_PORT": "9100"}) == Metrics(9100, "127.0.0.1")
