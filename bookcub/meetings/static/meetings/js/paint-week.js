/**
 * A week of days and hours to choose times in: by drawing over its cells, by pressing one, or with the arrow keys (space
 * chooses, Shift with an arrow key draws, Page up and down change the week); Escape takes the last stroke back. Each chosen
 * cell stands in one of the fields of the list around it, which do the same without JavaScript; more are added as needed.
 * The list folds away, unless it is said to be wrong: its words are typed instead.
 *
 * @example <div data-times><paint-week data-now="2026-03-27T19:30" data-most="60" data-label="Week" data-earlier="Earlier"
 *   data-later="Later" data-time="Time {n}" data-told="Times chosen: {n}." data-undone="Taken back." data-full="No
 *   more fit."></paint-week><details open><summary>Type</summary><div class="time-rows"><div class="field"><label for="id_time_1">Time 1</label><input
 *   type="datetime-local" name="time_1" id="id_time_1"></div></div></details></div>
 */
import { locale } from "../../web/js/words.js";

const HOURS = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22];
const DAYS = 7;
const DAY = 24 * 60 * 60 * 1000;
const two = (number) => String(number).padStart(2, "0");

class PaintWeek extends HTMLElement {
  #first = 0; // the shown week's first day, as UTC midnight: only clocks on walls are meant here
  #cells = []; // [hour][day]
  #at = [10, 0]; // the cell that has the focus, or will: hour, day
  #stroke = null; // { from, before, isOn } while the pointer is down
  #undo = null; // what was chosen before the last stroke
  #voice = null;

  connectedCallback() {
    if (this.#voice) return;
    this.#first = Date.parse(`${this.dataset.now.slice(0, 10)}T00:00Z`);
    const bar = this.#make("div", "row row--apart");
    this.#caption = this.#make("p", "strong");
    bar.append(this.#turn("earlier", -1), this.#turn("later", 1));
    this.#table = this.#make("table", "week");
    this.#table.setAttribute("role", "grid");
    this.#table.setAttribute("aria-multiselectable", "true");
    this.#table.setAttribute("aria-label", this.dataset.label);
    this.#voice = this.#make("p", "visually-hidden");
    this.#voice.setAttribute("aria-live", "polite");
    this.#sum = this.#make("p", "soft small");
    this.append(this.#caption, bar, this.#table, this.#sum, this.#voice);
    const typed = this.closest("[data-times]").querySelector("details");
    if (typed) typed.open = "wrong" in typed.dataset;
    this.#table.addEventListener("pointerdown", this.#press);
    this.#table.addEventListener("keydown", this.#key);
    this.#list.addEventListener("input", () => this.#show());
    this.#draw();
  }

  #caption;
  #table;
  #sum;

  get #list() {
    return this.closest("[data-times]").querySelector(".time-rows");
  }

  get #fields() {
    return [...this.#list.querySelectorAll("input")];
  }

  /** The moments in the fields, as "2026-03-27T19:00". */
  get #chosen() {
    return new Set(this.#fields.map((field) => field.value.slice(0, 16)).filter(Boolean));
  }

  set #chosen(wanted) {
    const missing = new Set(wanted);
    for (const field of this.#fields) {
      const value = field.value.slice(0, 16);
      if (!missing.delete(value)) field.value = "";
    }
    for (const value of [...missing].sort()) {
      const field = this.#fields.find((each) => !each.value) ?? this.#another();
      if (field) field.value = value;
      else this.#voice.textContent = this.dataset.full;
    }
    this.#show();
  }

  /** One more field at the end of the list; none where it is long enough. */
  #another() {
    const last = this.#list.lastElementChild;
    const number = this.#fields.length + 1;
    if (number > Number(this.dataset.most)) return null;
    const row = last.cloneNode(true);
    row.classList.remove("field--wrong");
    for (const error of row.querySelectorAll(".field-error")) error.remove();
    const field = row.querySelector("input");
    field.value = "";
    field.removeAttribute("aria-describedby");
    field.removeAttribute("aria-invalid");
    for (const name of ["name", "id"]) field[name] = field[name].replace(/\d+$/, number);
    const label = row.querySelector("label");
    label.htmlFor = field.id;
    label.textContent = this.dataset.time.replace("{n}", number);
    last.after(row);
    return field;
  }

