// Comfort only: every page works without this file.
const wide = matchMedia("(min-width: 1000px)"), parts = document.querySelectorAll("details.unfolded");
// Remembers, for this tab, which foldable parts of a page the reader has opened.
const key = (details) => `open:${location.pathname}#${details.id}`;
for (const details of document.querySelectorAll("details[id]:not(.drop)")) {
  const remembered = sessionStorage.getItem(key(details));
  if (remembered !== null) details.open = remembered === "1";
  details.addEventListener("toggle", () => wide.matches && details.matches(".unfolded") || sessionStorage.setItem(key(details), details.open ? "1" : "0"));
}
// A menu closes when one goes on elsewhere, or with Escape.
const menus = document.querySelectorAll("details.drop");
addEventListener("click", (event) => menus.forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) if (menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
});
// Where there is room, all parts of a page are unfolded, and nothing is left to unfold; on paper too.
const unfold = () => parts.forEach((part) => {
  if (wide.matches) part.open = true;
  part.querySelector("summary").tabIndex = wide.matches ? -1 : 0;
});
wide.addEventListener("change", unfold);
if (wide.matches) unfold();
addEventListener("beforeprint", () => parts.forEach((part) => { part.dataset.was ??= part.open; part.open = true; }));
addEventListener("afterprint", () => parts.forEach((part) => { part.open = part.dataset.was !== "false"; delete part.dataset.was; }));
// A link to something folded unfolds it.
const reveal = () => {
  const goal = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = goal && goal.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
};
addEventListener("hashchange", reveal);
reveal();
// A form that has been sent is not sent twice by a double click; the server refuses a repeat in any case.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.travelling) return hold(form, event);
    // What opens beside the form leaves it here, to be sent afterwards.
    if (event.submitter?.formTarget === "_blank") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    // Whoever stopped it may send it again.
    setTimeout(() => delete form.dataset.sent, 10000);
  });
}
// Files that are still on their way when their form is sent: it goes by itself as soon as they are there.
function hold(form, event) {
  event.preventDefault();
  form.held = event.submitter;
  let said = form.querySelector("[data-held]");
  if (!said) {
    said = document.createElement("p");
    said.dataset.held = "";
    said.setAttribute("role", "status");
    (event.submitter ?? form.lastElementChild).after(said);
  }
  said.textContent = form.querySelector("[data-on-their-way]").dataset.onTheirWay.replace("{n}", form.travelling);
}
function arrived(form, well) {
  form.travelling -= 1;
  if (!well) { form.held = undefined; form.querySelector("[data-held]")?.remove(); }
  if (form.travelling || form.held === undefined) return;
  const button = form.held;
  form.held = undefined;
  form.requestSubmit(button);
}
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent));
// Forms that remember: drafts that save themselves, files that travel ahead with their progress, choices that narrow as one types.
const pad = (n) => String(n).padStart(2, "0");
const clock = () => { const now = new Date(); return `${pad(now.getHours())}:${pad(now.getMinutes())}`; };
for (const form of document.querySelectorAll("form[data-draft]")) {
  const status = form.querySelector("[data-draft-status]");
  let timer, dirty = false;
  const save = async () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("save", "auto");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), redirect: "manual" });
      if (answer.status !== 204) throw new Error(String(answer.status));
      dirty = false;
      status.textContent = form.dataset.draft.replace("{time}", clock());
    } catch {
      status.textContent = form.dataset.draftFailed;
      timer = setTimeout(save, 10000);
    }
  };
  const later = () => { dirty = true; clearTimeout(timer); timer = setTimeout(save, 2500); };
  form.addEventListener("input", (event) => { if (event.target.type !== "file") later(); });
  form.addEventListener("files", later);
  form.addEventListener("submit", () => clearTimeout(timer));
  addEventListener("online", () => { if (dirty) save(); });
}
for (const input of document.querySelectorAll("input[type=file][data-upload]")) {
  input.addEventListener("change", () => {
    const list = document.createElement("ul");
    list.className = "kept-files";
    list.setAttribute("aria-live", "polite");
    input.before(list);
    for (const file of [...input.files]) send(input, list, file);
    input.value = "";
  });
}
function send(input, list, file) {
  const row = document.createElement("li"), bar = document.createElement("progress");
  bar.max = file.size || 1;
  bar.setAttribute("aria-label", file.name);
  row.append(file.name, " ", bar);
  list.append(row);
  const form = input.form;
  form.travelling = (form.travelling ?? 0) + 1;
  const keep = (end, value) => {
    const hidden = document.createElement("input"), off = document.createElement("button");
    hidden.type = "hidden"; hidden.name = `${input.name}.${end}`; hidden.value = value;
    off.type = "button"; off.className = "plain small-button"; off.textContent = input.dataset.drop;
    off.addEventListener("click", () => { row.remove(); form.dispatchEvent(new Event("files")); });
    const others = ["kept", "refused"].map((one) => `input[name="${CSS.escape(`${input.name}.${one}`)}"]`);
    if (!input.multiple) for (const other of form.querySelectorAll(others)) other.closest("li").remove();
    row.append(hidden, off);
  };
  // The form tells of what was not taken, so that it does not pass as if nothing had been chosen.
  const failed = (why) => {
    bar.remove(); row.className = "error"; row.append(input.dataset.failed.replace("{why}", why)); keep("refused", file.name);
    arrived(form, false);
  };
  const data = new FormData(), request = new XMLHttpRequest();
  data.set("csrf", input.form.elements.csrf.value);
  data.set("file", file);
  request.upload.addEventListener("progress", (event) => { bar.value = event.loaded; });
  for (const end of ["error", "abort"]) request.addEventListener(end, () => failed(input.dataset.noAnswer));
  request.addEventListener("load", () => {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* no answer of ours */ }
    const kept = (answer.files ?? [])[0];
    if (!kept) return failed((answer.faults ?? [])[0] ?? String(request.status));
    bar.remove();
    keep("kept", kept.digest);
    form.dispatchEvent(new Event("files"));
    arrived(form, true);
  });
  request.open("POST", input.dataset.upload);
  request.send(data);
}
for (const pick of document.querySelectorAll("[data-pick]")) {
  const words = pick.querySelector("input[type=search]");
  words.addEventListener("input", () => {
    const wanted = words.value.trim().toLowerCase().split(/\s+/);
    for (const label of pick.querySelectorAll(".choices label")) {
      const fits = wanted.every((word) => label.textContent.toLowerCase().includes(word));
      label.hidden = !fits && !label.querySelector("input").checked;
    }
  });
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); pick.querySelector("button[name=find]").click(); }
  });
}
// What follows from a choice is filled in at once: the form is asked as its button would ask, and the inputs that nobody has
// touched are taken from the answer.
for (const button of document.querySelectorAll("button[data-feeds]")) {
  const form = button.form, at = (root, id) => root.querySelector(`[data-field="${CSS.escape(id)}"]`);
  at(document, button.dataset.feeds).addEventListener("change", async (event) => {
    if (event.target.type === "search") return;
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("find", button.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data) });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const field of form.querySelectorAll("[data-field]")) {
        const id = field.dataset.field, fresh = at(page, id);
        if (id === button.dataset.feeds || !fresh) continue;
        const touched = [...field.querySelectorAll("input:not([type=hidden]), textarea, select")].some((one) =>
          one.type === "radio" || one.type === "checkbox" ? one.checked : one.value.trim());
        const began = field.querySelector("[name^='~began.']");
        const same = began && form.elements[id]?.value === began.value;
        if (!(fresh.querySelector("[data-began]") ? (!touched || same) : same)) continue;
        const here = form.elements[id], there = fresh.querySelector(`[name="${CSS.escape(id)}"]`);
        if (!(here?.matches?.("input[type=text], textarea"))) { field.replaceWith(fresh); continue; }
        // One line stays where it is: somebody may be about to type into it.
        here.value = there.value;
        for (const old of field.querySelectorAll("[name^='~began.'], [data-began]")) old.remove();
        for (const mark of fresh.querySelectorAll("[name^='~began.'], [data-began]")) here.before(mark);
      }
    } catch { /* the button is still there */ }
  });
}
// One box for all rows of a page.
for (const head of document.querySelectorAll("[data-pick-all]")) {
  const all = document.createElement("input"), boxes = head.closest("table").querySelectorAll("tbody .pick input");
  all.type = "checkbox";
  all.setAttribute("aria-label", head.dataset.pickAll);
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  for (const box of boxes) box.addEventListener("change", () => { all.checked = [...boxes].every((one) => one.checked); });
  head.append(all);
}
