/**
 * Asks before a page with unsent words is left.
 *
 * @example <confirm-leave><form method="post"><textarea name="text"></textarea><button>Send</button></form></confirm-leave>
 */
class ConfirmLeave extends HTMLElement {
  #dirty = false;

  connectedCallback() {
    this.addEventListener("input", this.#soil);
    this.addEventListener("change", this.#soil); // rows that are moved
    this.addEventListener("submit", this.#clean);
    this.addEventListener("bookcub:saved", this.#clean);
    window.addEventListener("beforeunload", this.#ask);
  }

  disconnectedCallback() {
    window.removeEventListener("beforeunload", this.#ask);
  }

  #soil = () => { this.#dirty = true; };
  #clean = () => { this.#dirty = false; };
  #ask = (event) => { if (this.#dirty) event.preventDefault(); };
}
customElements.define("confirm-leave", ConfirmLeave);
