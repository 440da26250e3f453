// The run's records. The index is parsed once, a document when it is first opened.

const INDEX = JSON.parse(byId("index").textContent);
const DOCUMENTS = INDEX.documents;
const CLAIMS = INDEX.claims;
const ISSUES = new Map(INDEX.issues.map((issue) => [issue.id, issue.proposition]));
const KINDS = ["claim", "figure", "stance"];

CLAIMS.forEach((claim, rank) => {
  claim.rank = rank + 1;
  claim.kinds = claim.kinds || [];
  claim.issues = claim.issues || [];
  claim.governments = claim.governments || [];
  claim.figures = claim.figures || [];
  claim.stances = claim.stances || [];
});

function groupByDocument(records) {
  const groups = DOCUMENTS.map(() => []);
  for (const record of records) groups[record.document].push(record);
  return groups;
}

const FIGURES_OF = groupByDocument(INDEX.figures);
const STANCES_OF = groupByDocument(INDEX.stances);
const CLAIMS_OF = groupByDocument(CLAIMS);
const opened = new Map();

/** A document's title, else the id that its file gives it, else its file's name. */
function nameDocument(number) {
  const one = DOCUMENTS[number];
  if (!one.title && !/^[0-9a-f]{16}$/.test(one.id)) return one.id;
  return one.title || (one.source || "").split(/[\\/]/).pop() || one.id;
}

/** Where a document comes from, in a line. */
function describeSource(number) {
  const one = DOCUMENTS[number];
  return [one.publisher, one.published].filter(Boolean).join(", ");
}

/** Parse a document: its text and all its records, each with `kind` and `at`. */
function openDocument(number) {
  if (opened.has(number)) return opened.get(number);
  const one = JSON.parse(byId(`document-${number}`).textContent);
  const known = new Map(CLAIMS_OF[number].map((claim) => [claim.id, claim]));
  one.number = number;
  one.claims = one.claims.map((claim) => ({ ...claim, ...known.get(claim.id) }));
  one.figures = FIGURES_OF[number];
  one.stances = STANCES_OF[number];
  one.entities.forEach((entity, place) => (entity.mention = place));
  if (/[\ud800-\udbff]/.test(one.text)) moveOffsets(one);
  opened.set(number, one);
  return one;
}

/** Turn offsets in code points into those of JavaScript's strings. */
function moveOffsets(one) {
  const places = [];
  let unit = 0;
  for (const char of one.text) {
    places.push(unit);
    unit += char.length;
  }
  places.push(unit);
  const move = (value) => {
    if (Array.isArray(value)) value.forEach(move);
    else if (value && typeof value === "object") {
      if (value.at) value.at = value.at.map((offset) => places[offset]);
      Object.entries(value).forEach(([key, part]) => key !== "at" && move(part));
    }
  };
  for (const kind of ["claims", "figures", "stances", "attributions", "dates", "entities"]) move(one[kind]);
  one.sentences = one.sentences.map((offset) => places[offset]);
}

/** Offset in code points, as everybody outside this page counts. */
function toCodePoints(text, offset) {
  let points = offset;
  for (let i = 0; i < offset; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xdc00) points -= 1;
  }
  return points;
}

function fromCodePoints(text, offset) {
  let unit = 0;
  for (let point = 0; point < offset && unit < text.length; point += 1) {
    unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  }
  return unit;
}

const sliceText = (one, span) => one.text.slice(span.at[0], span.at[1]);

/** Numbers of the first and last sentence that a stretch of text touches. */
function findSentences(one, start, end) {
  const at = (offset) => {
    let low = 0;
    let high = one.sentences.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (one.sentences[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return [at(start), at(Math.max(start, end - 1))];
}

/** Offsets of whole sentences, without the space around them. */
function spanSentences(one, first, last) {
  let start = one.sentences[first];
  let end = last + 1 < one.sentences.length ? one.sentences[last + 1] : one.text.length;
  while (start < end && /\s/.test(one.text[start])) start += 1;
  while (end > start && /\s/.test(one.text[end - 1])) end -= 1;
  return [start, end];
}

/** Every record that the text shows, with its kind: what lists and links refer to. */
function findRecord(number, kind, id) {
  if (id.startsWith("+")) {
    const entry = getCorrection(number, kind, id);
    return entry ? applyCorrection({ id, document: number }, entry) : null;
  }
  const one = openDocument(number);
  const records = { claim: one.claims, figure: one.figures, stance: one.stances }[kind];
  const record = records.find((candidate) => candidate.id === id);
  return record ? applyCorrection(record, getCorrection(number, kind, id)) : null;
}

/** A document's records of a kind as they stand now, corrected and added ones included. */
function listRecords(number, kind) {
  const one = openDocument(number);
  const records = { claim: one.claims, figure: one.figures, stance: one.stances }[kind];
  const added = listAdded(number, kind).map((entry) => applyCorrection({ id: entry.id, document: number }, entry));
  return [...records.map((record) => applyCorrection(record, getCorrection(number, kind, record.id))), ...added].sort(
    (first, second) => placeOf(kind, first)[0] - placeOf(kind, second)[0],
  );
}

/** The stretch of text that a record is shown at. */
function placeOf(kind, record) {
  return kind === "stance" ? record.evidence.at : record.at;
}
