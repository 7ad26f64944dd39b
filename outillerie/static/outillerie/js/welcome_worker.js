// Answers for the list of one session without a network. Its scope is that list: no other page of the site comes here.
// The network is asked first; what was kept answers when it is silent, and is thrown away when the site says no.
const SECONDS = 4;
const session = self.location.pathname.split("/").at(-3);
const CACHE = `welcome|${session}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(answer(request));
});

async function answer(request) {
  if (!await caches.has(CACHE)) return fetch(request);
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreVary: true });
  if (!kept) return fetch(request);
  if (request.mode !== "navigate") return kept;
  try {
    return await fresh(request);
  } catch {
    return kept;
  }
}

async function fresh(request) {
  const late = new Promise((_, fail) => { setTimeout(fail, SECONDS * 1000, new Error("late")); });
  const found = await Promise.race([fetch(request), late]);
  // Signed out, or somebody else's list: nothing of it stays on this device.
  if (found.type === "opaqueredirect" || found.status === 404 || found.status === 403) await caches.delete(CACHE);
  return found;
}
