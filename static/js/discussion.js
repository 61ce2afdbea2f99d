// A name that can be mentioned goes into the text at the cursor. Without this, one types it.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-inserts]");
    const field = button && button.closest("form").querySelector("textarea");
    if (!field) return;
    const words = button.dataset.inserts;
    const before = field.value.slice(0, field.selectionStart);
    field.setRangeText(before && !/\s$/.test(before) ? ` ${words}` : words, field.selectionStart, field.selectionEnd, "end");
    field.focus();
  });
})();
