// What the reader says about records. Kept in the browser; a file opened from disk may
// have no store, and then the page says so and keeps them until it is closed.

const STORE = `policy-claims/${INDEX.run}`;
const corrections = new Map();
const listeners = new Set();
const DOCUMENT_KEYS = new Map(DOCUMENTS.map((one, number) => [one.sha256.slice(0, 16), number]));
let isStored = true;
let isSaved = true;

function keyOf(number, kind, id) {
  return `${DOCUMENTS[number].sha256.slice(0, 16)}|${kind}|${id}`;
}

function getCorrection(number, kind, id) {
  return corrections.get(keyOf(number, kind, id));
}

/** Set or, with null, take back a correction. An entry: verdict, and `after` where something changed. */
function setCorrection(number, kind, id, entry) {
  const key = keyOf(number, kind, id);
  if (entry) corrections.set(key, { ...entry, document: number, kind, id });
  else corrections.delete(key);
  keepCorrections();
}

function keepCorrections() {
  isSaved = false;
  writeStore();
  for (const listener of listeners) listener();
}

function writeStore() {
  const rows = [...corrections].map(([key, entry]) => [key, { ...entry, document: undefined }]);
  try {
    localStorage.setItem(STORE, JSON.stringify(rows));
  } catch {
    isStored = false;
  }
}

function readStore() {
  let rows = [];
  try {
    const kept = localStorage.getItem(STORE);
    localStorage.setItem(`${STORE}/probe`, "1");
    localStorage.removeItem(`${STORE}/probe`);
    rows = kept ? JSON.parse(kept) : [];
  } catch {
    isStored = false;
  }
  for (const [key, entry] of rows) {
    const number = DOCUMENT_KEYS.get(key.split("|")[0]);
    if (number !== undefined) corrections.set(key, { ...entry, document: number });
  }
}

/** Accept or reject; saying the same twice takes it back. */
function toggleVerdict(number, kind, id, verdict) {
  const before = getCorrection(number, kind, id);
  if (before && before.verdict === "add") setCorrection(number, kind, id, null);
  else setCorrection(number, kind, id, before && before.verdict === verdict ? null : { verdict });
}

function listAdded(number, kind) {
  return [...corrections.values()].filter((entry) => entry.verdict === "add" && entry.document === number && entry.kind === kind);
}

function nextAddedId(number, kind) {
  const numbers = listAdded(number, kind).map((entry) => Number(entry.id.slice(1)));
  return `+${Math.max(0, ...numbers) + 1}`;
}

/** The record as the reader has it: `verdict` tells what was said about it. */
function applyCorrection(record, entry) {
  return { ...record, ...(entry && entry.after), verdict: entry ? entry.verdict : null };
}

/** The index's records of a kind as they stand now, added ones at their end. */
function listAll(kind, records) {
  const entries = [...corrections.values()].filter((entry) => entry.kind === kind);
  if (!entries.length) return records;
  const added = entries.filter((entry) => entry.verdict === "add").map((entry) => applyCorrection({ id: entry.id, document: entry.document }, entry));
  return [...records.map((record) => {
    const entry = getCorrection(record.document, kind, record.id);
    return entry ? applyCorrection(record, entry) : record;
  }), ...added];
}

/** All claims; one that was added has no rank of its own and stands last. */
function listClaims() {
  return listAll("claim", CLAIMS).map((claim) => (claim.rank ? claim : { ...claim, rank: CLAIMS.length + 1, governments: [], start: claim.at[0] }));
}

/** Stances that stand: rejected ones and those that turned out to be none left out. */
function listStances() {
  return listAll("stance", INDEX.stances).filter((stance) => stance.verdict !== "reject" && stance.position !== "none");
}

readStore();
