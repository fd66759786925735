/* SPDX-FileCopyrightText: 2026 Raadgever contributors */
/* SPDX-License-Identifier: EUPL-1.2 */
/* Helps while filling in. Every page works without it, and the server decides. */
"use strict";
document.querySelector("#fouten, #let-op")?.focus();
/* What takes seconds says so; a second press would send it twice. */
for (const form of document.querySelectorAll("form[data-bezig]")) {
  form.addEventListener("submit", (event) => {
    if ("verstuurd" in form.dataset) event.preventDefault();
    form.dataset.verstuurd = "";
    form.querySelector("[role=status]").textContent = form.dataset.bezig;
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-verstuurd]")) {
    delete form.dataset.verstuurd;
    form.querySelector("[role=status]").textContent = "";
  }
});
/* What was sent stays behind nowhere: the next one at this computer is somebody else. */
if (document.querySelector("[data-ontvangen]")) sessionStorage.clear();
for (const form of document.querySelectorAll("form[data-hulp]")) {
  /* Come back to, or loaded once more. */
  const again = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  let unsent = "begonnen" in form.dataset;
  form.addEventListener("input", () => { unsent = true; });
  form.addEventListener("submit", () => { unsent = false; });
  addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });

  /* After the browser's back button a page of questions holds an older form: go on from the newest
     one in this tab, so that later pages keep their answers. What is sent was seen: not on the
     check page. */
  const { stand } = form.elements;
  const place = form.getAttribute("action");
  addEventListener("pageshow", ({ persisted }) => {
    if (!stand) return;
    if (!again && !persisted) sessionStorage.setItem(place, stand.value);
    else if ("verder" in form.dataset) stand.value = sessionStorage.getItem(place) ?? stand.value;
  });

  /* A question that hangs on another one of this form; what is wrong stays in sight. */
  const parts = form.querySelectorAll("[data-bij]");
  const reveal = () => {
    for (const part of parts) {
      if (!form.elements.namedItem(part.dataset.bij)) continue;
      const said = new FormData(form).getAll(part.dataset.bij);
      const applies = part.dataset.waarden.split(" ").some((value) => said.includes(value));
      part.hidden = !applies && !part.querySelector("[aria-invalid]");
      for (const field of part.querySelectorAll("input, select, textarea")) {
        field.disabled = part.hidden;
      }
    }
  };
  form.addEventListener("change", reveal);
  /* By then a browser has put back what was ticked and typed; not into a field that is hidden. */
  addEventListener("pageshow", reveal);
  if (!again) reveal();

  /* In the language of the page. */
  const { over, teVeel, bsn } = form.dataset;
  const lineUnder = (field, name) => {
    const line = document.createElement("p");
    line.className = name;
    line.setAttribute("aria-live", "polite");
    field.after(line);
    return line;
  };

  for (const field of form.querySelectorAll("[data-limiet]")) {
    const limit = Number(field.dataset.limiet);
    const line = lineUnder(field, "raadgever-counter");
    const count = () => {
      const left = limit - [...field.value.normalize().trim()].length;
      const says = left < 0 ? teVeel : left <= Math.min(200, limit / 4) ? over : "";
      line.textContent = says.replace("#", Math.abs(left));
    };
    let pause;
    field.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(count, 500);
    });
  }

  /* As surveys/personal.py, without looking back: some browsers cannot. */
  const nine = /(?:^|[^\w+.,-]|\D[.,-])(\d{9}|\d{4}[. -]\d\d[. -]\d{3}|\d{3}[ -]\d{3}[ -]\d{3})(?!\w|[.,-]\d)/g;
  const isBsn = ([, found]) => {
    const digits = found.replace(/\D/g, "");
    const total = [...digits].reduce((sum, d, i) => sum + d * (i < 8 ? 9 - i : -1), 0);
    return Number(digits) > 0 && total % 11 === 0;
  };
  const lines = new Map();
  const warn = (target) => {
    const seen = [...target.value.matchAll(nine)].some(isBsn);
    if (!seen && !lines.has(target)) return;
    if (!lines.has(target)) lines.set(target, lineUnder(target, "raadgever-warning"));
    lines.get(target).textContent = seen ? bsn : "";
  };
  /* After a pause, and not on leaving the field: that is when somebody presses the button, and a
     line that comes up moves it away from under the finger. */
  let wait;
  form.addEventListener("input", ({ target }) => {
    if (!target.matches("textarea, input[type=text]:not([inputmode])")) return;
    clearTimeout(wait);
    wait = setTimeout(warn, 700, target);
  });
}
