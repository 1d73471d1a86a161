/**
 * Rows to be put in order by dragging or with the arrow keys on a row's handle; the number fields, which
 * do the same without JavaScript, follow.
 *
 * @example <sort-list aria-label="Chapters"><ol class="sort-list-rows">
 *   <li class="sort-list-row"><label class="sort-list-number"><input type="number" name="chapter-7" value="1"></label>
 *   <span class="sort-list-name">Salt</span></li></ol></sort-list>
 */
const GRIP = '<svg class="icon icon--grip" viewBox="0 0 24 24" aria-hidden="true"><path d="M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01"/></svg>';

class SortList extends HTMLElement {
  #lifted = null;

  connectedCallback() {
    if (this.dataset.ready !== undefined) return;
    this.list = this.querySelector(".sort-list-rows");
    this.voice = document.createElement("p");
    this.voice.className = "visually-hidden";
    this.voice.setAttribute("aria-live", "assertive");
    this.append(this.voice);
    for (const row of this.rows) this.#equip(row);
    this.dataset.ready = "";
  }

  get rows() {
    return [...this.list.children];
  }

  #equip(row) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "sort-list-handle";
    handle.innerHTML = GRIP;
    handle.setAttribute("aria-label", `Move ${this.#name(row)}: arrow keys, Home and End`);
    handle.addEventListener("keydown", (event) => this.#key(event, row));
    handle.addEventListener("pointerdown", (event) => this.#lift(event, row, handle));
    row.prepend(handle);
    const input = row.querySelector("input");
    input.tabIndex = -1;
    input.parentElement.setAttribute("aria-hidden", "true");
  }

  #name(row) {
    const name = row.querySelector(".sort-list-name").firstChild;
    return name.textContent.trim();
  }

  #key(event, row) {
    const rows = this.rows;
    const at = rows.indexOf(row);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0 || to >= rows.length || to === at) return;
    rows[to][to < at ? "before" : "after"](row);
    this.#settle(row);
    event.currentTarget.focus();
  }

  #lift(event, row, handle) {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    this.#lifted = row;
    row.dataset.lifted = "";
    const drop = () => {
      handle.removeEventListener("pointermove", this.#carry);
      delete row.dataset.lifted;
      this.#lifted = null;
      this.#settle(row);
    };
    handle.addEventListener("pointermove", this.#carry);
    handle.addEventListener("lostpointercapture", drop, { once: true });
  }

  #carry = (event) => {
    const row = this.#lifted;
    const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
    // The others move around the lifted row: moving it would end the pointer's capture.
    for (let other; (other = row.previousElementSibling) && event.clientY < middle(other);) row.after(other);
    for (let other; (other = row.nextElementSibling) && event.clientY > middle(other);) row.before(other);
  };

  #settle(row) {
    const rows = this.rows;
    rows.forEach((each, index) => { each.querySelector("input").value = index + 1; });
    this.voice.textContent = `${this.#name(row)} is now number ${rows.indexOf(row) + 1} of ${rows.length}.`;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
customElements.define("sort-list", SortList);
