// Corrections as JSON Lines: rows that `policy-claims train` takes, and all of them.

const LABELS = { CFS: "worth checking", UFS: "a fact, not worth checking", NFS: "no factual claim" };

/** A claim's label: the one chosen, else what accepting or rejecting it says. */
function labelClaim(entry) {
  if (entry.after && entry.after.label) return entry.after.label;
  return entry.verdict === "reject" ? "NFS" : "CFS";
}

const MOST_SENTENCES = 4; // the classifier reads one to three; a passage much longer teaches it nothing

/** The sentences that show a stance, with its holder in them; null where they stand too far apart. */
function findPassage(one, stance) {
  const [first, last] = findSentences(one, ...stance.evidence.at);
  let holder = stance.holder.at;
  const near = (span) => {
    const [from, to] = findSentences(one, ...span);
    return from >= first - 1 && to <= last + 1;
  };
  if (!near(holder) && stance.holder.entity) {
    const other = one.entities.find((entity) => entity.id === stance.holder.entity && near(entity.at));
    if (other) holder = other.at;
  }
  const [holderFirst, holderLast] = findSentences(one, ...holder);
  const [from, to] = [Math.min(first, holderFirst), Math.max(last, holderLast)];
  if (to - from >= MOST_SENTENCES) return null;
  const [start, end] = spanSentences(one, from, to);
  const passage = one.text.slice(start, end);
  return {
    passage,
    holder: {
      text: one.text.slice(...holder),
      start_char: toCodePoints(passage, holder[0] - start),
      end_char: toCodePoints(passage, holder[1] - start),
    },
  };
}

/** Rows for `policy-claims train stance`: a rejected stance is the label none. */
function buildStanceRows() {
  const rows = [];
  for (const entry of corrections.values()) {
    if (entry.kind !== "stance") continue;
    const stance = findRecord(entry.document, "stance", entry.id);
    if (!stance || !stance.issue) continue;
    const passage = findPassage(openDocument(entry.document), stance);
    if (!passage) continue;
    const label = entry.verdict === "reject" ? "none" : stance.position;
    const document = DOCUMENTS[entry.document];
    const row = {
      id: `${document.id}:${entry.id}`,
      topic: document.id,
      genre: "corrected",
      ...passage,
      issue: stance.issue,
      label,
    };
    if (label !== "none") Object.assign(row, { action: stance.action, instrument: stance.instrument, status: stance.status });
    rows.push(row);
  }
  return rows;
}

/** Rows for `policy-claims train checkworthiness`: a sentence has the strongest label of its claims. */
function buildCheckworthinessRows() {
  const order = ["NFS", "UFS", "CFS"];
  const found = new Map();
  for (const entry of corrections.values()) {
    if (entry.kind !== "claim") continue;
    const claim = findRecord(entry.document, "claim", entry.id);
    if (!claim) continue;
    const one = openDocument(entry.document);
    const [start, end] = spanSentences(one, ...findSentences(one, ...claim.at));
    const text = one.text.slice(start, end).replace(/\s+/g, " ");
    const label = labelClaim(entry);
    const before = found.get(text);
    if (!before || order.indexOf(label) > order.indexOf(before.label)) {
      found.set(text, { text, label, genre: "corrected", document: DOCUMENTS[entry.document].id });
    }
  }
  return [...found.values()];
}

/** All corrections, offsets in code points: to keep, to hand on, to load again. */
function buildCorrectionRows() {
  return [...corrections.values()].map((entry) => {
    const one = openDocument(entry.document);
    const isNew = entry.verdict === "add";
    const source = { claim: one.claims, figure: one.figures, stance: one.stances }[entry.kind];
    const before = isNew ? null : source.find((record) => record.id === entry.id);
    return {
      document: DOCUMENTS[entry.document].id,
      sha256: DOCUMENTS[entry.document].sha256,
      record: entry.kind,
      id: entry.id,
      verdict: entry.verdict,
      before: before ? writeRecord(one, before) : null,
      after: entry.after ? writeRecord(one, entry.after) : null,
    };
  });
}

const INNER = new Set(["document", "rank", "verdict", "score", "start"]);

/** A record in the form of the package: `text`, `start_char` and `end_char` for `at`. */
function writeRecord(one, value) {
  if (Array.isArray(value)) return value.map((part) => writeRecord(one, part));
  if (!value || typeof value !== "object") return value;
  const record = {};
  for (const [key, part] of Object.entries(value)) {
    if (key === "at") {
      record.text = one.text.slice(...part);
      record.start_char = toCodePoints(one.text, part[0]);
      record.end_char = toCodePoints(one.text, part[1]);
    } else if (!INNER.has(key) && key !== "text") record[key] = writeRecord(one, part);
  }
  return record;
}

function readRecord(one, value) {
  if (Array.isArray(value)) return value.map((part) => readRecord(one, part));
  if (!value || typeof value !== "object") return value;
  const record = {};
  for (const [key, part] of Object.entries(value)) {
    if (key === "start_char") record.at = [fromCodePoints(one.text, part), fromCodePoints(one.text, value.end_char)];
    else if (key !== "end_char") record[key] = readRecord(one, part);
  }
  if (record.at && record.text !== one.text.slice(...record.at)) throw new Error("its text is not in the document");
  return record;
}

/** Whether a record that came from a file has what the views need of it. */
function isWhole(kind, record) {
  const isSpan = (value) => Boolean(value) && Array.isArray(value.at) && value.at.every(Number.isInteger);
  if (kind === "stance") return isSpan(record.holder) && typeof record.holder.name === "string" && isSpan(record.evidence) && Object.hasOwn(POSITIONS, record.position);
  if (kind === "figure") return isSpan(record) && Object.hasOwn(COMPARATORS, record.comparator);
  return isSpan(record) && [record.kinds, record.issues, record.figures, record.stances].every(Array.isArray) && typeof record.standalone === "string";
}

/** Read corrections that somebody downloaded; returns how many fit and what did not. */
function loadCorrections(text) {
  const problems = [];
  let n = 0;
  text.split("\n").forEach((line, place) => {
    if (!line.trim()) return;
    try {
      const row = JSON.parse(line);
      const number = DOCUMENT_KEYS.get(String(row.sha256).slice(0, 16));
      if (number === undefined) throw new Error("its document is not in this report");
      if (!KINDS.includes(row.record) || !["accept", "reject", "change", "add"].includes(row.verdict)) throw new Error("it is no correction");
      const one = openDocument(number);
      const id = row.verdict === "add" ? nextAddedId(number, row.record) : String(row.id);
      if (row.verdict !== "add" && !findRecord(number, row.record, id)) throw new Error("its record is not in this report");
      const entry = { verdict: row.verdict, document: number, kind: row.record, id };
      if (row.after) entry.after = readRecord(one, row.after);
      const known = row.verdict === "add" ? {} : findRecord(number, row.record, id);
      if (!isWhole(row.record, { ...known, ...entry.after })) throw new Error("its record lacks something");
      corrections.set(keyOf(number, row.record, id), entry);
      n += 1;
    } catch (error) {
      problems.push(`line ${place + 1}: ${error.message}`);
    }
  });
  keepCorrections();
  return { n, problems };
}

function download(name, rows) {
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
  const url = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  isSaved = true;
}
