/* SPDX-FileCopyrightText: 2026 Raadgever contributors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Solves a challenge of ALTCHA while somebody reads what they are about to send. Whoever sends
   before it is done, or has no scripts, sends without it. */
"use strict";
const toBytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
const toHex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const solve = async (field) => {
  const reply = await fetch(field.dataset.opgave);
  if (!reply.ok) return;
  const challenge = await reply.json();
  const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const password = new Uint8Array([...toBytes(nonce), 0, 0, 0, 0]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt: toBytes(salt), iterations: cost };
  for (let counter = 0; counter < 10000; counter += 1) {
    new DataView(password.buffer).setUint32(password.length - 4, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = toHex(new Uint8Array(await crypto.subtle.deriveBits(way, key, keyLength * 8)));
    if (!derivedKey.startsWith(keyPrefix)) continue;
    field.value = btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
    return;
  }
};
for (const field of document.querySelectorAll("[data-opgave]")) {
  if (globalThis.crypto?.subtle) solve(field).catch(() => {});
}
