/**
 * Lets a textarea grow with its text where CSS `field-sizing` cannot, and one that has the focus at once begin after its
 * text: browsers begin before it.
 *
 * @example <auto-grow><textarea name="text" rows="4"></textarea></auto-grow>
 */
class AutoGrow extends HTMLElement {
  connectedCallback() {
    const box = this.querySelector("textarea");
    if (box?.autofocus) box.setSelectionRange(box.value.length, box.value.length);
    if (CSS.supports("field-sizing", "content")) return;
    this.addEventListener("input", this.#fit);
    this.#fit();
  }

  #fit = () => {
    const box = this.querySelector("textarea");
    if (!box) return;
    box.style.blockSize = "auto";
    box.style.blockSize = `${Math.min(box.scrollHeight + 4, window.innerHeight * 0.7)}px`;
  };
}
customElements.define("auto-grow", AutoGrow);
