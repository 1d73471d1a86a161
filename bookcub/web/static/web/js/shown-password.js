/**
 * A button that shows what is typed into the password field beside it, until it is pressed again or the form is sent.
 *
 * @example <shown-password><input type="password"><button type="button" aria-pressed="false">Show</button></shown-password>
 */
class ShownPassword extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input");
    this.button = this.querySelector("button");
    this.button?.addEventListener("click", this.#turn);
    this.field?.form?.addEventListener("submit", this.#hide);
  }

  disconnectedCallback() {
    this.button?.removeEventListener("click", this.#turn);
    this.field?.form?.removeEventListener("submit", this.#hide);
  }

  #turn = () => this.#show(this.field.type === "password");

  // A browser keeps what was sent from a field of this type alone.
  #hide = () => this.#show(false);

  #show(shown) {
    this.field.type = shown ? "text" : "password";
    this.button.setAttribute("aria-pressed", String(shown));
  }
}
customElements.define("shown-password", ShownPassword);
