// What the page of writing shows of a save: its state in words, the parts that follow, what is to correct.

export function showState(kind, words, label = "") {
  const state = document.getElementById("writing-state");
  state.className = `writing__state sign icon--check${kind === "saved" ? "" : ` writing__state--${kind}`}`;
  state.textContent = words;
  if (!label) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "submit", name: "do", value: "stay", className: "link-button", textContent: label });
  state.append(" ", button);
}

export function showParts(parts) {
  for (const [id, html] of Object.entries(parts)) {
    const next = new DOMParser().parseFromString(html, "text/html").getElementById(id);
    const shown = document.getElementById(id);
    // A part that has focus stays: its words can wait.
    if (next && shown && !shown.matches(":focus-within")) shown.replaceWith(document.adoptNode(next));
  }
}

export function showMistakes(page, mistakes) {
  const sentences = new Map(mistakes.map((mistake) => [mistake.anchor, mistake.sentence]));
  for (const field of page.querySelectorAll("[aria-invalid=true]")) {
    if (!sentences.has(field.id)) forget(field);
  }
  for (const [id, sentence] of sentences) {
    const field = document.getElementById(id);
    // What is being typed is not wrong yet.
    if (field && field !== document.activeElement) tell(field, sentence);
  }
  if (!mistakes.length) page.querySelector("[data-mistakes]")?.remove();
}

function tell(field, sentence) {
  forget(field);
  const place = document.createElement("div");
  place.id = `${field.id}_error`;
  const words = document.createElement("p");
  words.className = "field__error";
  const sign = document.createElement("span");
  sign.className = "icon icon--warning";
  words.append(sign, sentence);
  place.append(words);
  field.after(place);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", [...described(field), place.id].join(" "));
}

function forget(field) {
  const id = `${field.id}_error`;
  document.getElementById(id)?.remove();
  field.removeAttribute("aria-invalid");
  const others = described(field).filter((other) => other !== id);
  if (others.length) field.setAttribute("aria-describedby", others.join(" "));
  else field.removeAttribute("aria-describedby");
}

function described(field) {
  return (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
}
