/**
 * A button that opens the browser's printing; an address that ends in #print opens it at once. Without JavaScript there
 * is no button, and the browser's own menu does the same.
 *
 * @example <print-page hidden><button type="button">Print</button></print-page>
 */
class PrintPage extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.button = this.querySelector("button");
    this.button.addEventListener("click", this.#print);
    // On paper a face that has not come yet would stay away.
    if (location.hash === "#print") document.fonts.ready.then(this.#print);
  }

  disconnectedCallback() {
    this.button.removeEventListener("click", this.#print);
  }

  #print = () => print();
}
customElements.define("print-page", PrintPage);
