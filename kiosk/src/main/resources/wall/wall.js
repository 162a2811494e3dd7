"use strict";

// The wall. It believes nothing but the stream: each event holds the whole state and the service's time, and when none
// comes the wall says so. Nothing here ever reloads the page.

const SILENT_MS = 10_000; // Then what is shown may be out of date.
const OLD_MS = 60_000; // Then it is history.
const RETRY_MS = 5_000; // A stream that is silent for so long is opened anew, whatever the browser thinks of it.
const LANGUAGE_MS = 60_000;
const PAGE_MS = 8_000;
const SHIFT_MS = 60_000;
const FRESH_MS = 4_000;
const DOORS_NAMED = 3; // More are counted, so that the banner leaves room for the rows.
const SHIFTS = [[0, 0], [8, 0], [8, 8], [0, 8], [-8, 8], [-8, 0], [-8, -8], [0, -8], [8, -8]];
const LOCALES = { sv: "sv-SE", en: "en-GB" };

const at = (id) => document.getElementById(id);
const since = (moment) => performance.now() - moment;

let words = { sv: {}, en: {} };
let language = "sv";
let state = null;
let shown = new Map();
let heardAt = performance.now();
let heardTime = Date.now();
let serverOffset = 0;
let source = null;
let openedAt = 0;
let languageTimer = 0;
let silenceTimer = 0;
let page = 0;
let pages = [[]];
let paused = false;

// Words and times.

function say(key, values = {}) {
  const text = words[language][key] ?? "";
  return text.replace(/\{([a-z]+)\}/g, (whole, name) => values[name] ?? whole);
}

function format(options, time) {
  const zone = state ? { timeZone: state.zone } : {};
  return new Intl.DateTimeFormat(LOCALES[language], { hourCycle: "h23", ...zone, ...options }).format(time);
}

const HM = { hour: "2-digit", minute: "2-digit" };
const HMS = { ...HM, second: "2-digit" };
const DAY = { year: "numeric", month: "numeric", day: "numeric" };

// A time of today as the clock shows it, any other with its day.
function moment(time, options) {
  const today = format(DAY, now()) === format(DAY, time);
  return format(today ? options : { day: "numeric", month: "short", ...options }, time);
}

function now() {
  return Date.now() + serverOffset;
}

