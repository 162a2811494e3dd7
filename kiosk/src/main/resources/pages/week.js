// The week editor as a grid to paint with pointer or keys. The rows of time fields stay what is sent: the grid reads them
// and writes them, to the minute, so nothing is lost that does not fall on a half hour.

const HOUR = 60;
const DAY = 24 * HOUR;
const STEP = 30;
const CELLS = DAY / STEP;
const TIME = /^([01]?\d|2[0-4])(?:[:.]?([0-5]\d))?$/;

function minuteOf(text) {
  const match = TIME.exec(text.trim());
  const minute = match ? Number(match[1]) * HOUR + Number(match[2] ?? 0) : DAY + 1;
  return minute <= DAY ? minute : null;
}

function clock(minute) {
  return `${String(Math.floor(minute / HOUR)).padStart(2, "0")}:${String(minute % HOUR).padStart(2, "0")}`;
}

function made(tag, attributes, parent) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  parent?.append(element);
  return element;
}

// A day's rows in the form.
class Rows {
  constructor(day) {
    this.day = day;
    this.name = day.getAttribute("aria-label");
    this.place = day.querySelector(".rows");
    this.pattern = this.place.querySelector(".row").cloneNode(true);
  }

  minutes() {
    const open = new Uint8Array(DAY);
    for (const row of this.place.querySelectorAll(".row")) {
      const [from, until] = [...row.querySelectorAll("input")].map((field) => minuteOf(field.value));
      if (from !== null && until !== null) {
        open.fill(1, from, until === 0 ? DAY : until);
      }
    }
    return open;
  }

  stretches(open) {
    const found = [];
    for (let minute = 0; minute < DAY; minute++) {
      if (open[minute] && !open[minute - 1]) {
        found.push([minute, DAY]);
      }
      if (!open[minute] && open[minute - 1]) {
        found.at(-1)[1] = minute;
      }
    }
    return found;
  }

  write(open) {
    const stretches = this.stretches(open);
    this.place.replaceChildren();
    stretches.forEach(([from, until]) => this.add(clock(from), clock(until)));
    if (stretches.length === 0) {
      this.add("", "");
    }
  }

  add(from, until) {
    const row = this.pattern.cloneNode(true);
    const fields = row.querySelectorAll("input");
    fields[0].value = from;
    fields[1].value = until;
    this.place.append(row);
    this.number();
    return fields[0];
  }

  drop(row) {
    row.remove();
    if (!this.place.querySelector(".row")) {
      this.add("", "");
    }
    this.number();
  }

  number() {
    [...this.place.querySelectorAll(".row button")].forEach((button, row) => {
      button.value = button.value.replace(/\d+$/, row);
    });
  }
}

class Week {
  constructor(part) {
    this.part = part;
    this.rows = [...part.querySelectorAll("[data-day]")].map((day) => new Rows(day));
    this.at = { day: 0, cell: 0 };
    this.anchor = null;
    this.draw();
    this.show();
    part.addEventListener("input", () => this.show());
    part.addEventListener("click", (event) => this.press(event));
  }

  draw() {
    const hint = `${this.part.dataset.week}-grid-hint`;
    this.box = made("div", { class: "painted" });
    made("p", { class: "quiet small", id: hint }, this.box).textContent = this.part.dataset.hint;
    const scale = made("div", { class: "scale", "aria-hidden": "true" }, this.box);
    for (let hour = 0; hour <= 24; hour += 3) {
      made("span", {}, scale).textContent = hour;
    }
    this.grid = made(
      "div",
      {
        class: "grid",
        role: "grid",
        "aria-label": this.part.dataset.name,
        "aria-describedby": hint,
        "aria-multiselectable": "true",
      },
      this.box,
    );
    this.cells = this.rows.map((rows, day) => {
      const line = made("div", { class: "line", role: "row" }, this.grid);
      made("div", { class: "of", role: "rowheader" }, line).textContent = rows.name;
      return Array.from({ length: CELLS }, (_, cell) => {
        const label = `${rows.name} ${clock(cell * STEP)}–${clock((cell + 1) * STEP)}`;
        return made(
          "div",
          { class: "cell", role: "gridcell", tabindex: "-1", "aria-label": label, "data-at": `${day} ${cell}` },
          line,
        );
      });
    });
    this.said = made("p", { class: "unseen", role: "status" }, this.box);
    this.part.querySelector(".days").before(this.box);
    this.grid.addEventListener("keydown", (event) => this.key(event));
    this.grid.addEventListener("pointerdown", (event) => this.paint(event));
  }

