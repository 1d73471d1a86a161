/**
 * A ballot to be put in order by dragging, with the arrow keys on a row's handle, or by buttons; what is taken off stands
 * below, dashed. The number selects, which do the same without JavaScript, follow.
 *
 * @example <ranked-ballot><ol class="ballot ballot--ranked"><li class="ballot-row">
 *   <label class="ballot-name" for="id_rank-1">Salt</label><select name="rank-1" id="id_rank-1"><option value="">–</option>
 *   <option value="1">1</option></select></li></ol></ranked-ballot>
 */
const GRIP = '<svg class="icon icon--grip" viewBox="0 0 24 24" aria-hidden="true"><path d="M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01"/></svg>';

class RankedBallot extends HTMLElement {
  #lifted = null;

  connectedCallback() {
    if (this.dataset.ready !== undefined) return;
    this.list = this.querySelector(".ballot--ranked");
    this.voice = document.createElement("p");
    this.voice.className = "visually-hidden";
    this.voice.setAttribute("aria-live", "assertive");
    this.append(this.voice);
    for (const row of this.rows) this.#equip(row);
    this.dataset.ready = "";
    this.#settle();
  }

  get rows() {
    return [...this.list.children];
  }

  get ranked() {
    return this.rows.filter((row) => row.dataset.off === undefined);
  }

  #equip(row) {
    const select = row.querySelector("select");
    select.hidden = true;
    row.toggleAttribute("data-off", !select.value);
    const name = this.#name(row);
    const place = document.createElement("span");
    place.className = "ballot-place";
    const handle = this.#button("button button--quiet button--small ballot-handle", `Move ${name}: arrow keys, Home and End`);
    handle.innerHTML = GRIP;
    handle.addEventListener("keydown", (event) => this.#key(event, row));
    handle.addEventListener("pointerdown", (event) => this.#lift(event, row, handle));
    const toggle = this.#button("button button--quiet button--small ballot-toggle", "");
    toggle.addEventListener("click", () => this.#turn(row));
    row.prepend(handle, place);
    row.append(toggle);
    // The label names a select that nobody sees now; the words stay.
    row.querySelector("label").removeAttribute("for");
  }

  #button(looks, label) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = looks;
    if (label) button.setAttribute("aria-label", label);
    return button;
  }

  #name(row) {
    return row.querySelector(".ballot-name").textContent.trim();
  }

  #turn(row) {
    const isOff = row.toggleAttribute("data-off");
    const last = this.ranked.filter((each) => each !== row).at(-1);
    if (isOff) this.list.append(row);
    else if (last) last.after(row);
    else this.list.prepend(row);
    this.#settle();
    this.voice.textContent = isOff ? `${this.#name(row)} is off your ballot.` : this.#said(row);
    row.querySelector(".ballot-toggle").focus();
  }

  #key(event, row) {
    const ranked = this.ranked;
    const at = ranked.indexOf(row);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: ranked.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0 || to >= ranked.length || to === at) return;
    ranked[to][to < at ? "before" : "after"](row);
    this.#settle();
    this.voice.textContent = this.#said(row);
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
      this.#settle();
      this.voice.textContent = this.#said(row);
    };
    handle.addEventListener("pointermove", this.#carry);
    handle.addEventListener("lostpointercapture", drop, { once: true });
  }

  #carry = (event) => {
    const row = this.#lifted;
    const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
    const isOn = (other) => other && other.dataset.off === undefined;
    // The others move around the lifted row: moving it would end the pointer's capture.
    for (let other; isOn((other = row.previousElementSibling)) && event.clientY < middle(other);) row.after(other);
    for (let other; isOn((other = row.nextElementSibling)) && event.clientY > middle(other);) row.before(other);
  };

  #settle() {
    let place = 0;
    for (const row of this.rows) {
      const isOff = row.dataset.off !== undefined;
      place += isOff ? 0 : 1;
      row.querySelector("select").value = isOff ? "" : String(place);
      row.querySelector(".ballot-place").textContent = isOff ? "" : String(place);
      const toggle = row.querySelector(".ballot-toggle");
      toggle.textContent = isOff ? "Add" : "Take off";
      toggle.setAttribute("aria-label", `${isOff ? "Add" : "Take off"}: ${this.#name(row)}`);
    }
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #said(row) {
    const ranked = this.ranked;
    return `${this.#name(row)} is now number ${ranked.indexOf(row) + 1} of ${ranked.length}.`;
  }
}
customElements.define("ranked-ballot", RankedBallot);