function put(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

// The stream.

function open() {
  if (source) {
    source.close();
  }
  openedAt = performance.now();
  source = new EventSource("/wall/stream");
  source.addEventListener("state", (event) => hear(JSON.parse(event.data)));
}

function hear(news) {
  const before = state;
  state = news;
  heardAt = performance.now();
  heardTime = Date.parse(news.now);
  serverOffset = heardTime - Date.now();
  clearTimeout(silenceTimer);
  silenceTimer = setTimeout(drawTrust, SILENT_MS);
  if (before && before.total !== news.total) {
    announce();
  }
  draw();
}

function announce() {
  put(at("announce"), say("announce", { total: state.total }));
}

// Drawing.

function draw() {
  drawTotal();
  drawRows();
  drawClock();
  drawStatus();
  drawTrust();
}

function drawTotal() {
  const total = at("total");
  put(total, state ? String(state.total) : "–");
  total.dataset.digits = total.textContent.length;
}

function drawRows() {
  const partners = state ? state.partners : [];
  const order = new Intl.Collator("sv").compare;
  const sorted = [...partners].sort((one, other) => order(one.name, other.name) || order(one.id, other.id));
  const empty = at("empty");
  empty.hidden = sorted.length > 0;
  put(empty, say(state ? "no-partners" : "waiting"));
  const rows = at("rows");
  const known = new Map([...rows.children].map((row) => [row.dataset.id, row]));
  const wanted = sorted.map((partner) => row(known.get(partner.id) ?? fresh(partner.id), partner));
  if (wanted.length !== rows.children.length || wanted.some((one, i) => one !== rows.children[i])) {
    rows.replaceChildren(...wanted);
    paginate();
  }
}

function fresh(id) {
  const made = document.createElement("li");
  made.dataset.id = id;
  for (const part of ["name", "count"]) {
    const span = document.createElement("span");
    span.className = part;
    made.append(span);
  }
  return made;
}

function row(element, partner) {
  const [name, count] = element.children;
  if (name.textContent !== partner.name) {
    name.textContent = partner.name;
    requestAnimationFrame(paginate);
  }
  put(count, String(partner.count));
  element.classList.toggle("nobody", partner.count === 0);
  if (shown.has(partner.id) && shown.get(partner.id) !== partner.count) {
    element.classList.add("fresh");
    setTimeout(() => element.classList.remove("fresh"), FRESH_MS);
  }
  shown.set(partner.id, partner.count);
  return element;
}

// The site's time in the site's zone, as the service tells it; before that the screen knows no better and shows none.
function drawClock() {
  if (state) {
    put(at("clock"), format(HM, now()));
    put(at("date"), format({ weekday: "long", day: "numeric", month: "long" }, now()));
  }
}

function drawStatus() {
  put(at("updated"), state ? say("updated", { time: moment(heardTime, HMS) }) : say("waiting"));
  const change = state && state.lastChange;
  put(at("last-change"), !state ? "" : change ? say("last-change", { time: moment(Date.parse(change), HMS) }) : say("no-change"));
}

function silentDoors() {
  return state ? state.doors.filter((door) => !door.heard) : [];
}

function named(doors) {
  const names = doors.slice(0, DOORS_NAMED).map((door) => door.name);
  const more = doors.length - names.length;
  return more > 0 ? [...names, say("more-doors", { count: more })] : names;
}

function sayOfDoors(doors) {
  const names = new Intl.ListFormat(LOCALES[language]).format(named(doors));
  const times = doors.filter((door) => door.silentSince).map((door) => Date.parse(door.silentSince));
  return times.length > 0
    ? say("door-silent", { doors: names, time: moment(Math.min(...times), HM) })
    : say("door-never", { doors: names });
}

// What may be wrong comes first: an old page cannot know of doors.
function drawTrust() {
  const silence = since(heardAt);
  const doors = silentDoors();
  let text = "";
  if (silence >= SILENT_MS) {
    text = say("stale", { time: moment(heardTime, HM) });
  } else if (doors.length > 0) {
    text = sayOfDoors(doors);
  }
  const hidden = text === "";
  put(at("banner-text"), text);
  put(at("doors"), !state || !hidden ? "" : say(state.doors.length ? "doors-heard" : "no-doors"));
  if (at("banner").hidden !== hidden) {
    at("banner").hidden = hidden;
    paginate();
  }
  document.body.dataset.state = silence >= OLD_MS ? "old" : silence >= SILENT_MS ? "stale" : state ? "live" : "waiting";
}

// More partners than fit are shown page by page, never smaller.

function paginate() {
  const list = at("rows");
  const rows = [...list.children];
  rows.forEach((one) => { one.hidden = false; });
  list.classList.add("measured");
  const heights = rows.map((one) => one.getBoundingClientRect().height);
  at("pager").hidden = true;
  const all = heights.reduce((sum, height) => sum + height, 0);
  at("pager").hidden = all <= list.parentElement.clientHeight;
  pages = fill(rows, heights, list.parentElement.clientHeight);
  list.classList.remove("measured");
  turn(page);
}

function fill(rows, heights, room) {
  const filled = [[]];
  let left = room;
  rows.forEach((one, i) => {
    if (heights[i] > left && filled.at(-1).length > 0) {
      filled.push([]);
      left = room;
    }
    filled.at(-1).push(one);
    left -= heights[i];
  });
  return filled;
}

function turn(to) {
  page = to % pages.length;
  pages.forEach((rows, i) => rows.forEach((one) => { one.hidden = i !== page; }));
  at("pager").hidden = pages.length < 2;
  put(at("page"), say("pages", { page: page + 1, pages: pages.length }));
  put(at("pause"), say(paused ? "resume" : "pause"));
}

// Time passes.

function tick() {
  drawClock();
  drawTrust();
  if (since(heardAt) > RETRY_MS && since(openedAt) > RETRY_MS) {
    open();
  }
}

// Nothing stands still for long enough to burn in.
function shift() {
  const [x, y] = SHIFTS[Math.floor(Date.now() / SHIFT_MS) % SHIFTS.length];
  at("wall").style.transform = `translate(${x}px, ${y}px)`;
}

// Language.

function speak(to) {
  language = to;
  document.documentElement.lang = to;
  document.querySelectorAll("[data-word]").forEach((element) => put(element, say(element.dataset.word)));
  at("language").lang = to === "sv" ? "en" : "sv";
  document.title = say("title");
  draw();
  turn(page);
  tick();
}

function switchLanguage() {
  clearTimeout(languageTimer);
  speak(language === "sv" ? "en" : "sv");
  if (language !== "sv") {
    languageTimer = setTimeout(() => speak("sv"), LANGUAGE_MS);
  }
}

function pause() {
  paused = !paused;
  turn(page);
}

let pointerTimer = 0;
function point() {
  document.body.dataset.idle = "false";
  clearTimeout(pointerTimer);
  pointerTimer = setTimeout(() => { document.body.dataset.idle = "true"; }, 3_000);
}

async function learnWords() {
  for (;;) {
    try {
      words = await (await fetch("/wall/words.json")).json();
      return;
    } catch {
      await new Promise((done) => setTimeout(done, RETRY_MS));
    }
  }
}

async function start() {
  await learnWords();
  at("language").addEventListener("click", switchLanguage);
  at("pause").addEventListener("click", pause);
  addEventListener("pointermove", point);
  addEventListener("resize", paginate);
  open();
  speak("sv");
  shift();
  point();
  setInterval(tick, 1_000);
  setInterval(shift, SHIFT_MS);
  setInterval(() => { if (!paused) { turn(page + 1); } }, PAGE_MS);
}

start();
