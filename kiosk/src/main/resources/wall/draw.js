// The wall as it hangs: puts a state into the page, and changes nothing there that is right already.

import { chunks, fill, lines } from "./pages.js";
import * as picture from "./picture.js";
import { clock, date, list, minute, number, say, second } from "./words.js";

const FRESH_MS = 4_000;
const NAMES_IN_ROW = 8;
const NOTE_LINES = 2;
const DOORS_NAMED = 3; // More are counted, so that the banner leaves room for the rows.

export const at = (id) => document.getElementById(id);

const order = new Intl.Collator("sv", { numeric: true }).compare;
const counts = new Map();

let pages = [[]];
let page = 0;
let notes = [];
let notesKey = "";

export function put(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function hide(element, hidden) {
  if (element.hidden !== hidden) {
    element.hidden = hidden;
    return true;
  }
  return false;
}

// Words for what a state says; the large text uses them too.

export function totalLabel(state) {
  return say(state?.certainty === "at-least" ? "total-at-least" : "total");
}

export function totalText(state) {
  if (state?.total !== undefined) {
    return number(state.total);
  }
  return state && state.certainty !== "exact" ? say(state.certainty) : "–";
}

export function sorted(rows) {
  return [...rows].sort((one, other) =>
    (one.telling === "others") - (other.telling === "others") || order(one.name, other.name) || order(one.id, other.id));
}

export const rowName = (row) => (row.telling === "others" ? say("others") : row.name);

export function rowText(row) {
  return row.count === undefined ? say(row.here ? "present" : "nobody") : number(row.count);
}

export const named = (one) => (one.role ? `${one.name} (${one.role})` : one.name);

function doorNames(doors) {
  const names = doors.slice(0, DOORS_NAMED).map((door) => door.name);
  const more = doors.length - names.length;
  return list(more > 0 ? [...names, say("more-doors", { count: number(more) })] : names);
}

export const silentDoors = (state) => state?.doors?.filter((door) => !door.heard) ?? [];

export function doorsText(state) {
  const silent = silentDoors(state);
  if (silent.length === 0) {
    return say(state.doors.length > 0 ? "doors-heard" : "no-doors");
  }
  if (silent.some((door) => !door.name)) {
    return say("door-unsure");
  }
  const times = silent.filter((door) => door.silentSince).map((door) => Date.parse(door.silentSince));
  return times.length > 0
    ? say("door-silent", { doors: doorNames(silent), time: minute(Math.min(...times)) })
    : say("door-never", { doors: doorNames(silent) });
}

export function noteKind(note) {
  return say(note.important ? "important" : "notice");
}

// Drawing.

export function drawState(state, heardTime) {
  drawTotal(state);
  drawRows(state);
  drawNotes(state);
  drawFoot(state, heardTime);
  picture.draw(state?.picture ?? "", document.documentElement.dataset.theme);
}

function drawTotal(state) {
  put(at("total-label"), totalLabel(state));
  const total = at("total");
  put(total, totalText(state));
  total.dataset.digits = state?.total === undefined && state ? "words" : String(state?.total ?? 0).length;
}

// A row with many names goes on in a row of its own, so that none is higher than a page.
function parts(row) {
  const names = row.names ?? [];
  if (names.length <= NAMES_IN_ROW) {
    return [{ ...row, names, key: row.id }];
  }
  return chunks(names, NAMES_IN_ROW).map((some, i) => ({ ...row, names: some, key: `${row.id} ${i}`, goesOn: i > 0 }));
}

function drawRows(state) {
  const rows = sorted(state?.rows ?? []).flatMap(parts);
  const list = at("rows");
  const known = new Map([...list.children].map((element) => [element.dataset.key, element]));
  const wanted = rows.map((row) => drawRow(known.get(row.key) ?? freshRow(row), row));
  const others = wanted.length !== list.children.length || wanted.some((one, i) => one !== list.children[i]);
  if (others) {
    list.replaceChildren(...wanted);
  }
  for (const id of counts.keys()) {
    if (!rows.some((row) => row.id === id)) {
      counts.delete(id);
    }
  }
  at("wall").dataset.rows = state && rows.length === 0 ? "none" : "some";
  const empty = at("empty");
  const waits = !state || (state.rows.length === 0 && state.certainty === "exact" && state.total === 0 && state.doors.length === 0);
  put(empty, say(state ? "no-partners" : "waiting"));
  hide(empty, !waits);
  if (others || wanted.some((one) => one.dataset.grown === "true")) {
    wanted.forEach((one) => { delete one.dataset.grown; });
    paginate();
  }
}

function freshRow(row) {
  const made = document.createElement("li");
  made.dataset.key = row.key;
  made.dataset.id = row.id;
  const name = document.createElement("span");
  name.className = "name";
  name.append(document.createElement("bdi"));
  const count = document.createElement("span");
  count.className = "count";
  const names = document.createElement("span");
  names.className = "names";
  made.append(name, count, names);
  return made;
}

function drawRow(element, row) {
  const [name, count, names] = element.children;
  const heading = row.goesOn ? `${rowName(row)}, ${say("continued")}` : rowName(row);
  const told = row.goesOn ? "" : rowText(row);
  const grown = name.textContent !== heading || (count.textContent.length !== told.length);
  put(name.firstChild, heading);
  put(count, told);
  count.classList.toggle("word", row.count === undefined);
  element.classList.toggle("nobody", !row.here);
  if (drawNames(names, row) || grown) {
    element.dataset.grown = "true";
  }
  if (!row.goesOn && counts.has(row.id) && counts.get(row.id) !== told) {
    element.classList.add("fresh");
    setTimeout(() => element.classList.remove("fresh"), FRESH_MS);
  }
  if (!row.goesOn) {
    counts.set(row.id, told);
  }
  return element;
}

function drawNames(element, row) {
  const key = JSON.stringify(row.names);
  if (element.dataset.names === key) {
    return false;
  }
  element.dataset.names = key;
  element.replaceChildren(...row.names.flatMap((one, i) => {
    const name = document.createElement("bdi");
    name.textContent = named(one);
    return i === 0 ? [name] : [" · ", name];
  }));
  hide(element, row.names.length === 0);
  return true;
}

// What is left of a state when it is history.
export function withoutNames(state) {
  const rows = state.rows.map((row) => ({ ...row, names: [] }));
  return { ...state, rows, picture: undefined, welcome: undefined };
}

function drawFoot(state, heardTime) {
  put(at("updated"), state ? say("updated", { time: second(heardTime) }) : say("waiting"));
  put(at("meet-text"), state?.meetingPoint ? say("meeting-point", { place: state.meetingPoint }) : "");
  hide(at("meet"), !state?.meetingPoint);
}

export function drawClock(known) {
  if (known) {
    put(at("clock"), clock());
    put(at("date"), date());
  }
}

// Notices take turns, two lines at a time.

function drawNotes(state) {
  const key = JSON.stringify(state?.notices ?? []);
  if (key === notesKey) {
    return;
  }
  notesKey = key;
  measureNotes(state);
}

export function measureNotes(state) {
  const hidden = !state?.notices?.length;
  const changed = hide(at("notices"), hidden);
  if (hidden) {
    notes = [];
    ["note-text", "note-from", "note-kind", "note-page"].forEach((id) => put(at(id), ""));
  } else {
    const element = at("note-text");
    const width = element.clientWidth;
    notes = state.notices.flatMap((note) =>
      chunks(lines(note.text, element, width), NOTE_LINES).map((some, i, all) => ({ note, text: some.join("\n"), i, of: all.length })));
    showNote();
  }
  if (changed) {
    paginate();
  }
}

let noteAt = 0;

function showNote() {
  noteAt %= Math.max(1, notes.length);
  const shown = notes[noteAt];
  if (!shown) {
    return;
  }
  at("note-icon").setAttribute("href", shown.note.important ? "#icon-warn" : "#icon-note");
  at("notices").classList.toggle("important", shown.note.important);
  put(at("note-kind"), noteKind(shown.note));
  put(at("note-from"), shown.note.from ?? "");
  put(at("note-page"), notes.length > 1 ? `${number(noteAt + 1)}/${number(notes.length)}` : "");
  put(at("note-text"), shown.text);
}

// Pages of rows.

export function paginate() {
  const list = at("rows");
  const rows = [...list.children];
  const room = list.parentElement;
  rows.forEach((one) => { one.hidden = false; });
  list.classList.add("measured");
  const heights = rows.map((one) => one.getBoundingClientRect().height);
  at("pager").hidden = true;
  const all = heights.reduce((sum, height) => sum + height, 0);
  at("pager").hidden = all <= room.clientHeight;
  pages = fill(rows, heights, room.clientHeight);
  list.classList.remove("measured");
  turn(page, false);
}

export const turns = () => pages.length > 1 || notes.length > 1;

export function turn(to, alsoNotes) {
  page = to % pages.length;
  pages.forEach((rows, i) => rows.forEach((one) => { one.hidden = i !== page; }));
  at("pager").hidden = pages.length < 2;
  put(at("page"), say("pages", { page: number(page + 1), pages: number(pages.length) }));
  if (alsoNotes) {
    noteAt += 1;
    showNote();
  }
}

export const turnOn = () => turn(page + 1, true);
