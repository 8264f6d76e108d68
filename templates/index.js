"use strict";
(() => {
  const table = document.getElementById("cases");
  if (!table) return;
  const rows = Array.from(table.tBodies);
  const heat = new Map(Array.from(document.querySelectorAll("#heatmap tbody tr"), (row) => [row.dataset.case, row]));
  const text = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const form = document.querySelector(".filters");
  const field = (id) => document.getElementById(id);
  const paged = document.querySelector(".pages") !== null;
  const tiles = Array.from(document.querySelectorAll("button.tile"));

  function filter() {
    const words = field("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const country = field("country").value, goal = field("goal").value, flagged = field("flagged").checked;
    const open = field("open") !== null && field("open").checked;
    let shown = 0;
    for (const row of rows) {
      const fits = words.every((word) => text.get(row).includes(word)) && (!country || row.dataset.country === country)
        && (!goal || row.dataset.goal === goal) && (!flagged || row.dataset.flags !== "0") && (!open || row.dataset.open !== "0");
      row.hidden = !fits;
      const twin = heat.get(row.id.slice(5));
      if (twin) twin.hidden = !fits;
      shown += fits;
    }
    field("count").textContent = `${shown} of ${rows.length} cases${paged ? " on this page" : ""}`;
    for (const tile of tiles) tile.setAttribute("aria-pressed", String(tile.dataset.country === country));
  }

  function sort(heading) {
    const column = heading.cellIndex, down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => { const cell = row.rows[0].cells[column]; return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value); };
    const keyed = rows.map((row, place) => [value(row), place, row]);
    keyed.sort(([a, i], [b, j]) => (typeof a === "number" ? a - b : a.localeCompare(b)) * (down ? -1 : 1) || i - j);
    table.append(...keyed.map(([, , row]) => row));
  }

  function find() {
    const words = field("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = words.length ? everywhere.cases.filter((one) => { const all = one.slice(0, 3).join(" ").toLowerCase(); return words.every((word) => all.includes(word)); }) : [];
    field("matches").replaceChildren(...fits.slice(0, 20).map(([id, title, country, page]) => {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = `${everywhere.files[page]}#case-${id}`;
      link.textContent = `${title} (${id}, ${country}), page ${page + 1}`;
      item.append(link);
      return item;
    }));
    const total = `${everywhere.cases.length} cases on ${everywhere.files.length} pages`;
    field("found").textContent = !words.length ? total : `${fits.length} found${fits.length > 20 ? ", the first 20 shown" : ""}`;
  }
  const everywhere = field("everywhere") ? JSON.parse(field("everywhere").textContent) : null;
  if (everywhere) field("find").addEventListener("input", find);

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  table.tHead.addEventListener("click", (event) => { const button = event.target.closest("button"); if (button) sort(button.closest("th")); });
  for (const tile of tiles) {
    tile.addEventListener("click", () => {
      const select = field("country");
      select.value = select.value === tile.dataset.country ? "" : tile.dataset.country;
      filter();
    });
  }
})();
