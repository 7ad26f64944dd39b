// Everything works without this file; with it, the menu and the filters open in place, and a sentence copies in one press.

// A link to a panel becomes the button that opens and closes it.
for (const link of document.querySelectorAll("a[data-disclosure]")) {
  const panel = document.querySelector(link.hash);
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.append(...link.childNodes);
  button.setAttribute("aria-controls", panel.id);
  link.replaceWith(button);

  const show = (open) => {
    panel.classList.toggle("is-open", open);
    button.setAttribute("aria-expanded", open);
  };
  show(false);
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") === "false"));
  for (const part of [panel, button]) {
    part.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || button.getAttribute("aria-expanded") === "false") return;
      show(false);
      button.focus();
    });
  }
}

// Copying needs a secure page: elsewhere the button stays hidden and the sentence can be selected.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
  button.parentElement.querySelector("[role=status]").textContent = button.dataset.copied;
});

// A button that prints the page, where pressing it can.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A refused form tells why first.
document.querySelector("[data-error-summary]")?.focus();

// A form sent twice is a mistake: the second press is ignored, the button says that it works.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "true";
  event.submitter?.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

// What a phone kept of a session for one person goes away when they sign out; marks that wait to be sent stay.
if (document.querySelector("[data-signed-out]") && window.caches && navigator.serviceWorker) {
  const kept = (await caches.keys()).filter((name) => name.startsWith("welcome|"));
  await Promise.all(kept.map((name) => caches.delete(name)));
  const workers = kept.length ? await navigator.serviceWorker.getRegistrations() : [];
  for (const worker of workers) worker.unregister();
}
