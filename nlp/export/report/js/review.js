// What has been corrected, and how to hand it on.

function showReview(main) {
  const entries = [...corrections.values()].sort((a, b) => a.document - b.document || (a.kind < b.kind ? -1 : 1));
  const stanceRows = buildStanceRows();
  const claimRows = buildCheckworthinessRows();
  const nLeft = entries.filter((entry) => entry.kind === "stance").length - stanceRows.length;
  const problems = h("div", { class: "error", role: "alert" });
  const file = h("input", {
    type: "file",
    accept: ".jsonl,.ndjson,application/x-ndjson",
    onchange: async () => {
      const { n, problems: wrong } = loadCorrections(await file.files[0].text());
      refreshMain();
      say(`${count(n, "correction")} loaded.`);
      byId("main").querySelector(".error").replaceChildren(...wrong.slice(0, 10).map((problem) => h("p", {}, problem)));
    },
  });
  const offer = (name, rows, title, text, command) =>
    h(
      "section",
      { class: "offer" },
      h("h3", {}, title),
      h("p", {}, text),
      command ? h("pre", {}, h("code", {}, command)) : null,
      h("button", { type: "button", class: "main", disabled: !rows.length, "data-download": name, onclick: () => (download(name, rows), say(`${name} downloaded.`)) }, `Download ${count(rows.length, "row")}`),
    );
  fill(main, {}, [
    h("h2", { class: "headline" }, "Corrections"),
    h("p", { class: "lead" }, entries.length ? `${count(entries.length, "correction")} so far. ` : "Nothing corrected yet. Open a claim and say whether it is right, or press a or r in the table of claims. ", isStored ? "They are kept in this browser, for this report only, and leave it only by the buttons below." : "This browser keeps nothing for files opened from disk: download your corrections before you close the page."),
    h(
      "div",
      { class: "offers" },
      offer("stance-corrections.jsonl", stanceRows, "Stances, to train on", `One row a stance you judged: the passage, who acts, the issue and your label. A wrong stance becomes “none”.${nLeft ? ` Left out: ${nLeft} without an issue, or whose government stands too far from its act.` : ""}`, "policy-claims train stance --data corpora/stance/train.jsonl --data corpora/stance/dev.jsonl --data stance-corrections.jsonl --out models/NAME"),
      offer("checkworthiness-corrections.jsonl", claimRows, "Claims, to train on", "One row a sentence you judged: worth checking, a fact not worth it, or no claim.", "policy-claims train checkworthiness --data corpora/checkworthiness/sentences.jsonl --data checkworthiness-corrections.jsonl --out models/NAME"),
      offer("corrections.jsonl", buildCorrectionRows(), "Everything, to keep", "All corrections, figures too, before and after. Can be loaded into the same report again, here or by a colleague."),
    ),
    h("div", { class: "bar-line" }, labelled("Load corrections", file), entries.length ? h("button", { type: "button", class: "quiet", onclick: forgetAll }, "Forget all") : null),
    problems,
    entries.length ? h("ol", { class: "entries" }, ...entries.map(describeEntry)) : null,
  ]);
  return null;
}

function describeEntry(entry) {
  const record = findRecord(entry.document, entry.kind, entry.id);
  if (!record) return null;
  const words = { claim: () => record.standalone, figure: () => `${describeAmount(record)} ${describeCounted(record)}`, stance: () => `${record.holder.name} ${POSITIONS[record.position]} ${nameIssue(record.issue)}` }[entry.kind]();
  const label = entry.kind === "claim" ? ` as ${LABELS[labelClaim(entry)]}` : "";
  return h("li", {}, h("span", { class: `state ${entry.verdict}` }, `${describeReview(entry.verdict)}${label}`), " ", h("a", { href: `#document/${entry.document}/${entry.kind}/${entry.id}` }, cut(words, 160)), h("span", { class: "meta" }, ` ${entry.kind} · ${nameDocument(entry.document)}`));
}

function forgetAll() {
  if (!confirm("Forget all corrections of this report?")) return;
  corrections.clear();
  keepCorrections();
  isSaved = true;
  refreshMain();
}
