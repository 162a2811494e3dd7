// Today's picture: fetched anew when the state says that there is another, or when language or theme change.

import { language, say } from "./words.js";

const SPREAD_MS = 8_000; // Many screens hear of a new minute at once; they need not all ask at once.

let shown = "";
let timer = 0;
let summary = "";

export const said = () => summary;

const wanted = (version, theme) => (version ? `${version} ${theme} ${language().tag}` : "");

// Who is in the picture comes after the minute: a picture of others goes at once.
const who = (key) => key.replace(/^\d+-/, "");

export function draw(version, theme) {
  const key = wanted(version, theme);
  if (key === shown) {
    return;
  }
  const block = document.getElementById("picture-block");
  clearTimeout(timer);
  if (who(key) !== who(shown)) {
    block.hidden = true;
    const image = document.getElementById("picture");
    image.removeAttribute("src");
    image.alt = "";
    summary = "";
    timer = key ? setTimeout(load, 0, key, theme) : 0;
  } else {
    timer = setTimeout(load, Math.random() * SPREAD_MS, key, theme);
  }
  shown = key;
}

async function load(key, theme) {
  const asked = `theme=${theme}&language=${language().tag}`;
  try {
    const answer = await fetch(`/wall/occupancy.txt?${asked}`);
    if (!answer.ok || key !== shown) {
      return;
    }
    summary = await answer.text();
  } catch {
    return;
  }
  if (key === shown) {
    const image = document.getElementById("picture");
    image.alt = `${say("picture")}. ${summary}`;
    image.src = `/wall/occupancy.svg?${asked}&version=${encodeURIComponent(key.split(" ")[0])}`;
    document.getElementById("picture-block").hidden = false;
  }
}
