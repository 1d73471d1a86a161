/**
 * Keeps what was typed into a review when its page is left by a link, the way back or a closed tab. The form's own buttons
 * send it anyway, so without JavaScript the ways that the form offers keep it too.
 *
 * @example <kept-review><form method="post"><input name="title"><button name="do" value="save">Save</button></form></kept-review>
 */
const differs = (field) =>
  field.matches("[type=checkbox], [type=radio]") ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;

class KeptReview extends HTMLElement {
  #isChanged = false;

  connectedCallback() {
    this.form = this.querySelector("form");
    // Whoever is quicker than this script has changed something before it was there.
    this.#isChanged = [...this.querySelectorAll("input")].some(differs);
    this.addEventListener("input", this.#changed);
    this.addEventListener("change", this.#changed);
    this.addEventListener("submit", this.#sent);
    window.addEventListener("pagehide", this.#keep);
    document.addEventListener("visibilitychange", this.#hidden);
  }

  disconnectedCallback() {
    window.removeEventListener("pagehide", this.#keep);
    document.removeEventListener("visibilitychange", this.#hidden);
  }

  #changed = () => {
    this.#isChanged = true;
  };

  #sent = () => {
    this.#isChanged = false;
  };

  #hidden = () => {
    if (document.visibilityState === "hidden") this.#keep();
  };

  #keep = () => {
    if (!this.form || !this.#isChanged) return;
    const typed = new FormData(this.form);
    typed.set("do", "keep");
    if (navigator.sendBeacon(this.form.action, typed)) this.#isChanged = false;
  };
}
customElements.define("kept-review", KeptReview);
