// The matching board. Every action below also works as a plain link or form.
(() => {
  const detail = document.getElementById("detail");
  const narrow = matchMedia("(max-width: 62rem)"); // where the case stands below the queue

  // The card of the case that is open is marked in the queue, which may have come from elsewhere.
  function mark() {
    const open = detail.querySelector("[data-case]");
    document.querySelectorAll("#queue [data-case]").forEach((card) => {
      if (open && card.dataset.case === open.dataset.case) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    });
  }

  // On small screens the case comes into view; after a proposal the focus stays at the case, not at a button that is gone.
  function follow(event) {
    if (event.detail.target.id === "detail") {
      if (detail.querySelector("[aria-invalid=true], [data-focus]")) return;
      if (narrow.matches) detail.scrollIntoView({ block: "start" });
      if (narrow.matches || document.activeElement === document.body) detail.focus({ preventScroll: true });
    }
  }

  document.addEventListener("htmx:afterSwap", follow);
  document.addEventListener("htmx:afterSettle", mark);
})();
