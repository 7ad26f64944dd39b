// Writing a kit works without this file, by its buttons. With it, what is typed saves itself, and rows move in place.
import { showMistakes, showParts, showState } from "./writing_page.js";

const PAUSE = 2000;
const RETRY = 10000;
const UNDO = 10000;
const page = () => document.querySelector("[data-writing]");
const form = () => document.getElementById("writing");

let timer;
let isDirty = false;
let saving = null;
let isStopped = false;

// One save at a time: each starts from what the one before has kept.
function save() {
  clearTimeout(timer);
  isDirty = false;
  const last = (saving ?? Promise.resolve()).then(send).finally(() => { if (saving === last) saving = null; });
  saving = last;
}

async function send() {
  const body = new URLSearchParams(new FormData(form())).toString();
  showState("busy", page().dataset.saving);
  try {
    const answer = await fetch(form().action, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
      // The page may be left meanwhile. Browsers promise it of what is not too long.
      keepalive: body.length < 60_000,
    });
    if ([401, 403, 409].includes(answer.status)) return ask(answer);
    if (!answer.ok) throw new Error(answer.status);
    kept(await answer.json());
  } catch {
    isDirty = true;
    showState("failed", page().dataset.unsaved);
    timer = setTimeout(save, RETRY);
  }
}

// Nothing more saves itself: the button sends the page, and the server asks what it needs.
async function ask(answer) {
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  const said = isJson ? await answer.json() : { words: page().dataset.expired };
  isStopped = true;
  showState("failed", said.words, said.state === "conflict" ? page().dataset.compare : page().dataset.signIn);
}

function kept(said) {
  const fields = form().elements;
  fields.base.value = said.base;
  for (const [list, origins] of Object.entries(said.origins)) {
    origins.forEach((origin, place) => { fields[`${list}-${place}-origin`].value = origin; });
  }
  showParts(said.parts);
  showMistakes(page(), said.mistakes);
  showState(said.others ? "beside" : "saved", said.others || said.words);
}

// Moving, adding and removing are the server's: it sends the page again, in the new order.
async function rearrange(button) {
  const folds = [...page().querySelectorAll(".moment__more")].map((fold) => fold.open);
  await saving;
  if (await exchange({ method: "POST", body: new URLSearchParams(new FormData(form(), button)) })) {
    const kept = rearranged(folds, button.value);
    page().querySelectorAll(".moment__more").forEach((fold, place) => { fold.open ||= Boolean(kept[place]); });
    arrive();
  }
}

// Files that have just arrived have fields of their own: they are shown once what was being typed is kept.
async function refresh() {
  if (isDirty) save();
  await saving;
  if (await exchange({})) arrive();
}

async function exchange(request) {
  const shown = page();
  clearTimeout(timer);
  shown.inert = true;
  showState("busy", shown.dataset.saving);
  try {
    const answer = await fetch(form().action, request);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-writing]");
    isDirty = false;
    if (!next) return form().submit();
    Object.assign(shown.dataset, next.dataset);
    for (const part of ["#writing", ".writing__aside"]) {
      shown.querySelector(part).replaceWith(document.adoptNode(next.querySelector(part)));
    }
    return true;
  } catch {
    isDirty = true;
    showState("failed", shown.dataset.unsaved);
  } finally {
    shown.inert = false;
  }
}

function rearranged(folds, value) {
  const [verb, list, place] = value.split(":");
  if (list !== "steps") return folds;
  const to = Number(place) + (verb === "up" ? -1 : 1);
  if (verb === "remove") folds.splice(place, 1);
  else if (verb !== "add" && to in folds) [folds[place], folds[to]] = [folds[to], folds[place]];
  return folds;
}

// Focus stays where the press was, and a live region says what happened.
function arrive() {
  const shown = page();
  (document.getElementById(shown.dataset.focus) ?? shown.querySelector("[data-error-summary]"))?.focus();
  setTimeout(() => { document.getElementById("writing-said").textContent = shown.dataset.said; }, 100);
  const removed = shown.querySelector("[data-removed]");
  if (!removed) return;
  setTimeout(() => {
    if (!removed.matches(":focus-within")) return removed.remove();
    removed.addEventListener("focusout", () => setTimeout(() => removed.remove(), 500), { once: true });
  }, UNDO);
}

const MOVES = /^(up|down|remove|add):|^undo$/;

document.addEventListener("submit", async (event) => {
  if (event.target !== form()) return;
  const button = event.submitter;
  const isMove = button && MOVES.test(button.value) && !isStopped;
  if (isMove || (saving && !isStopped)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isMove) return rearrange(button);
    await saving;
    form().requestSubmit(button);
  } else {
    clearTimeout(timer);
    isDirty = false;
  }
}, true);

document.addEventListener("input", (event) => {
  if (event.target.form !== form() || isStopped) return;
  if (event.target.id === "id_title") document.getElementById("writing-title").textContent = event.target.value;
  isDirty = true;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
});
const saveNow = () => { if (isDirty && !isStopped) save(); };
document.addEventListener("focusout", saveNow);
document.addEventListener("change", saveNow);
document.addEventListener("visibilitychange", () => { if (document.hidden) saveNow(); });
window.addEventListener("online", saveNow);
document.addEventListener("uploads:arrived", refresh);
window.addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });
if (page().dataset.focus) arrive();
// What a list of advice leads to may be folded.
const aim = document.getElementById(location.hash.slice(1));
if (aim) {
  for (let fold = aim.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  aim.focus();
}
