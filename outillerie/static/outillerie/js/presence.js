// The page works without this file: the button looks the name up. With it, a few short names come while it is typed.
const PAUSE = 400;
const form = document.querySelector("form[data-presence]");
const field = form?.querySelector("#id_name");
const shown = form?.querySelector("[data-presence-choices]");
let timer = 0;
let last = "";

async function look() {
  const typed = field.value.trim();
  if (typed.length < 2 || typed === last) return;
  last = typed;
  const body = new URLSearchParams({ name: typed, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  try {
    const answer = await fetch(form.dataset.names, { method: "POST", body });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (field.value.trim() === typed) shown.replaceChildren(...document.adoptNode(page.body).childNodes);
  } catch {
    // The button still works.
  }
}

field?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});
