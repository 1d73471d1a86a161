/**
 * Says how many characters are left in a field; aloud only near the end.
 *
 * @example <label for="t">Title</label> <input id="t" name="title">
 *          <char-counter for="t" max="255"><span class="field-counter">At most 255 characters</span></char-counter>
 */
import { locale, say } from "./words.js";

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

  #count = () => {
    // As the server counts: code points, and a line break is one.
    const left = this.max - [...this.field.value].length;
    const over = left < 0;
    this.words.textContent = say(over ? "charsOver" : "charsLeft", { count: Math.abs(left).toLocaleString(locale) });
    this.words.classList.toggle("field-counter--over", over);
    if (left <= this.max / 10) this.words.setAttribute("role", "status");
    else this.words.removeAttribute("role");
  };
}
customElements.define("char-counter", CharCounter);
