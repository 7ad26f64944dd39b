// The list of one session, kept on this phone when somebody asks for it: its page, and nothing of any other session.
import { page, phrase, waiting } from "./welcome_marks.js";

const { session, scope, worker, scanner } = page.dataset;
const CACHE = `welcome|${session}`;
const section = page.querySelector("[data-welcome-offline]");
const canKeep = "serviceWorker" in navigator && "caches" in window;
let timer = 0;

const isKept = async () => canKeep && await caches.has(CACHE);
const tabs = () => [...document.querySelectorAll(".welcome__tabs a")].map((link) => link.href);

// What the page is made of: its style, its scripts and those that they ask for, its faces.
function parts() {
  const named = [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], script[src], img[src^='/']")];
  const asked = performance.getEntriesByType("resource").map((entry) => entry.name);
  const all = [...named.map((part) => part.href || part.src), ...asked];
  return [...new Set(all)].filter((address) => address.startsWith(`${location.origin}/static/`));
}

async function putPage(cache, address) {
  const answer = await fetch(address, { cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error(address);
  await cache.put(address, answer);
}

async function keepPage() {
  const cache = await caches.open(CACHE);
  const pages = [...new Set([location.origin + scope, location.href.split("#")[0], ...tabs(), location.origin + scanner])];
  for (const address of pages) await putPage(cache, address);
  await cache.addAll(parts());
  await navigator.serviceWorker.register(worker, { scope });
  await navigator.serviceWorker.ready;
}

export async function forget() {
  if (!canKeep) return;
  await caches.delete(CACHE);
  const known = await navigator.serviceWorker.getRegistrations();
  const here = known.filter((row) => row.scope === location.origin + scope);
  await Promise.all(here.map((row) => row.unregister()));
}

// A session that is closed needs nothing here any more, once everything that waits has left.
export async function forgetWhenOver() {
  if (waiting().length) return;
  await forget();
  showKept();
}

// Opened again without a network, the page shows what was last known.
export function refreshKept() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    if (!await isKept()) return;
    const cache = await caches.open(CACHE);
    await putPage(cache, location.href.split("#")[0]).catch(() => {});
  }, 1000);
}

async function showKept(words = "") {
  const kept = await isKept();
  page.querySelector("[data-welcome-keep]").hidden = kept;
  page.querySelector("[data-welcome-forget]").hidden = !kept;
  page.querySelector("[data-welcome-kept]").textContent = words || (kept ? phrase("ready") : "");
}

if (section && canKeep && !("isOver" in page.dataset)) {
  section.hidden = false;
  showKept();
  page.querySelector("[data-welcome-keep]").addEventListener("click", async (event) => {
    event.target.setAttribute("aria-busy", "true");
    try {
      await keepPage();
      showKept();
    } catch {
      await forget();
      showKept(phrase("failed"));
    } finally {
      event.target.removeAttribute("aria-busy");
    }
  });
  page.querySelector("[data-welcome-forget]").addEventListener("click", async () => {
    await forget();
    showKept(phrase("erased"));
  });
}
