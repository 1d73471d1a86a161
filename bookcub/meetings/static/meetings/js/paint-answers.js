/**
 * Times with yes, if need be and no: a stroke over the marks gives all the rows it crosses the answer in which it began.
 * Shift with an arrow key carries a mark's answer to the next row, two buttons answer all rows, Escape takes the last
 * stroke back. Each mark stays an ordinary radio button.
 *
 * @example <paint-answers data-painted="“{answer}” for times marked: {n}. Press Escape to take it back."
 *   data-undone="Taken back."><p class="row js-only"><button type="button" data-all="yes">All possible</button></p>
 *   <table><thead><tr><th>Time</th><th>Yes</th></tr></thead><tbody><tr><th>19:30</th><td><label>
 *   <input type="radio" name="slot-1" value="yes"></label></td></tr></tbody></table></paint-answers>
 */
class PaintAnswers extends HTMLElement {
  #voice = null;
  #stroke = null; // { answer, from, before } while the pointer is down
  #undo = null; // the marks before the last stroke

  connectedCallback() {
    if (this.#voice) return;
    this.#voice = document.createElement("p");
    this.#voice.className = "visually-hidden";
    this.#voice.setAttribute("aria-live", "polite");
    this.append(this.#voice);
    this.addEventListener("pointerdown", this.#press);
    this.addEventListener("keydown", this.#key);
    this.addEventListener("change", this.#answer);
    for (const button of this.querySelectorAll("[data-all]")) {
      button.addEventListener("click", () => this.#paintAll(button.dataset.all));
    }
  }

  /** The rows that can still be answered. */
  get #rows() {
    return [...this.querySelectorAll("tbody tr:not(.answers-over)")].filter((row) => row.querySelector("[type=radio]"));
  }

  #mark(row, answer) {
    return row.querySelector(`[type=radio][value="${answer}"]`);
  }

  get #chosen() {
    return new Set(this.querySelectorAll("[type=radio]:checked"));
  }

  set #chosen(marks) {
    for (const mark of this.querySelectorAll("[type=radio]")) mark.checked = marks.has(mark);
  }

  #press = (event) => {
    const cell = event.target.closest("td");
    const row = cell?.closest("tr");
    // A finger that is not on a mark scrolls the page.
    const isOn = event.pointerType === "mouse" || event.target.matches("[type=radio]");
    if (event.button !== 0 || !isOn || !this.#rows.includes(row)) return;
    this.#stroke = { answer: cell.querySelector("[type=radio]").value, from: row, before: this.#chosen, rows: 1 };
    if (event.target.hasPointerCapture?.(event.pointerId)) event.target.releasePointerCapture(event.pointerId);
    document.addEventListener("pointermove", this.#move);
    document.addEventListener("pointerup", this.#lift);
    document.addEventListener("pointercancel", this.#stop);
    document.addEventListener("keydown", this.#escape, true);
  };

  #move = (event) => {
    const { answer, from, before } = this.#stroke;
    const rows = this.#rows;
    const at = rows.indexOf(from);
    const to = this.#rowAt(rows, event.clientY);
    if (to === at && this.#stroke.rows === 1) return;
    event.preventDefault();
    getSelection().removeAllRanges();
    this.#chosen = before;
    const crossed = rows.slice(Math.min(at, to), Math.max(at, to) + 1);
    for (const row of crossed) this.#mark(row, answer).checked = true;
    this.#stroke.rows = crossed.length;
    this.#stroke.isPainted = true;
  };

  /** The row at this height; the first or the last beyond them. */
  #rowAt(rows, y) {
    const found = rows.findLastIndex((row) => row.getBoundingClientRect().top <= y);
    return Math.max(found, 0);
  }

  #lift = () => {
    const { answer, from, before, isPainted, rows } = this.#stroke;
    this.#end();
    if (!isPainted) return;
    this.#undo = before;
    this.#mark(from, answer).focus({ preventScroll: true });
    this.#tell(answer, rows);
  };

  /** The page scrolls, or something came between. */
  #stop = () => {
    if (this.#stroke.isPainted) this.#chosen = this.#stroke.before;
    this.#end();
  };

  #escape = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.#stop();
    this.#say(this.dataset.undone);
  };

  #end() {
    this.#stroke = null;
    document.removeEventListener("pointermove", this.#move);
    document.removeEventListener("pointerup", this.#lift);
    document.removeEventListener("pointercancel", this.#stop);
    document.removeEventListener("keydown", this.#escape, true);
  }

  #key = (event) => {
    if (event.key === "Escape" && this.#undo) {
      event.preventDefault();
      this.#chosen = this.#undo;
      this.#undo = null;
      this.#say(this.dataset.undone);
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.shiftKey || !event.target.matches("[type=radio]")) return;
    event.preventDefault();
    const rows = this.#rows;
    const from = rows.indexOf(event.target.closest("tr"));
    const to = rows[from + step];
    if (from < 0 || !to) return;
    const answer = event.target.value;
    this.#undo ??= this.#chosen;
    event.target.checked = true;
    const mark = this.#mark(to, answer);
    mark.checked = true;
    mark.focus();
  };

  #answer = () => {
    this.#undo = null;
  };

  #paintAll(answer) {
    this.#undo = this.#chosen;
    const rows = this.#rows;
    for (const row of rows) this.#mark(row, answer).checked = true;
    this.#tell(answer, rows.length);
  }

  #tell(answer, n) {
    const words = this.dataset[answer];
    this.#say(this.dataset.painted.replace("{answer}", () => words).replace("{n}", n));
  }

  #say(words) {
    this.#voice.textContent = words;
  }
}
customElements.define("paint-answers", PaintAnswers);
