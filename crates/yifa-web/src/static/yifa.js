// Comfort only: every page works without this file.
// Remembers, for this tab, which foldable parts of a page the reader has opened.
const key = (details) => `open:${location.pathname}#${details.id}`;
for (const details of document.querySelectorAll("details[id]")) {
  const remembered = sessionStorage.getItem(key(details));
  if (remembered !== null) details.open = remembered === "1";
  details.addEventListener("toggle", () => sessionStorage.setItem(key(details), details.open ? "1" : "0"));
}
// A form that has been sent is not sent twice by a double click; the server refuses a repeat in any case.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent));
