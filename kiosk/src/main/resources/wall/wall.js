// The wall. It believes nothing but the stream: each event holds the whole state and the service's time, and when none
// comes the wall says so. Nothing here ever reloads the page.

import * as big from "./big.js";
import * as draw from "./draw.js";
import { at, hide, put } from "./draw.js";
import { Stream } from "./stream.js";
import * as words from "./words.js";
import { say } from "./words.js";

const SILENT_MS = 10_000; // Then what is shown may be out of date.
const OLD_MS = 60_000; // Then it is history.
const LANGUAGE_MS = 60_000;
const BIG_MS = 5 * 60_000; // Somebody who needs large text has left by then.
const PAGE_MS = 8_000;
const SHIFT_MS = 60_000;
const WELCOME_MS = 2_600;
const POINTER_MS = 3_000;
const SHIFTS = [[0, 0], [8, 0], [8, 8], [0, 8], [-8, 8], [-8, 0], [-8, -8], [0, -8], [8, -8]];

let state = null;
let heardTime = Date.now();
let welcomed = 0;
let welcomeKey = "";
let tooMany = false;
let isBig = false;
let paused = false;
let trust = "waiting";
const timers = { language: 0, size: 0, welcome: 0, pointer: 0, silence: 0 };

const stream = new Stream(hear, () => { tooMany = true; drawAll(); });
const isPaired = () => state !== null && state.screen !== "unpaired";

function after(name, delay, action) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(action, delay);
}

// What is heard.

function hear(news) {
  const before = state;
  state = news;
  tooMany = tooMany && news.screen === "unpaired" && !news.code;
  heardTime = Date.parse(news.now);
  words.tell(heardTime, news.zone);
  after("silence", SILENT_MS, drawTrust);
  drawAll();
  if (isPaired() && before?.total !== undefined && news.total !== undefined && before.total !== news.total) {
    put(at("announce"), say("announce", { total: draw.totalText(news) }));
  }
  hearWelcome(news.welcome);
}

// Each is shown once; what may not be said any longer goes at once.
function hearWelcome(news) {
  const key = news ? JSON.stringify(news) : "";
  if (key !== welcomeKey) {
    welcomeKey = key;
    forgetWelcome();
  }
  if (news && news.number !== welcomed) {
    welcomed = news.number;
    welcome(news);
  }
}

function welcome({ allowed, name }) {
  const banner = at("welcome");
  at("welcome-icon").setAttribute("href", allowed ? "#icon-tick" : "#icon-stop");
  put(at("welcome-text"), allowed ? (name ? say("welcome-name", { name: `\u2068${name}\u2069` }) : say("welcome")) : say("refused"));
  banner.classList.toggle("refused", !allowed);
  banner.hidden = false;
  after("welcome", WELCOME_MS, forgetWelcome);
}

function forgetWelcome() {
  at("welcome").hidden = true;
  put(at("welcome-text"), "");
}

// Drawing.

function drawAll() {
  const screen = state?.screen ?? "none";
  document.body.dataset.screen = screen;
  if (state?.theme) {
    document.documentElement.dataset.theme = state.theme;
  }
  hide(at("pairing"), screen !== "unpaired");
  const unpaired = screen === "unpaired";
  hide(at("wall"), unpaired || isBig);
  big.place(unpaired || !isBig);
  if (unpaired) {
    wipe();
    drawPairing();
  } else {
    draw.drawState(isPaired() && !state.asleep ? state : null, heardTime);
  }
  draw.drawClock(state !== null);
  drawTrust();
  drawTools();
}

// Not even hidden: what this screen may not show any longer is nowhere in its page.
function wipe() {
  draw.drawState(null, heardTime);
  big.wipe();
  forgetWelcome();
  put(at("announce"), "");
}

function drawPairing() {
  const wait = say(tooMany ? "pair-many" : "pair-waiting");
  put(at("code"), state.code ?? "…");
  put(at("pair-what"), state.code ? say("pair-what") : wait);
}

