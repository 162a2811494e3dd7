'use strict';

const TEXTS = {
  sv: {
    skip: 'Till dörrarna', title: 'Dörrpanel', connecting: 'Ansluter …', connected: 'Ansluten',
    reconnecting: 'Återansluter …', powerCut: 'Bryt strömmen',
    banner: 'Styrenheten svarar inte. Återansluter …',
    trayTitle: 'Kort att hålla fram',
    trayHint: 'Ta ett kort i handen. Håll det sedan mot en läsare vid en dörr.',
    typeLabel: 'Eller skriv ett kortnummer', take: 'Ta i handen', numberRule: 'Tio tecken: 0–9 och A–F',
    numberWrong: 'Det måste vara precis tio tecken, 0–9 och A–F.', numberTaken: 'Kortet är i handen.',
    doors: 'Dörrar', inHand: 'I handen', nothingInHand: 'inget kort', typedBadge: 'skrivet kort',
    strike: 'Lås', contact: 'Dörr', outcome: 'Senaste svar',
    strike_released: 'Frigjort', strike_secured: 'Låst', strike_unknown: 'Okänt',
    contact_open: 'Öppen', contact_closed: 'Stängd', contact_unknown: 'Okänd',
    outcome_none: 'Inget', outcome_granted: 'Beviljad', outcome_refused: 'Nekad',
    holdTo: 'Håll kortet mot', entry: 'Läsaren ute', exit: 'Läsaren inne',
    entryWay: 'för att gå in', exitWay: 'för att gå ut',
    byHand: 'Med handen', push: 'Tryck upp', shut: 'Stäng', rex: 'Utknapp',
    takeFirst: 'Ta ett kort i handen först.', silent: 'Läsaren svarade inte inom 2 s.',
    failed: 'Det gick inte: ', gone: 'Styrenheten svarar inte.', noBadges: 'Inga exempelkort. Skriv ett nummer nedan.',
    read: 'läst', moved_open: 'Dörren trycktes upp.', moved_close: 'Dörren stängdes.',
    moved_rex: 'Utknappen trycktes.',
  },
  en: {
    skip: 'To the doors', title: 'Door panel', connecting: 'Connecting …', connected: 'Connected',
    reconnecting: 'Reconnecting …', powerCut: 'Cut the power',
    banner: 'The controller does not answer. Reconnecting …',
    trayTitle: 'Badges to present',
    trayHint: 'Take a badge in your hand. Then hold it to a reader at a door.',
    typeLabel: 'Or type a badge number', take: 'Take it', numberRule: 'Ten characters: 0–9 and A–F',
    numberWrong: 'It must be exactly ten characters, 0–9 and A–F.', numberTaken: 'The badge is in your hand.',
    doors: 'Doors', inHand: 'In hand', nothingInHand: 'no badge', typedBadge: 'typed badge',
    strike: 'Strike', contact: 'Door', outcome: 'Last answer',
    strike_released: 'Released', strike_secured: 'Secured', strike_unknown: 'Unknown',
    contact_open: 'Open', contact_closed: 'Closed', contact_unknown: 'Unknown',
    outcome_none: 'None', outcome_granted: 'Granted', outcome_refused: 'Refused',
    holdTo: 'Hold the badge to', entry: 'Outside reader', exit: 'Inside reader',
    entryWay: 'to go in', exitWay: 'to go out',
    byHand: 'By hand', push: 'Push open', shut: 'Close', rex: 'Exit button',
    takeFirst: 'Take a badge in your hand first.', silent: 'The reader showed nothing within 2 s.',
    failed: 'That failed: ', gone: 'The controller does not answer.', noBadges: 'No example badges. Type a number below.',
    read: 'read', moved_open: 'The door was pushed open.', moved_close: 'The door was closed.',
    moved_rex: 'The exit button was pressed.',
  },
};

const POLL_MILLIS = 500;
const ANSWER_MILLIS_MAX = 4000;
const TONES = 8;

const byId = (id) => document.getElementById(id);
const cards = [...document.querySelectorAll('.door')];
let language = localStorage.getItem('language') === 'en' ? 'en' : 'sv';
let linkState = 'connecting';
let inHand = null;
let examples = null;

const text = (key) => TEXTS[language][key];

function speak() {
  document.documentElement.lang = language;
  document.title = 'Knutpunkt · ' + text('title');
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = text(element.dataset.text);
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', text(element.dataset.label));
  }
  for (const button of document.querySelectorAll('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset.language === language));
  }
  byId('number').setAttribute('aria-invalid', 'false');
  for (const card of cards) {
    describe(card);
    say(card, ''); // it was said in the other language
  }
  showLink(linkState);
  showHand();
}

function showLink(state) {
  linkState = state;
  document.body.dataset.link = state;
  const words = text(state);
  if (byId('link-text').textContent !== words) {
    byId('link-text').textContent = words;
  }
  byId('banner').hidden = state !== 'reconnecting';
}

function describe(card) {
  for (const fact of ['strike', 'contact', 'outcome']) {
    const word = card.querySelector('.' + fact + ' .word');
    const words = text(fact + '_' + card.dataset[fact]);
    if (word.textContent !== words) {
      word.textContent = words;
    }
  }
}

