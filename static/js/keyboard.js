// Keys for those who work in lists all day. A person can switch them off: <body data-keyboard="off">.
// j, k: next and previous link in a list marked data-list (the board's queue, a list page); Enter opens it
// 1 to 9: the first field in the rows marked data-slot; u: undo; /: search; ?: the list of keys
(() => {
  const typing = (target) => target.closest("input, select, textarea, dialog, [contenteditable]");

  function items() {
    const list = document.querySelector("[data-list]");
    return list ? [...list.querySelectorAll("a.card, [data-item] a:first-of-type, tbody th a")] : [];
  }

  function step(distance) {
    const all = items();
    if (!all.length) return;
    let here = all.indexOf(document.activeElement);
    if (here < 0) here = all.findIndex((item) => item.hasAttribute("aria-current"));
    const next = Math.max(0, Math.min(all.length - 1, here + distance));
    all[next].focus();
  }

  function slot(number) {
    const row = document.querySelectorAll("[data-slot]")[number - 1];
    const input = row && row.querySelector("input:not([type=hidden])");
    if (!input) return;
    input.focus();
    input.select();
  }

  function click(selector) {
    const target = document.querySelector(selector);
    if (target) target.click();
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    u: () => click("#toasts [data-undo]"),
    "/": () => document.getElementById("find")?.focus(),
    "?": () => click("[data-opens=shortcuts]"),
  };

  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.keyboard === "off") return;
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = keys[event.key] || (/^[1-9]$/.test(event.key) && (() => slot(Number(event.key))));
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