// What may be wrong comes first: an old page cannot know of doors.
function drawTrust() {
  const silence = stream.silence();
  const next = silence >= OLD_MS ? "old" : silence >= SILENT_MS ? "stale" : state ? "live" : "waiting";
  if (next === "old" && trust !== "old" && isPaired()) {
    state = draw.withoutNames(state);
    draw.drawState(state.asleep ? null : state, heardTime);
    forgetWelcome();
  }
  trust = next;
  document.body.dataset.state = trust;
  const silent = draw.silentDoors(isPaired() ? state : null);
  let text = "";
  if (silence >= SILENT_MS) {
    text = state ? say("stale", { time: words.minute(heardTime) }) : say("no-contact");
  } else if (silent.length > 0 && !isBig) {
    text = draw.doorsText(state);
  }
  put(at("banner-text"), text);
  const told = text === "" && isPaired() && !state.asleep;
  put(at("doors-text"), told ? draw.doorsText(state) : "");
  let moved = hide(at("doors"), !told || state.screen === "street");
  moved = hide(at("banner"), text === "") || moved;
  hide(at("night"), !(state?.asleep && trust !== "old"));
  if (isBig) {
    drawBig();
  } else if (moved) {
    draw.paginate();
  }
}

function drawBig() {
  if (isPaired() || state === null) {
    big.draw(state?.asleep ? null : state, heardTime, trust === "old");
  }
}

function drawTools() {
  document.body.dataset.size = isBig ? "big" : "normal";
  put(at("size-text"), say(isBig ? "normal-text" : "big-text"));
  at("size").setAttribute("aria-pressed", String(isBig));
  at("size").setAttribute("aria-label", say(isBig ? "normal-text" : "big-text"));
  hide(at("size"), state?.screen === "unpaired");
  const turning = say(paused ? "resume" : "pause");
  put(at("pause"), turning);
  for (const button of [at("pause"), at("turn")]) {
    button.setAttribute("aria-pressed", String(paused));
    button.setAttribute("aria-label", turning);
  }
  at("turn-icon").setAttribute("href", paused ? "#icon-play" : "#icon-pause");
  hide(at("turn"), !isBig || state?.screen === "unpaired");
}

// Time passes.

function tick() {
  draw.drawClock(state !== null);
  drawTrust();
  stream.check();
}

function turn() {
  if (!paused) {
    (isBig ? big : draw).turnOn();
  }
}

// Nothing stands still for long enough to burn in.
function shift() {
  const [x, y] = SHIFTS[Math.floor(Date.now() / SHIFT_MS) % SHIFTS.length];
  at("stage").style.transform = `translate(${x}px, ${y}px)`;
}

// Languages: a button for each; the first one comes back by itself.

function makeButtons(languages) {
  at("languages").replaceChildren(...languages.map((one) => {
    const button = document.createElement("button");
    button.type = "button";
    button.lang = one.tag;
    button.dataset.language = one.tag;
    for (const [kind, text] of [["full", one.name], ["short", one.tag.toUpperCase()]]) {
      const span = document.createElement("span");
      span.className = kind;
      span.textContent = text;
      button.append(span);
    }
    button.addEventListener("click", () => choose(one));
    return button;
  }));
}

function choose(one) {
  clearTimeout(timers.language);
  speak(one);
  if (one !== words.first()) {
    after("language", LANGUAGE_MS, () => speak(words.first()));
  }
}

function speak(one) {
  words.speak(one);
  document.documentElement.lang = one.tag;
  document.documentElement.dir = one.direction;
  document.querySelectorAll("[data-word]").forEach((element) => put(element, say(element.dataset.word)));
  document.querySelectorAll("#languages button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.language === one.tag));
  });
  at("languages").setAttribute("aria-label", say("languages"));
  document.title = say("title");
  forgetWelcome();
  drawAll();
  measure();
}

// Size and pauses.

function resize() {
  isBig = !isBig;
  clearTimeout(timers.size);
  if (isBig) {
    after("size", BIG_MS, resize);
  }
  drawAll();
  measure();
}

function measure() {
  if (!isBig && isPaired()) {
    draw.measureNotes(state);
    draw.paginate();
  }
}

function pause() {
  paused = !paused;
  drawTools();
}

function point() {
  document.body.dataset.idle = "false";
  after("pointer", POINTER_MS, () => { document.body.dataset.idle = "true"; });
}

async function start() {
  makeButtons(await words.learn());
  at("size").addEventListener("click", resize);
  at("pause").addEventListener("click", pause);
  at("turn").addEventListener("click", pause);
  addEventListener("pointermove", point);
  addEventListener("resize", measure);
  speak(words.first());
  shift();
  setInterval(tick, 1_000);
  setInterval(shift, SHIFT_MS);
  setInterval(turn, PAGE_MS);
  stream.ask();
}

start();
