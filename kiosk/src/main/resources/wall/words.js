// What the wall says, in the language that was chosen, and the site's time as that language writes it.

const RETRY_MS = 5_000;
const HM = { hour: "2-digit", minute: "2-digit" };
const HMS = { ...HM, second: "2-digit" };
const DAY = { year: "numeric", month: "numeric", day: "numeric" };
const formats = new Map();

let languages = [];
let spoken = null;
let zone;
let offset = 0;

export async function learn() {
  for (;;) {
    try {
      const answer = await fetch("/wall/words.json");
      if (answer.ok) {
        languages = await answer.json();
        spoken = languages[0];
        return languages;
      }
    } catch {
      // The service is away; it comes back.
    }
    await new Promise((done) => setTimeout(done, RETRY_MS));
  }
}

export const first = () => languages[0];
export const language = () => spoken;

export function speak(one) {
  spoken = one;
}

export function say(key, values = {}) {
  const text = spoken?.words[key] ?? "";
  return text.replace(/\{([a-z]+)\}/g, (whole, name) => values[name] ?? whole);
}

// A formatter is dear to make and there are few of them.
function made(kind, key, make) {
  const name = `${kind} ${spoken.locale} ${zone} ${key}`;
  if (!formats.has(name)) {
    formats.set(name, make());
  }
  return formats.get(name);
}

export function number(value) {
  return made("number", "", () => new Intl.NumberFormat(spoken.locale)).format(value);
}

export function list(texts) {
  return made("list", "", () => new Intl.ListFormat(spoken.locale)).format(texts);
}

function format(options, time) {
  const inZone = zone ? { timeZone: zone } : {};
  const key = Object.entries(options).flat().join();
  return made("time", key, () => new Intl.DateTimeFormat(spoken.locale, { hourCycle: "h23", ...inZone, ...options })).format(time);
}

// The site's time, as the service last told it; the screen's own clock only counts on from there.
export function tell(serverTime, siteZone) {
  offset = serverTime - Date.now();
  zone = siteZone;
}

export const now = () => Date.now() + offset;
export const clock = () => format(HM, now());
export const date = () => format({ weekday: "long", day: "numeric", month: "long" }, now());

// A time of today as the clock shows it, any other with its day.
function moment(time, options) {
  const today = format(DAY, now()) === format(DAY, time);
  return format(today ? options : { day: "numeric", month: "short", ...options }, time);
}

export const minute = (time) => moment(time, HM);
export const second = (time) => moment(time, HMS);