  #make(name, looks) {
    const made = document.createElement(name);
    made.className = looks;
    return made;
  }

  #turn(which, by) {
    const button = this.#make("button", "button button--quiet button--small");
    button.type = "button";
    button.toggleAttribute("data-back", by < 0);
    button.textContent = this.dataset[which];
    button.addEventListener("click", () => this.#move(by));
    return button;
  }

  #move(by) {
    if (by < 0 && this.#isFirst) return;
    this.#first += by * DAYS * DAY;
    this.#draw();
    this.#voice.textContent = this.#caption.textContent;
  }

  /** Before today there is nothing to choose. */
  get #isFirst() {
    return this.#first <= Date.parse(`${this.dataset.now.slice(0, 10)}T00:00Z`);
  }

  #draw() {
    // It keeps the focus of whoever has pressed it.
    this.querySelector("[data-back]").ariaDisabled = String(this.#isFirst);
    const words = (options) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
    const days = Array.from({ length: DAYS }, (_, day) => this.#first + day * DAY);
    const [short, long] = [words({ weekday: "short", day: "numeric" }), words({ weekday: "long", day: "numeric", month: "long" })];
    this.#caption.textContent = words({ day: "numeric", month: "long" }).formatRange(days[0], days.at(-1));
    const head = this.#make("thead", "");
    const titles = head.insertRow();
    titles.append(this.#make("td", ""));
    for (const day of days) titles.append(this.#heading("col", short.format(day)));
    const body = this.#make("tbody", "");
    this.#cells = HOURS.map((hour) => {
      const row = body.insertRow();
      const clock = `${two(hour)}:00`;
      row.append(this.#heading("row", clock));
      return days.map((day) => {
        const cell = row.insertCell();
        cell.setAttribute("role", "gridcell");
        cell.dataset.at = `${new Date(day).toISOString().slice(0, 10)}T${clock}`;
        cell.setAttribute("aria-label", `${long.format(day)}, ${clock}`);
        if (cell.dataset.at <= this.dataset.now) cell.setAttribute("aria-disabled", "true");
        cell.append(this.#make("span", "week-mark"));
        return cell;
      });
    });
    this.#table.replaceChildren(head, body);
    this.#show();
  }

  #heading(scope, words) {
    const heading = this.#make("th", "");
    heading.scope = scope;
    heading.textContent = words;
    return heading;
  }

  #show() {
    const chosen = this.#chosen;
    this.#sum.textContent = chosen.size ? this.#told(chosen) : "";
    this.#cells.forEach((row, hour) =>
      row.forEach((cell, day) => {
        cell.setAttribute("aria-selected", String(chosen.has(cell.dataset.at)));
        cell.tabIndex = hour === this.#at[0] && day === this.#at[1] ? 0 : -1;
      }),
    );
  }

  /** Choose all cells between two, or none of them, from what was chosen before. */
  #paint([hour, day], [toHour, toDay], isOn, before) {
    const wanted = new Set(before);
    const between = (one, other, at) => at >= Math.min(one, other) && at <= Math.max(one, other);
    this.#cells.forEach((row, atHour) =>
      row.forEach((cell, atDay) => {
        if (!between(hour, toHour, atHour) || !between(day, toDay, atDay) || cell.ariaDisabled) return;
        if (isOn) wanted.add(cell.dataset.at);
        else wanted.delete(cell.dataset.at);
      }),
    );
    this.#chosen = wanted;
  }

  #placeOf(cell) {
    const hour = this.#cells.findIndex((row) => row.includes(cell));
    return hour < 0 ? null : [hour, this.#cells[hour].indexOf(cell)];
  }

  #press = (event) => {
    const cell = event.target.closest("[role=gridcell]");
    // A finger that is not on a mark scrolls the page.
    const isOn = event.pointerType === "mouse" || event.target.matches(".week-mark");
    if (event.button !== 0 || !cell || !isOn) return;
    event.preventDefault();
    this.#table.dataset.drawn = ""; // the ring is for keys
    if (event.target.hasPointerCapture(event.pointerId)) event.target.releasePointerCapture(event.pointerId);
    const from = this.#placeOf(cell);
    this.#stroke = { from, before: this.#chosen, isOn: cell.ariaSelected !== "true" };
    this.#focus(from);
    this.#paint(from, from, this.#stroke.isOn, this.#stroke.before);
    document.addEventListener("pointermove", this.#carry);
    document.addEventListener("pointerup", this.#lift);
    document.addEventListener("pointercancel", this.#stop);
  };

  #carry = (event) => {
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest("[role=gridcell]");
    const to = cell && this.#placeOf(cell);
    if (to) this.#paint(this.#stroke.from, to, this.#stroke.isOn, this.#stroke.before);
  };

  #lift = () => {
    this.#undo = this.#stroke.before;
    this.#end();
    this.#tell();
  };

  #stop = () => {
    this.#chosen = this.#stroke.before;
    this.#end();
  };

  #end() {
    this.#stroke = null;
    document.removeEventListener("pointermove", this.#carry);
    document.removeEventListener("pointerup", this.#lift);
    document.removeEventListener("pointercancel", this.#stop);
  }

  #focus(place) {
    this.#at = place;
    this.#show();
    this.#cells[place[0]][place[1]].focus();
  }

  #key = (event) => {
    delete this.#table.dataset.drawn;
    const [hour, day] = this.#at;
    const cell = this.#cells[hour][day];
    if (event.key === "Escape") {
      const before = this.#stroke?.before ?? this.#undo;
      if (!before) return;
      event.preventDefault();
      if (this.#stroke) this.#end();
      this.#chosen = before;
      this.#undo = null;
      this.#voice.textContent = this.dataset.undone;
      return;
    }
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      this.#undo = this.#chosen;
      this.#paint(this.#at, this.#at, cell.ariaSelected !== "true", this.#undo);
      this.#tell();
      return;
    }
    const pages = { PageUp: -1, PageDown: 1 }[event.key];
    if (pages) {
      event.preventDefault();
      this.#move(pages);
      this.#focus(this.#at);
      return;
    }
    const rtl = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const [down, on] = {
      ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, rtl], ArrowLeft: [0, -rtl], Home: [0, -day], End: [0, DAYS - 1 - day],
    }[event.key] ?? [];
    if (down === undefined) return;
    event.preventDefault();
    const to = [Math.min(Math.max(hour + down, 0), HOURS.length - 1), Math.min(Math.max(day + on, 0), DAYS - 1)];
    if (event.shiftKey) {
      const before = this.#chosen;
      this.#undo ??= before;
      this.#paint(this.#at, to, true, before);
      this.#tell();
    } else {
      this.#undo = null;
    }
    this.#focus(to);
  };

  #tell() {
    this.#voice.textContent = this.#told(this.#chosen);
  }

  #told(chosen) {
    return this.dataset.told.replace("{n}", chosen.size);
  }
}
customElements.define("paint-week", PaintWeek);