function show(view) {
  const card = cards.find((one) => one.dataset.door === view.door);
  if (!card) {
    location.reload(); // the controller came back with other doors
    return;
  }
  card.dataset.strike = view.strike;
  card.dataset.contact = view.contact;
  card.dataset.outcome = view.lastOutcome;
  describe(card);
}

function say(card, words) {
  card.querySelector('.said').textContent = words;
}

function showHand() {
  const label = inHand === null ? text('nothingInHand') : inHand.label || text('typedBadge');
  byId('hand-label').textContent = label;
  byId('hand').dataset.holding = String(inHand !== null);
  for (const button of document.querySelectorAll('#badges button')) {
    button.setAttribute('aria-pressed', String(inHand !== null && button.dataset.badge === inHand.badge));
  }
}

/** A label is a partner and a number, or stands alone. */
function split(label) {
  const parts = /^(.*\S)\s+([0-9]{1,4})$/.exec(label);
  return parts ? { partner: parts[1], number: parts[2] } : { partner: '', number: label };
}

function badgeButton({ badge, label }) {
  const { partner, number } = split(label);
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.badge = badge;
  if (partner !== '') {
    const hidden = document.createElement('span');
    hidden.className = 'unseen';
    hidden.textContent = partner + ' ';
    button.append(hidden);
  }
  button.append(number);
  button.addEventListener('click', () => {
    inHand = { badge, label };
    showHand();
  });
  return button;
}

/** One row and one colour for the badges of a partner; those that stand alone share the last row. */
function lay(badges) {
  examples = badges;
  const tray = byId('badges');
  tray.replaceChildren();
  if (badges.length === 0) {
    const none = document.createElement('p');
    none.dataset.text = 'noBadges';
    none.textContent = text('noBadges');
    tray.append(none);
  }
  const rows = Object.groupBy(badges, ({ label }) => split(label).partner);
  const partners = Object.keys(rows).sort((one, other) => (one === '') - (other === ''));
  partners.forEach((partner, index) => {
    const row = document.createElement('div');
    row.className = 'row tone-' + (partner === '' ? TONES - 1 : index % (TONES - 1));
    const name = document.createElement('p');
    name.className = 'partner';
    name.setAttribute('aria-hidden', 'true');
    name.textContent = partner;
    row.append(name, ...rows[partner].map(badgeButton));
    tray.append(row);
  });
  showHand();
}

async function ask(path, options) {
  return fetch(path, { ...options, cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MILLIS_MAX) });
}

async function act(card, path, body, done) {
  try {
    const answer = await ask('/doors/' + card.dataset.door + path, {
      method: 'POST',
      headers: body ? { 'Content-Type': 'application/json' } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    const said = await answer.json();
    if (answer.ok) {
      show(said);
      say(card, done(said));
    } else {
      say(card, answer.status === 504 ? text('silent') : text('failed') + said.error);
    }
  } catch {
    say(card, text('gone'));
    showLink('reconnecting');
  }
}

function tap(card, reader) {
  if (inHand === null) {
    say(card, text('takeFirst'));
    return;
  }
  const label = inHand.label || text('typedBadge');
  act(card, '/tap', { badge: inHand.badge, reader }, (view) => {
    card.classList.remove('lit');
    void card.offsetWidth; // starts the light anew
    card.classList.add('lit');
    const outcome = view.lastOutcome === 'none' ? text('read') : text('outcome_' + view.lastOutcome);
    return label + ' · ' + outcome + ' · ' + new Date().toLocaleTimeString(language);
  });
}

async function poll() {
  try {
    if (examples === null) {
      lay(await (await ask('/badges')).json());
    }
    const answer = await ask('/doors');
    const views = await answer.json();
    views.forEach(show);
    showLink('connected');
  } catch {
    showLink('reconnecting');
  }
  setTimeout(poll, POLL_MILLIS);
}

for (const card of cards) {
  card.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) {
      return;
    }
    if (button.dataset.tap) {
      tap(card, button.dataset.tap);
    } else {
      const move = button.dataset.move;
      act(card, '/' + move, null, () => text('moved_' + move));
    }
  });
}

for (const button of document.querySelectorAll('[data-language]')) {
  button.addEventListener('click', () => {
    language = button.dataset.language;
    localStorage.setItem('language', language);
    speak();
  });
}

byId('typed').addEventListener('submit', (event) => {
  event.preventDefault();
  const number = byId('number').value.trim().toUpperCase();
  const right = /^[0-9A-F]{10}$/.test(number);
  byId('number').setAttribute('aria-invalid', String(!right));
  byId('number-rule').textContent = text(right ? 'numberTaken' : 'numberWrong');
  if (right) {
    inHand = { badge: number, label: '' };
    showHand();
  } else {
    byId('number').focus();
  }
});

byId('power').addEventListener('click', async () => {
  try {
    await ask('/power/cut', { method: 'POST' });
  } catch {
    // It may be gone before its answer came.
  }
  showLink('reconnecting');
});

speak();
poll();
