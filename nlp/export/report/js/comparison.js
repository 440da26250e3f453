// What several documents say of the same thing: figures that differ, claims told more
// than once, positions that changed. Shown where the run has been compared.

const COMPARISON = INDEX.comparison;
const hasComparison = () => Boolean(COMPARISON) && COMPARISON.conflicts.length + COMPARISON.groups.length + COMPARISON.timelines.length > 0;
const AT_ONCE = 50;

function showComparison(main) {
  main.append(
    h("h2", { class: "headline" }, "Told more than once"),
    h("p", { class: "lead" }, "Claims, figures and positions that several places of the run speak of. Nothing here says who is right."),
    h(
      "div",
      { class: "compared" },
      showList("Figures that differ", "Different values for what seems to be the same thing, place and time.", COMPARISON.conflicts, describeConflict),
      showList("The same claim in several documents", "Told in the same or other words, with the same figures.", COMPARISON.groups, describeGroup),
      showList("Positions over time", "What a government did on one issue, in order of date. A turn is marked.", COMPARISON.timelines, describeTimeline),
    ),
  );
  return null;
}

function showList(title, note, rows, describe) {
  const list = h("ol", {});
  const more = h("button", { type: "button" });
  const grow = () => {
    const start = list.childElementCount;
    list.append(...rows.slice(start, start + AT_ONCE).map((row) => h("li", {}, describe(row))));
    more.hidden = list.childElementCount >= rows.length;
    more.textContent = `Show more of ${NUMBER.format(rows.length)}`;
  };
  more.addEventListener("click", grow);
  grow();
  return h("section", {}, h("h3", {}, title), h("p", { class: "meta" }, note), rows.length ? list : h("p", { class: "empty" }, "None found."), more);
}

function claimLink(member) {
  const { document: number, claim: id } = member;
  const claim = CLAIMS_OF[number].find((candidate) => candidate.id === id);
  return h("div", { class: "member" }, h("a", { href: `#document/${number}/claim/${id}` }, claim ? claim.standalone : "Claim"), h("p", { class: "meta" }, [nameDocument(number), describeSource(number)].filter(Boolean).join(" · ")));
}

function describeConflict(conflict) {
  const sides = conflict.values.map((side) => h("div", { class: "side" }, h("p", { class: "amount" }, side.text), ...side.members.map(claimLink)));
  return [h("div", { class: "sides" }, ...sides), conflict.factor ? h("p", { class: "meta" }, `Apart by a factor of ${NUMBER.format(conflict.factor)}.`) : null];
}

function describeGroup(group) {
  return [h("p", { class: "amount" }, count(group.n_documents, "document")), ...group.members.map(claimLink)];
}

function describeTimeline(timeline) {
  return [
    h("p", { class: "amount" }, `${timeline.name} on ${nameIssue(timeline.issue)}`),
    h(
      "ul",
      { class: "steps-in-time" },
      ...timeline.steps.map((step) =>
        h(
          "li",
          { class: step.position },
          h("span", { class: "when" }, step.date || "no date"),
          h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[step.position]),
          h("span", {}, h("a", { href: `#document/${step.document}/stance/${step.stance}` }, `${POSITIONS[step.position]} it`), step.changed ? h("b", {}, " — a turn") : null, h("span", { class: "quoted" }, ` “${step.evidence}”`)),
        ),
      ),
    ),
  ];
}
