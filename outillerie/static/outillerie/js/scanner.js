// The camera of the phone reads the code of a person by itself, and opens their page. Here, where the browser can read
// codes, one person follows another without leaving the page, with a network or without.
import { keep, page, phrase, say, send, show } from "./welcome_marks.js";

const PAUSE = 300;
const AGAIN = 4000;
const start = page.querySelector("[data-scan-start]");
const view = page.querySelector("[data-scan-view]");
const list = page.querySelector("[data-scan-list]");
const seen = new Map();

function keyIn(address) {
  try {
    return new URL(address).pathname.match(/\/presence\/personne\/([\w-]+)\/$/)?.[1] ?? "";
  } catch {
    return "";
  }
}

function read(text) {
  const isRecent = Date.now() - (seen.get(text) ?? 0) < AGAIN;
  seen.set(text, Date.now());
  if (isRecent) return;
  const key = keyIn(text);
  if (!key) return say(phrase("not-a-code"));
  if (!keep({ presence_key: key, half_day: page.dataset.halfDay, state: "present", way: "scan" })) return say(phrase("full"));
  show();
  send();
}

page.addEventListener("welcome-heard", (event) => {
  for (const { outcome, name } of event.detail.answers) {
    if (outcome === "refused" || !name) continue;
    say(`${phrase("scanned")} ${name}`);
    list.prepend(Object.assign(document.createElement("li"), { textContent: name }));
  }
});

async function watch() {
  const reader = new BarcodeDetector({ formats: ["qr_code"] });
  try {
    view.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return say(phrase("no-camera"));
  }
  start.hidden = true;
  view.hidden = false;
  await view.play();
  setInterval(async () => {
    if (document.hidden || view.readyState < 2) return;
    for (const { rawValue } of await reader.detect(view)) read(rawValue);
  }, PAUSE);
}

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  const formats = await BarcodeDetector.getSupportedFormats();
  start.hidden = !formats.includes("qr_code");
}
start.addEventListener("click", watch);
show();
send();
