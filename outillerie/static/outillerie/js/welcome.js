// The list works without this file: each press loads the page again. With it, a press is kept on this device at once,
// leaves as soon as the network allows, and the list follows what others say, every fifteen seconds while it is seen.
import { keep, page, phrase, say, send, show, waiting } from "./welcome_marks.js";
import { forgetWhenOver, refreshKept } from "./welcome_kept.js";

const SECONDS = 15;
const { halfDay, way } = page.dataset;
const list = () => page.querySelector("[data-welcome-list]");
const search = document.getElementById("welcome-search");
let etag = "";

// --- saying ---

page.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=said]");
  if (!button) return;
  if ("plain" in button.dataset) {
    if (navigator.onLine) return;
    event.preventDefault();
    return say(phrase("needs-network"));
  }
  event.preventDefault();
  const [who, state] = button.value.split(":");
  const rows = who === "rest" ? [...page.querySelectorAll('.person[data-state=""]')] : [button.closest(".person")];
  const isKept = rows.map((row) => keep({ registration: Number(row.dataset.person), half_day: halfDay, state, way }));
  if (isKept.includes(false)) {
    say(phrase("full"));
    const form = button.form;
    form.requestSubmit ? form.requestSubmit(button) : form.submit();
    return;
  }
  lay();
  say(`${rows.map((row) => row.dataset.name).join(", ")} : ${button.textContent.trim()}`);
  heard();
});

async function heard() {
  const outcome = await send();
  if (outcome.state === "heard") refresh();
}

// --- showing ---

// What waits here is shown as said, and as kept on this device.
function lay() {
  const said = new Map(waiting().filter((mark) => mark.half_day === halfDay).map((mark) => [String(mark.registration), mark.state]));
  for (const row of page.querySelectorAll(".person")) {
    const state = said.get(row.dataset.person);
    row.classList.toggle("is-kept", Boolean(state));
    if (!state) continue;
    row.dataset.state = state;
    for (const button of row.querySelectorAll(".presence-choice")) {
      button.setAttribute("aria-pressed", button.value.endsWith(`:${state}`));
    }
  }
  if (said.size) count();
  show();
}

function count() {
  const rows = [...page.querySelectorAll(".person")];
  const present = rows.filter((row) => row.dataset.state === "present").length;
  const isOne = new Intl.PluralRules(document.documentElement.lang).select(present) === "one";
  const words = phrase(isOne ? "count-one" : "count-many").replace("%(present)s", present).replace("%(expected)s", rows.length);
  page.querySelector("[data-welcome-counts]").replaceChildren(Object.assign(document.createElement("b"), { textContent: words }));
}

const isTyping = () => list().contains(document.activeElement) && document.activeElement.matches("input");

async function refresh() {
  if (document.hidden || isTyping()) return;
  let answer;
  try {
    answer = await fetch(page.dataset.list, { cache: "no-store", headers: etag ? { "If-None-Match": etag } : {} });
  } catch {
    return show("offline");
  }
  if (answer.status === 304) return show();
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-welcome-list]");
  if (!next) return show(answer.ok ? "signed-out" : "offline");
  etag = answer.headers.get("ETag") ?? "";
  swap(document.adoptNode(next));
  refreshKept();
}

function swap(next) {
  const pressed = document.activeElement?.matches("button[name=said]") ? document.activeElement.value : "";
  const open = [...page.querySelectorAll(".person__more[open]")].map((part) => part.closest(".person").id);
  list().replaceWith(next);
  for (const id of open) document.getElementById(id)?.querySelector(".person__more")?.setAttribute("open", "");
  if (pressed) next.querySelector(`button[name=said][value="${CSS.escape(pressed)}"]`)?.focus();
  lay();
  narrow();
}

// --- finding a name ---

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function narrow() {
  const typed = plain(search.value.trim());
  for (const row of page.querySelectorAll(".person")) {
    row.hidden = Boolean(typed) && !` ${plain(row.dataset.name)}`.replace(/[-’']/g, " ").includes(` ${typed}`);
  }
}

search.closest("[hidden]").hidden = false;
search.addEventListener("input", narrow);

page.addEventListener("welcome-heard", (event) => {
  // What was shown before the answer may not be what is kept: the list is asked for whole.
  etag = "";
  if (event.detail.is_over) forgetWhenOver();
});
setInterval(() => { if (!document.hidden) heard(); }, SECONDS * 1000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) heard(); });
lay();
heard();
if ("isOver" in page.dataset) forgetWhenOver();
