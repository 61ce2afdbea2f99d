// A select of resource types gets a search above it, by any name of a type; the unit follows the choice.
// Without this the select stands alone, with the unit in each of its options.
(() => {
  const matches = (option, words) => {
    const names = `${option.textContent} ${option.value} ${option.dataset.words || ""}`.toLowerCase();
    return words.every((word) => names.includes(word));
  };

  // Browsers differ in whether they hide an option, so those that do not fit are taken out and put back.
  function narrow(select, groups, text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = select.value;
    const fitting = groups.map(({ group, options }) => [group, options.filter((option) => matches(option, words))]);
    for (const [group, options] of fitting) {
      group.replaceChildren(...options);
      if (options.length) select.append(group);
      else group.remove();
    }
    const all = fitting.flatMap(([, options]) => options);
    if (words.length && all.length && !all.some((option) => option.value === chosen)) select.value = all[0].value;
    else select.value = chosen;
    return all.length;
  }

  function showUnit(select) {
    const option = select.selectedOptions[0];
    if (!option || !option.dataset.unit) return;
    const size = select.form.elements.pack?.selectedOptions[0]?.dataset.size;
    select.form.querySelectorAll(".field-number .suffix").forEach((suffix) => {
      const packed = size && suffix.parentElement.querySelector("[name=quantity]");
      suffix.textContent = packed ? `× ${Number(size).toLocaleString("en-US")} ${option.dataset.unit}` : option.dataset.unit;
    });
  }

  // Of the packs only those of the chosen type are left; where it has none, nothing is asked.
  function choosePacks(select) {
    const packs = select.form.elements.pack;
    if (!packs) return () => {};
    const groups = [...packs.querySelectorAll("optgroup")];
    return () => {
      const fitting = groups.filter((group) => group.children[0].dataset.type === select.value);
      const chosen = packs.value;
      groups.forEach((group) => group.remove());
      packs.append(...fitting);
      packs.value = fitting.some((group) => [...group.children].some((each) => each.value === chosen)) ? chosen : "";
      packs.closest(".field").hidden = Boolean(select.value) && !fitting.length && !packs.closest(".field-bad");
    };
  }

  function addSearch(select, chosen) {
    const groups = [...select.querySelectorAll("optgroup")].map((group) => ({ group, options: [...group.children] }));
    const search = document.createElement("input");
    search.type = "search";
    search.className = "type-search";
    search.placeholder = select.dataset.search;
    search.setAttribute("aria-label", select.dataset.search);
    search.setAttribute("aria-controls", select.id);
    search.autocomplete = "off";
    const said = document.createElement("p");
    said.className = "hint";
    said.setAttribute("role", "status");
    search.addEventListener("input", () => {
      said.textContent = narrow(select, groups, search.value) ? "" : select.dataset.none;
      chosen();
    });
    // Enter would send the form; here it means: this one.
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      select.focus();
    });
    select.before(search, said);
  }

  document.querySelectorAll("select[data-search]").forEach((select) => {
    const packsFollow = choosePacks(select);
    const chosen = () => {
      packsFollow();
      showUnit(select);
    };
    addSearch(select, chosen);
    chosen();
    select.addEventListener("change", chosen);
    select.form.elements.pack?.addEventListener("change", () => showUnit(select));
  });
})();
