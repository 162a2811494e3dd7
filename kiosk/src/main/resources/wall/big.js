// The same wall for whoever sees little: everything in the size that is read from three metres, page by page.

import { at, doorsText, hide, named, noteKind, put, rowName, rowText, silentDoors, sorted, totalLabel, totalText } from "./draw.js";
import { fill, lines } from "./pages.js";
import * as picture from "./picture.js";
import { clock, date, say, second } from "./words.js";

let pages = [];
let page = 0;

const apart = (text) => `\u2068${text}\u2069`; // Whichever way it is written, it turns nothing around it.

// Each text begins on a page where all of it fits, if there is such a page.
function texts(state, heardTime, old) {
  if (!state) {
    return [{ said: [say("waiting")] }];
  }
  const found = [{ said: [clock(), totalLabel(state), totalText(state)] }, { said: [date()] }];
  for (const row of sorted(state.rows)) {
    found.push({ said: [`${apart(rowName(row))}: ${rowText(row)}`] });
    if (!old && row.names?.length) {
      found.push({ said: row.names.map((one) => apart(named(one))) });
    }
  }
  for (const note of state.notices) {
    found.push({ said: [[noteKind(note), note.from].filter(Boolean).map(apart).join(" · ")] });
    found.push({ said: note.text.split("\n"), isFree: true });
  }
  if (state.meetingPoint) {
    found.push({ said: [say("meeting-point", { place: apart(state.meetingPoint) })] });
  }
  if (picture.said()) {
    found.push({ said: [picture.said()] });
  }
  if (state.screen !== "street" || silentDoors(state).length > 0) {
    found.push({ said: [doorsText(state)], warns: silentDoors(state).length > 0 });
  }
  found.push({ said: [say("updated", { time: second(heardTime) })] });
  return found;
}

export function draw(state, heardTime, old) {
  const box = at("big-text");
  const height = parseFloat(getComputedStyle(box).lineHeight);
  const blocks = texts(state, heardTime, old).map((one) => ({
    ...one,
    lines: one.said.flatMap((text) => lines(text, box, box.clientWidth)),
  }));
  const cut = blocks.flatMap((one) => split(one, Math.max(1, Math.floor(box.clientHeight / height))));
  // Half a line between two texts on one page.
  pages = fill(cut, cut.map((one) => (one.lines.length + 0.5) * height), box.clientHeight + height / 2);
  show();
}

function split(block, most) {
  const found = [];
  for (let i = 0; i < block.lines.length; i += most) {
    found.push({ ...block, lines: block.lines.slice(i, i + most) });
  }
  return found;
}

function show() {
  page %= Math.max(1, pages.length);
  const box = at("big-text");
  const wanted = pages[page] ?? [];
  while (box.children.length > wanted.length) {
    box.lastChild.remove();
  }
  wanted.forEach((one, i) => {
    const element = box.children[i] ?? box.appendChild(document.createElement("p"));
    element.dir = one.isFree ? "auto" : "";
    element.classList.toggle("warns", one.warns === true);
    put(element, one.lines.join("\n"));
  });
}

export function turnOn() {
  page += 1;
  show();
}

export function wipe() {
  pages = [];
  at("big-text").replaceChildren();
}

export const place = (hidden) => hide(at("big"), hidden);
