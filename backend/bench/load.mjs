// SPDX-FileCopyrightText: 2026 Raadgever contributors
// SPDX-License-Identifier: EUPL-1.2
// node load.mjs '{"url", "bodies", "connections", "amount", "headers"}': sends each line of the file
// `bodies` once, or GETs when there is none, and prints what autocannon saw as one line of JSON.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

const autocannon = createRequire(path.join(process.cwd(), "package.json"))("autocannon");
const asked = JSON.parse(process.argv[2]);
const bodies = asked.bodies ? readFileSync(asked.bodies, "utf8").trimEnd().split("\n") : null;
let next = 0;

const started = process.hrtime.bigint();
const seen = await autocannon({
  url: asked.url,
  connections: asked.connections,
  amount: asked.amount,
  timeout: 60,
  requests: [
    {
      method: bodies ? "POST" : "GET",
      headers: asked.headers,
      setupRequest: (request) => (bodies ? { ...request, body: bodies[next++ % bodies.length] } : request),
    },
  ],
});
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
const statuses = Object.fromEntries(
  Object.entries(seen.statusCodeStats).map(([status, { count }]) => [status, count]),
);
console.log(
  JSON.stringify({
    seconds,
    statuses,
    errors: seen.errors + seen.timeouts,
    medianMs: seen.latency.p50,
    p99Ms: seen.latency.p99,
  }),
);
