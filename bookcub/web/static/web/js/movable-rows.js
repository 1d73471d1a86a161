/**
 * What is common to lists whose rows are put in order by dragging or with the arrow keys on a row's handle. An element
 * says which rows those are (`list`, `movable`), what they are called (`name`), how a handle looks, and in `number`
 * writes the order into the fields that do the same without JavaScript.
 *
 * @example class ShelfOrder extends MovableRows { list = ".shelf"; handleLooks = "handle"; name(row) {…} number() {…} }
 */
import { say } from "./words.js";

const GRIP = '<svg class="icon icon--grip" viewBox="0 0 24 24" aria-hidden="true"><path d="M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01"/></svg>';

export class MovableRows extends HTMLElement {
  #voice = null;
  #lifted = null;

  connectedCallback() {
    if (this.dataset.ready !== undefined) return;
    this.#voice = document.createElement("p");
    this.#voice.className = "visually-hidden";
    this.#voice.setAttribute("aria-live", "assertive");
    this.append(this.#voice);
    for (const row of this.rows) this.equip(row);
    this.dataset.ready = "";
    this.number();
  }

  get rows() {
    return [...this.querySelector(this.list).children];
  }

  /** The rows that have a place in the order; they stand before all others. */
  get movable() {
    return this.rows;
  }

  equip(row) {
    const handle = this.button(this.handleLooks, say("rowHandle", { name: this.name(row) }));
    handle.innerHTML = GRIP;
    handle.addEventListener("keydown", (event) => this.#key(event, row));
    handle.addEventListener("pointerdown", (event) => this.#lift(event, row, handle));
    row.prepend(handle);
  }

  button(looks, label) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = looks;
    button.setAttribute("aria-label", label);
    return button;
  }

  settle(row, words = this.#place(row)) {
    this.number();
    this.#voice.textContent = words;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #place(row) {
    const rows = this.movable;
    return say("rowMoved", { name: this.name(row), place: rows.indexOf(row) + 1, count: rows.length });
  }

  #key(event, row) {
    const rows = this.movable;
    const at = rows.indexOf(row);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0 || to >= rows.length || to === at) return;
    rows[to][to < at ? "before" : "after"](row);
    this.settle(row);
    event.currentTarget.focus();
  }

  #lift(event, row, handle) {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    this.#lifted = row;
    row.dataset.lifted = "";
    const drop = () => {
      handle.removeEventListener("pointermove", this.#carry);
      delete row.dataset.lifted;
      this.#lifted = null;
      this.settle(row);
    };
    handle.addEventListener("pointermove", this.#carry);
    handle.addEventListener("lostpointercapture", drop, { once: true });
  }

  #carry = (event) => {
    const row = this.#lifted;
    const rows = this.movable;
    const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
    // The others move around the lifted row: moving it would end the pointer's capture.
    for (let other; rows.includes((other = row.previousElementSibling)) && event.clientY < middle(other);) row.after(other);
    for (let other; rows.includes((other = row.nextElementSibling)) && event.clientY > middle(other);) row.before(other);
  };
}
