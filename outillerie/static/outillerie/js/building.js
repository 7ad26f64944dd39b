// The builder works without this file: each press loads the screen again. With it, the screen changes in place, focus
// stays on what was pressed, and a live region says what happened.
const screen = () => document.querySelector("[data-building]");

let isBusy = false;

async function exchange(address, request, pressed) {
  if (isBusy) return;
  isBusy = true;
  screen().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, request);
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-building]");
    // Signed out, gone, or refused by the server: the page that says so is shown whole.
    if (!next) return leave(answer);
    const shown = document.adoptNode(next);
    screen().replaceWith(shown);
    // The address of a GET keeps its fragment; that of a redirect after a POST has lost it.
    history.replaceState(null, "", answer.url);
    arrive(pressed);
  } catch {
    say(screen().dataset.failed);
    showFailure();
  } finally {
    isBusy = false;
    screen()?.removeAttribute("aria-busy");
  }
}

function leave(answer) {
  if (answer.ok) location.assign(answer.url);
  else location.reload();
}

function arrive(pressed) {
  const { focus, said } = screen().dataset;
  const refusal = screen().querySelector("[data-error-summary], #refusal");
  (refusal ?? document.getElementById(focus) ?? document.getElementById(pressed))?.focus();
  say(said);
}

// A region that is filled once the page has settled is read by every screen reader.
function say(words) {
  setTimeout(() => { document.getElementById("building-said").textContent = words; }, 100);
}

// What could not be sent is said to everyone, in place, until the next press.
function showFailure() {
  const shown = document.getElementById("building-failed") ?? document.createElement("p");
  Object.assign(shown, { id: "building-failed", className: "flash flash--error", textContent: screen().dataset.failed });
  screen().prepend(shown);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!screen()?.contains(form)) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  const pressed = event.submitter?.id;
  if (form.method === "post") return exchange(form.action, { method: "POST", body: fields }, pressed);
  const address = new URL(form.action);
  address.search = fields;
  exchange(address, {}, "search");
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  exchange(link.href, {}, link.dataset.swap || link.id);
});
