// Marks of presence that wait on this device until the site has heard them. One item of the local storage each, with a
// key of its own: sent twice, it is one; two open pages never write over each other. Nothing but numbers is kept here.
export const page = document.querySelector("[data-welcome]");
const { session, person, marks: address } = page.dataset;
const PREFIX = `welcome-mark|${session}|`;
const REFUSED = `welcome-refused|${session}|`;
const MOST_AT_ONCE = 100;
let rank = 0;
let sending = null;

export const phrase = (name) => page.querySelector(`[data-phrase="${name}"]`).textContent;

// A region that is filled once the page has settled is read by every screen reader.
export function say(words) {
  setTimeout(() => { page.querySelector("[data-welcome-said]").textContent = words; }, 100);
}

// Plain HTTP on a local network has no randomUUID.
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Return whether the device could keep it; the order of the names is that in which things were said.
export function keep(mark) {
  const name = `${PREFIX}${String(Date.now()).padStart(15, "0")}-${String(rank++).padStart(6, "0")}`;
  const whole = { ...mark, key: newKey(), said_at: new Date().toISOString(), by: person };
  try {
    localStorage.setItem(`${name}-${whole.key}`, JSON.stringify(whole));
  } catch {
    return false;
  }
  return true;
}

function stored(prefix) {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix)).sort();
  return names.map((name) => ({ ...JSON.parse(localStorage.getItem(name) ?? "{}"), name }));
}

export const waiting = () => stored(PREFIX).filter((mark) => mark.by === person);
const ofOthers = () => stored(PREFIX).filter((mark) => mark.by !== person);

const token = () => page.querySelector("input[name=csrfmiddlewaretoken]");

async function post(marks) {
  const body = JSON.stringify({ marks: marks.map(({ name, by, ...mark }) => mark) });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token().value };
  return fetch(address, { method: "POST", body, headers, redirect: "manual" });
}

// A page that was kept, or a new sign-in, holds an old token: take the one of now, once.
async function withFreshToken() {
  const answer = await fetch(page.dataset.list, { cache: "no-store" });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = fresh.querySelector("[data-welcome-list] input[name=csrfmiddlewaretoken]");
  if (found) token().value = found.value;
  return Boolean(found);
}

async function answered(marks) {
  let answer = await post(marks);
  if (answer.status === 403 && await withFreshToken()) answer = await post(marks);
  const isSignedOut = answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect";
  if (isSignedOut) return { state: "signed-out" };
  if (!answer.ok) return { state: "offline" };
  return { state: "heard", ...await answer.json() };
}

function settle(marks, answers) {
  const byKey = new Map(marks.map((mark) => [mark.key, mark]));
  for (const answer of answers) {
    const mark = byKey.get(answer.key);
    if (!mark) continue;
    if (answer.outcome === "refused") localStorage.setItem(`${REFUSED}${mark.key}`, JSON.stringify({ ...mark, reason: answer.reason }));
    localStorage.removeItem(mark.name);
  }
}

// Send everything that waits, in order. Return what became of it; two calls at once are one.
export function send() {
  sending ??= sendAll().finally(() => { sending = null; });
  return sending;
}

async function sendAll() {
  let outcome = { state: "heard", answers: [] };
  let marks = waiting().slice(0, MOST_AT_ONCE);
  while (marks.length) {
    try {
      outcome = await answered(marks);
    } catch {
      outcome = { state: "offline" };
    }
    if (outcome.state !== "heard") break;
    settle(marks, outcome.answers);
    page.dispatchEvent(new CustomEvent("welcome-heard", { detail: outcome }));
    marks = waiting().slice(0, MOST_AT_ONCE);
  }
  show(outcome.state);
  return outcome;
}

const line = (words) => Object.assign(document.createElement("p"), { textContent: words });

export function show(state = navigator.onLine ? "heard" : "offline") {
  const panel = page.querySelector("[data-welcome-waiting]");
  const parts = [];
  const count = waiting().length;
  if (count) {
    const sign = line("");
    sign.append(Object.assign(document.createElement("b"), { textContent: `${phrase("waiting")} (${count})` }));
    parts.push(sign);
  }
  if (state === "signed-out") {
    const link = Object.assign(document.createElement("a"), { href: page.dataset.signIn, textContent: phrase("sign-in-link") });
    const sign = line(`${phrase("sign-in")} `);
    sign.append(link);
    parts.push(sign);
  } else if (state === "offline") parts.push(line(phrase("offline")));
  if (ofOthers().length) parts.push(line(phrase("others")));
  parts.push(...stored(REFUSED).map(refusal));
  panel.replaceChildren(...parts);
  panel.hidden = parts.length === 0;
}

function refusal(mark) {
  const name = document.getElementById(`person-${mark.registration}`)?.dataset.name ?? "";
  const sign = line(`${[phrase("refused"), name].filter(Boolean).join(" ")} ${mark.reason} `);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--second button--small", textContent: phrase("dismiss") });
  button.addEventListener("click", () => { localStorage.removeItem(mark.name); show(); });
  sign.append(button);
  return sign;
}

window.addEventListener("online", send);
window.addEventListener("offline", () => show("offline"));
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
