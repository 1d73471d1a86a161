/**
 * A ballot to be put in order by dragging, with the arrow keys on a row's handle, or by buttons; what is taken off stands
 * below, dashed. The number selects, which do the same without JavaScript, follow. A hint that is hidden says how.
 *
 * @example <ranked-ballot data-add="Add" data-add-one="Add: {title}" data-remove="Take off"
 *   data-remove-one="Take off: {title}" data-removed="{title} is off your ballot.">
 *   <ol class="ballot ballot--ranked"><li class="ballot-row">
 *   <label class="ballot-name" for="id_rank-1">Salt</label><select name="rank-1" id="id_rank-1"><option value="">–</option>
 *   <option value="1">1</option></select></li></ol></ranked-ballot>
 */
import { MovableRows } from "../../web/js/movable-rows.js";

const HANDLE = "button button--quiet button--icon ballot-handle";

class RankedBallot extends MovableRows {
  list = ".ballot--ranked";
  handleLooks = HANDLE;

  connectedCallback() {
    super.connectedCallback();
    this.querySelector(".ballot-hint")?.removeAttribute("hidden");
  }

  get movable() {
    return this.rows.filter((row) => row.dataset.off === undefined);
  }

  equip(row) {
    const select = row.querySelector("select");
    select.hidden = true;
    row.toggleAttribute("data-off", !select.value);
    const place = document.createElement("span");
    place.className = "ballot-place";
    row.prepend(place);
    super.equip(row);
    const toggle = this.button("button ballot-toggle", "");
    toggle.addEventListener("click", () => this.#turn(row));
    row.append(toggle);
    // The label names a select that nobody sees now; the words stay.
    row.querySelector("label").removeAttribute("for");
  }

  settle(row, words) {
    super.settle(row, words);
    // What was wrong with the ballot as it was sent, it is no longer: each place is given once.
    if (this.movable.length) this.closest("main")?.querySelector(".form-errors")?.remove();
  }

  name(row) {
    return row.querySelector(".ballot-name").textContent.trim();
  }

  number() {
    let place = 0;
    for (const row of this.rows) {
      const isOff = row.dataset.off !== undefined;
      place += isOff ? 0 : 1;
      row.querySelector("select").value = isOff ? "" : String(place);
      row.querySelector(".ballot-place").textContent = isOff ? "" : String(place);
      const toggle = row.querySelector(".ballot-toggle");
      toggle.textContent = isOff ? this.dataset.add : this.dataset.remove;
      toggle.setAttribute("aria-label", this.#told(isOff ? "addOne" : "removeOne", row));
    }
  }

  /** A sentence of the page about a row, with its title. */
  #told(which, row) {
    return this.dataset[which].replace("{title}", () => this.name(row));
  }

  #turn(row) {
    const isOff = row.toggleAttribute("data-off");
    const last = this.movable.filter((each) => each !== row).at(-1);
    const list = row.parentElement;
    if (isOff) list.append(row);
    else if (last) last.after(row);
    else list.prepend(row);
    this.settle(row, isOff ? this.#told("removed", row) : undefined);
    row.querySelector(".ballot-toggle").focus();
  }
}
customElements.define("ranked-ballot", RankedBallot);
