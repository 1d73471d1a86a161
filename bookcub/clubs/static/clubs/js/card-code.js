/**
 * Puts the code of a card, which stands behind the "#" of the address that its square holds, into the field inside, and
 * takes it out of the address. Without JavaScript it is typed from the card.
 *
 * @example <card-code><input name="code"></card-code>
 */
class CardCode extends HTMLElement {
  connectedCallback() {
    const code = decodeURIComponent(location.hash.slice(1));
    const field = this.querySelector("input:not([type=hidden])");
    if (!/^[A-Za-z0-9-]{12,20}$/.test(code) || field.value) return;
    field.value = code;
    history.replaceState(history.state, "", location.pathname + location.search);
  }
}
customElements.define("card-code", CardCode);
