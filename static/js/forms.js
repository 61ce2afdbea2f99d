// Enhancements of forms. Everything below also works without: the server checks, answers and keeps the input.
(() => {
  // The summary of errors, or else the first field in error, takes the focus on a page or fragment that has one.
  function focusErrors(root) {
    const target = root.querySelector("[data-focus]") || root.querySelector("[aria-invalid=true]");
    if (target) target.focus();
  }

  // A second press of the button while the first is under way would post twice.
  function once(event) {
    const form = event.target;
    if (form.method === "dialog" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    else if (form.method === "post") form.dataset.sent = "yes";
  }

  // A form with data-autosubmit sends itself when a choice in it changes.
  function autosubmit(event) {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  }

  document.addEventListener("submit", once);
  document.addEventListener("change", autosubmit);
  document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.detail.target));
  // A page that comes back out of the browser's memory may be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
  focusErrors(document);
})();
