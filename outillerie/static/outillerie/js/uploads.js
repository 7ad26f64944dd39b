// Files dropped or chosen go one by one, each with its progress in words. Without this, the form sends one file.
for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-upload-list]");
  const status = form.querySelector("[role=status]");
  input.multiple = true;
  form.classList.add("is-live");

  const line = (name) => {
    const row = list.appendChild(document.createElement("li"));
    const label = row.appendChild(document.createElement("span"));
    const bar = row.appendChild(document.createElement("progress"));
    label.textContent = name;
    bar.max = 1;
    bar.setAttribute("aria-label", name);
    return { row, bar };
  };

  const send = (file) => new Promise((done) => {
    const { row, bar } = line(file.name);
    const words = (text) => {
      row.replaceChildren(Object.assign(document.createElement("span"), { textContent: `${file.name} : ${text}` }));
    };
    const lost = () => {
      words(form.dataset.lost);
      const again = row.appendChild(document.createElement("button"));
      again.type = "button";
      again.className = "button button--text";
      again.textContent = form.dataset.again;
      again.addEventListener("click", () => { row.remove(); sendAll([file]); });
      done(false);
    };
    if (file.size > Number(form.dataset.most)) {
      words(form.dataset.heavy);
      done(false);
      return;
    }
    const data = new FormData(form);
    data.set(input.name, file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => { bar.value = event.loaded / event.total; });
    request.addEventListener("error", lost);
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* Not from our view: lost on its way. */ }
      if (!answer.words) { lost(); return; }
      words(answer.words);
      done(request.status === 201);
    });
    request.send(data);
  });

  const sendAll = async (files) => {
    status.textContent = form.dataset.sending;
    const arrived = [];
    for (const file of files) arrived.push(await send(file));
    status.textContent = "";
    // What arrived has fields to fill in: the page shows them, once what was being typed is kept.
    if (arrived.length && arrived.every(Boolean)) document.dispatchEvent(new CustomEvent("uploads:arrived"));
  };

  input.addEventListener("change", () => { sendAll([...input.files]); input.value = ""; });
  form.addEventListener("submit", (event) => { event.preventDefault(); if (input.files.length) sendAll([...input.files]); });
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("is-over"); });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    sendAll([...event.dataTransfer.files]);
  });
}
