/**
 * Says beside “The work is complete” how many chapters there will be, and takes the tick away where some are left out:
 * whoever sets it again means it. The server does the same with a tick that is about more chapters than are sent.
 *
 * @example <complete-tick><input id="c" type="checkbox" name="is_complete" value="3" checked>
 *            <label for="c">The work is complete: 3/3</label></complete-tick>
 */
const ADDS = "input[data-adds]";

class CompleteTick extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("input[type=checkbox]");
    this.label = this.querySelector("label");
    this.form = this.closest("form");
    if (!this.box || !this.label || !this.form) return;
    const shown = Number(/\d+(?=\/)/.exec(this.label.textContent)?.[0]);
    this.others = shown - [...this.form.querySelectorAll(ADDS)].filter((tick) => tick.defaultChecked).length;
    this.about = this.box.defaultChecked ? shown : 0;
    this.isTaken = false;
    this.form.addEventListener("change", this.#changed);
    // A browser that comes back to the page sets its ticks as they were.
    addEventListener("pageshow", this.#count);
  }

  disconnectedCallback() {
    this.form?.removeEventListener("change", this.#changed);
    removeEventListener("pageshow", this.#count);
  }

  #changed = (event) => {
    if (event.target === this.box) {
      this.box.value = "yes";
      this.about = 0;
      this.isTaken = false;
    }
    if (event.target.matches(ADDS)) this.#count();
  };

  #count = () => {
    const total = this.others + this.form.querySelectorAll(`${ADDS}:checked`).length;
    for (const node of this.label.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace(/\d+\/\d+/, `${total}/${total}`);
    }
    const isShort = total < this.about;
    if (isShort === this.isTaken || (isShort && !this.box.checked)) return;
    this.isTaken = isShort;
    this.box.checked = !isShort;
  };
}
customElements.define("complete-tick", CompleteTick);