  // Takes over what the rows say.
  show() {
    this.rows.forEach((rows, day) => {
      const open = rows.minutes();
      this.cells[day].forEach((cell, i) => {
        const within = open.subarray(i * STEP, (i + 1) * STEP).reduce((sum, one) => sum + one, 0);
        cell.setAttribute("aria-selected", String(within > 0));
        cell.classList.toggle("part", within > 0 && within < STEP);
      });
    });
    this.focusable();
  }

  focusable() {
    this.grid.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    this.cells[this.at.day][this.at.cell].setAttribute("tabindex", "0");
  }

  isOpen({ day, cell }) {
    return this.cells[day][cell].getAttribute("aria-selected") === "true";
  }

  // Makes everything between two cells open or shut, upon what was there before.
  fill(before, one, other, open) {
    const [firstDay, lastDay] = [one.day, other.day].sort((a, b) => a - b);
    const [first, last] = [one.cell, other.cell].sort((a, b) => a - b);
    this.rows.forEach((rows, day) => {
      const minutes = before[day].slice();
      if (day >= firstDay && day <= lastDay) {
        minutes.fill(open ? 1 : 0, first * STEP, (last + 1) * STEP);
      }
      rows.write(minutes);
    });
    this.show();
    const rows = this.rows[other.day];
    const stretches = rows.stretches(rows.minutes()).map(([from, until]) => `${clock(from)}–${clock(until)}`);
    this.said.textContent = `${rows.name}: ${stretches.join(", ") || this.part.dataset.shut}`;
  }

  snapshot() {
    return this.rows.map((rows) => rows.minutes());
  }

  key(event) {
    const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    const edges = { Home: 0, End: CELLS - 1 };
    if (event.key === " " || event.key === "Enter") {
      this.anchor = null;
      this.fill(this.snapshot(), this.at, this.at, !this.isOpen(this.at));
    } else if (event.key in steps || event.key in edges) {
      const [days, cells] = steps[event.key] ?? [0, 0];
      const from = this.at;
      this.at = {
        day: Math.min(Math.max(from.day + days, 0), this.rows.length - 1),
        cell: Math.min(Math.max(edges[event.key] ?? from.cell + cells, 0), CELLS - 1),
      };
      if (event.shiftKey) {
        this.anchor ??= { at: from, open: this.isOpen(from), before: this.snapshot() };
        this.fill(this.anchor.before, this.anchor.at, this.at, this.anchor.open);
      } else {
        this.anchor = null;
      }
      this.focusable();
      this.cells[this.at.day][this.at.cell].focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  paint(event) {
    const start = this.under(event);
    if (!start || event.button !== 0) {
      return;
    }
    const before = this.snapshot();
    const open = !this.isOpen(start);
    const moved = (now) => {
      this.at = this.under(now) ?? this.at;
      this.fill(before, start, this.at, open);
    };
    const done = () => {
      this.grid.removeEventListener("pointermove", moved);
      removeEventListener("pointerup", done);
      removeEventListener("pointercancel", done);
      this.cells[this.at.day][this.at.cell].focus();
    };
    this.grid.addEventListener("pointermove", moved);
    addEventListener("pointerup", done);
    addEventListener("pointercancel", done);
    moved(event);
  }

  under(event) {
    const at = document.elementFromPoint(event.clientX, event.clientY)?.dataset?.at;
    if (!at || !this.grid.contains(document.elementFromPoint(event.clientX, event.clientY))) {
      return null;
    }
    const [day, cell] = at.split(" ").map(Number);
    return { day, cell };
  }

  // The buttons of the rows, without asking the service.
  press(event) {
    const button = event.target.closest("button[name='act']");
    const rows = this.rows.find((one) => one.day === button?.closest("[data-day]"));
    if (!rows) {
      return;
    }
    event.preventDefault();
    if (button.value.startsWith("add-")) {
      rows.add("", "").focus();
    } else if (button.value.startsWith("copy-")) {
      rows.write(this.rows[this.rows.indexOf(rows) - 1].minutes());
      this.show();
    } else {
      rows.drop(button.closest(".row"));
      this.show();
      rows.place.querySelector("input").focus();
    }
  }
}

document.querySelectorAll("[data-week]").forEach((part) => new Week(part));
