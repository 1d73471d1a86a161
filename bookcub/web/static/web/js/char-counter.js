/**
 * Says how many characters are left in a field, near the end: before that there is room to spare.
 *
 * @example <label for="t">Title</label> <input id="t" name="title">
 *          <char-counter for="t" max="255"><span class="field-counter">At most 255 characters</span></char-counter>
 */
import { locale, say } from "./words.js";

const NEAR = 200; // characters, or the last quarter of a short field

class CharCounter extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    this.words = this.querySelector(".field-counter");
    if (!this.field || !this.words) return;
    this.max = Number(this.getAttribute("max"));
    this.field.addEventListener("input", this.#count);
    this.#count();
  }

  disconnectedCallback() {
    this.field?.removeEventListener("input", this.#count);
  }

  /** Of a text with markup what is shown counts. */
  get #typed() {
    const typed = this.field.value;
    if (!this.field.closest("rich-text")) return typed;
    const parted = typed.replace(/<\/(p|div|li|h\d|blockquote|td|th)>|<br>/g, "$& ");
    return new DOMParser().parseFromString(parted, "text/html").body.textContent.replace(/\s+/g, " ").trim();
  }

  #count = () => {
    // As the server counts: code points, and a line break is one.
    const left = this.max - [...this.#typed].length;
    const over = left < 0;
    this.words.textContent = say(over ? "charsOver" : "charsLeft", { count: Math.abs(left).toLocaleString(locale) });
    this.words.classList.toggle("field-counter--over", over);
    this.words.classList.toggle("no-js-only", left > Math.min(this.max / 4, NEAR));
    if (left <= this.max / 10) this.words.setAttribute("role", "status");
    else this.words.removeAttribute("role");
  };
}
customElements.define("char-counter", CharCounter);
