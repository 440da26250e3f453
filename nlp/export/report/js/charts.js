// Three charts in plain SVG; each bar leads to the records it counts.

function showCharts(main) {
  const issues = countBy((claim) => claim.issues).map(([id, n]) => ({ label: nameIssue(id), parts: [["all", n]], href: `#claims?issue=${id}` }));
  const levels = groupBy(listStances(), (stance) => (stance.holder.jurisdiction ? stance.holder.jurisdiction.level : "unknown"));
  const byLevel = [...LEVELS, "unknown"].filter((level) => levels.has(level)).map((level) => {
    const positions = groupBy(levels.get(level), (stance) => stance.position);
    return { label: level === "unknown" ? "other" : level, parts: Object.keys(SIGNS).map((position) => [position, (positions.get(position) || []).length]) };
  });
  const repeated = [...groupFigures().values()]
    .filter((list) => list.length > 1 && list[0].value !== 1)
    .sort((a, b) => b.length - a.length)
    .slice(0, 15)
    .map((list) => ({ label: cut(`${describeAmount(list[0])} ${describeCounted(list[0])}`.trim(), 42), parts: [["all", list.length]], href: `#figures?${new URLSearchParams({ text: list[0].text, sort: "times" })}` }));
  main.append(
    h("h2", { class: "headline" }, "The run in three charts"),
    h(
      "div",
      { class: "charts" },
      chart("Claims by issue", `Of ${count(CLAIMS.length, "claim")}, ${count(CLAIMS.filter((claim) => claim.issues.length).length, "claim")} on an issue of the catalogue.`, issues),
      chart("Stances by level of government", "What governments did for, against or both ways.", byLevel, true),
      chart("Most repeated figures", "The same amount of the same thing, in one document or several.", repeated),
    ),
  );
  return null;
}

function chart(title, note, rows, hasLegend) {
  const figure = h("section", { class: "chart", "aria-label": title }, h("h3", {}, title), h("p", { class: "meta" }, note));
  if (!rows.length) return fill(figure, {}, [h("p", { class: "empty" }, "Nothing to show.")]);
  if (hasLegend) figure.append(h("ul", { class: "legend" }, ...Object.keys(SIGNS).map((position) => h("li", {}, h("span", { class: `tile ${position}`, "aria-hidden": "true" }, SIGNS[position]), { support: "support", oppose: "oppose", mixed: "both ways" }[position]))));
  const longest = Math.max(...rows.map((row) => row.parts.reduce((sum, [, n]) => sum + n, 0)));
  const [labelWidth, barWidth, line] = [230, 300, 28];
  const svg = s("svg", { viewBox: `0 0 ${labelWidth + barWidth + 50} ${rows.length * line + 4}`, role: "list", "aria-label": title });
  rows.forEach((row, place) => {
    const y = place * line + 4;
    const total = row.parts.reduce((sum, [, n]) => sum + n, 0);
    const told = row.parts.length > 1 ? row.parts.map(([name, n]) => `${n} ${name}`).join(", ") : String(total);
    let x = labelWidth;
    const bars = row.parts.map(([name, n]) => {
      const width = (barWidth * n) / longest;
      const part = s("rect", { x: String(x), y: String(y + 3), width: String(width), height: String(line - 10), class: `part ${name}` });
      x += width;
      return part;
    });
    const shapes = [
      s("text", { x: String(labelWidth - 10), y: String(y + line / 2 + 2), class: "label" }, row.label),
      ...bars,
      s("text", { x: String(x + 7), y: String(y + line / 2 + 2), class: "total" }, NUMBER.format(total)),
    ];
    const label = `${row.label}: ${told}`;
    svg.append(row.href ? s("g", { role: "listitem" }, s("a", { href: row.href, "aria-label": label }, ...shapes)) : s("g", { role: "listitem", "aria-label": label }, ...shapes));
  });
  figure.append(svg);
  return figure;
}
