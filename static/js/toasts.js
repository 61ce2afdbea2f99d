// Toasts stay until they are put away: nobody has to read against the clock.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (button) button.parentElement.remove();
  });
})();
