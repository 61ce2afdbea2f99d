// The command palette, the list of keys, and menus that close when one turns away from them.
(() => {
  const palette = document.getElementById("palette");

  function open(dialog) {
    if (!dialog || dialog.open) return;
    dialog.showModal();
    const input = dialog.querySelector("input[type=search]");
    if (input) input.select();
  }

  // Arrow keys walk through what the palette has found.
  function walk(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [...palette.querySelectorAll("input[type=search], .palist a, #palette-found a")];
    const here = stops.indexOf(document.activeElement);
    const next = stops[here + (event.key === "ArrowDown" ? 1 : -1)];
    event.preventDefault();
    if (next) next.focus();
  }

  function closeMenus(event) {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && palette) {
      event.preventDefault();
      open(palette);
    }
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    closeMenus(event);
    const opener = event.target.closest("[data-opens]");
    if (opener) open(document.getElementById(opener.dataset.opens));
    if (event.target.matches("dialog")) event.target.close(); // a click on the backdrop
  });
  document.addEventListener("focusin", closeMenus);
  if (palette) palette.addEventListener("keydown", walk);
})();
