/**
 * A button that copies what stands in the field beside it. Without JavaScript the field can be marked and copied by hand.
 *
 * @example <copy-line><label for="a">Address</label><input id="a" value="https://…" readonly><button type="button">
 *   <span>Copy</span></button><span class="visually-hidden" aria-live="polite"></span></copy-line>
 */
import { say } from "./words.js";

class CopyLine extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.button = this.querySelector("button");
    this.voice = this.querySelector("[aria-live]");
    this.button?.addEventListener("click", this.#copy);
    this.field?.addEventListener("focus", this.#mark);
  }

  disconnectedCallback() {
    this.button?.removeEventListener("click", this.#copy);
    this.field?.removeEventListener("focus", this.#mark);
  }

  #mark = () => this.field.select();

  #copy = async () => {
    try {
      await navigator.clipboard.writeText(this.field.value);
    } catch {
      // No clipboard on plain http: marking it and the old command still work there.
      this.field.select();
      if (!document.execCommand("copy")) return;
      this.button.focus();
    }
    this.#tell();
  };

  #tell() {
    const label = this.button.querySelector("span");
    label.textContent = say("copied");
    if (this.voice) this.voice.textContent = say("copied");
    setTimeout(() => { label.textContent = say("copy"); }, 3000);
  }
}
customElements.define("copy-line", CopyLine);
