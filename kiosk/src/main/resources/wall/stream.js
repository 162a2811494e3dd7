// Asks to be a screen and hears what it may show. Nothing here ever reloads the page.

const RETRY_MS = 5_000; // A stream that is silent for so long is opened anew, whatever the browser thinks of it.

const since = (moment) => performance.now() - moment;

export class Stream {
  #source = null;
  #heardAt = performance.now();
  #askedAt = -Infinity;
  #openedAt = -Infinity;
  #onState;
  #onRefused;

  constructor(onState, onRefused) {
    this.#onState = onState;
    this.#onRefused = onRefused;
  }

  silence() {
    return since(this.#heardAt);
  }

  // The cookie that proves this screen comes with the answer, so the stream is opened after it.
  async ask() {
    if (since(this.#askedAt) < RETRY_MS) {
      return;
    }
    this.#askedAt = performance.now();
    try {
      const answer = await fetch("/wall/pair", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: "{}",
      });
      if (!answer.ok) {
        this.#onRefused();
      }
    } catch {
      // The service is away. A screen that was paired before needs no more than its stream.
    }
    this.#open();
  }

  #open() {
    this.#source?.close();
    this.#openedAt = performance.now();
    this.#source = new EventSource("/wall/stream");
    this.#source.addEventListener("state", (event) => this.#hear(JSON.parse(event.data)));
  }

  #hear(state) {
    this.#heardAt = performance.now();
    if (state.screen === "unpaired" && !state.code) {
      this.ask();
    }
    this.#onState(state);
  }

  // To be called about once a second.
  check() {
    if (this.silence() > RETRY_MS && since(this.#openedAt) > RETRY_MS) {
      this.#open();
    }
  }
}
