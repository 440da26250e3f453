// A table of any length: only the rows in sight are in the page.

const PHONE = matchMedia("(max-width: 46rem)");
const SPARE = 6; // rows kept above and below what is in sight

/**
 * Build a grid. Options: `label`; `columns` of {key, label, sort, start}; `heights` of a row,
 * wide and on a phone; `cells(item)`; `open(item)`; `press(item, key)`; `sort(key)`.
 */
function createGrid(options) {
  let items = [];
  let current = 0;
  const shown = new Map();
  const body = h("div", { role: "rowgroup", class: "rows" });
  const head = h("div", { role: "row", class: "row head", "aria-rowindex": "1" });
  const element = h("div", { role: "grid", class: `grid ${options.name}`, "aria-label": options.label }, h("div", { role: "rowgroup", class: "heads" }, head), body);
  const height = () => options.heights[PHONE.matches ? 1 : 0];

  function drawHead(sorted) {
    head.replaceChildren(
      ...options.columns.map((column) => {
        const isSorted = sorted && sorted.key === column.key;
        const isDown = isSorted && sorted.isDown !== Boolean(column.isHighFirst);
        const order = isSorted ? (isDown ? "descending" : "ascending") : null;
        const cell = h("div", { role: "columnheader", class: column.key, "aria-sort": column.sort ? order || "none" : null });
        if (!column.sort) cell.append(column.label);
        else cell.append(h("button", { type: "button", onclick: () => options.sort(column.key) }, column.label, isSorted ? h("span", { "aria-hidden": "true" }, isDown ? " ↓" : " ↑") : null));
        return cell;
      }),
    );
  }

  function drawRow(place) {
    const item = items[place];
    const row = h("div", {
      role: "row",
      class: "row",
      tabindex: place === current ? "0" : "-1",
      "aria-rowindex": String(place + 2),
      onfocus: () => setCurrent(place),
      onclick: (event) => {
        if (!event.target.closest("button")) options.open(item);
      },
    });
    row.append(...options.cells(item).map((cell, column) => h("div", { role: "gridcell", class: options.columns[column].key }, cell)));
    row.style.height = `${height()}px`;
    row.style.transform = `translateY(${place * height()}px)`;
    return row;
  }

  function draw() {
    if (!element.isConnected) return;
    const top = -body.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(top / height()) - SPARE);
    const last = Math.min(items.length - 1, Math.ceil((top + innerHeight) / height()) + SPARE);
    for (const [place, row] of shown) {
      const isKept = place >= first && place <= last;
      if (!isKept && !row.contains(document.activeElement)) {
        row.remove();
        shown.delete(place);
      }
    }
    for (let place = first; place <= last; place += 1) {
      if (shown.has(place)) continue;
      const row = drawRow(place);
      const after = [...shown.keys()].filter((other) => other > place).sort((a, b) => a - b)[0];
      body.insertBefore(row, after === undefined ? null : shown.get(after));
      shown.set(place, row);
    }
    markCurrent();
  }

  function redraw() {
    for (const row of shown.values()) row.remove();
    shown.clear();
    body.style.height = `${items.length * height()}px`;
    element.setAttribute("aria-rowcount", String(items.length + 1));
    draw();
  }

  function markCurrent() {
    for (const [other, row] of shown) row.tabIndex = other === current ? 0 : -1;
    // A table must be reachable by Tab wherever it is scrolled to.
    if (!shown.has(current) && shown.size) [...shown.values()][0].tabIndex = 0;
  }

  function setCurrent(place) {
    current = place;
    markCurrent();
  }

  function focusRow(place) {
    if (!items.length) return;
    current = Math.min(items.length - 1, Math.max(0, place));
    const top = body.getBoundingClientRect().top + scrollY + current * height();
    const margin = 160;
    if (top < scrollY + margin) scrollTo(0, top - margin);
    else if (top + height() > scrollY + innerHeight - 20) scrollTo(0, top + height() - innerHeight + 20);
    draw();
    const row = shown.get(current);
    if (row) row.focus({ preventScroll: true });
  }

  const page = () => Math.max(1, Math.floor(innerHeight / height()) - 2);
  const moves = {
    ArrowDown: () => current + 1,
    ArrowUp: () => current - 1,
    PageDown: () => current + page(),
    PageUp: () => current - page(),
    Home: () => 0,
    End: () => items.length - 1,
  };
  body.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("button")) return;
    const item = items[current];
    if (moves[event.key]) focusRow(moves[event.key]());
    else if (event.key === "Enter") options.open(item);
    else if (options.press && options.press(item, event.key)) redrawRow(current);
    else return;
    event.preventDefault();
  });

  function redrawRow(place) {
    const before = shown.get(place);
    if (!before) return;
    const hadFocus = before.contains(document.activeElement);
    const row = drawRow(place);
    before.replaceWith(row);
    shown.set(place, row);
    if (hadFocus) row.focus({ preventScroll: true });
  }

  const stop = new AbortController();
  addEventListener("scroll", draw, { passive: true, signal: stop.signal });
  addEventListener("resize", redraw, { signal: stop.signal });
  return {
    element,
    focusRow,
    redraw,
    redrawItem: (item) => redrawRow(items.indexOf(item)),
    at: () => current,
    close: () => stop.abort(),
    update(list, sorted, place = 0) {
      items = list;
      current = Math.min(place, Math.max(0, list.length - 1));
      drawHead(sorted);
      redraw();
    },
  };
}
