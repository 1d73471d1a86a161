/**
 * Rows to be put in order by dragging or with the arrow keys on a row's handle; the number fields, which
 * do the same without JavaScript, follow.
 *
 * @example <sort-list aria-label="Chapters"><ol class="sort-list-rows">
 *   <li class="sort-list-row"><label class="sort-list-number"><input type="number" name="chapter-7" value="1"></label>
 *   <span class="sort-list-name">Salt</span></li></ol></sort-list>
 */
import { MovableRows } from "./movable-rows.js";

class SortList extends MovableRows {
  list = ".sort-list-rows";
  handleLooks = "sort-list-handle";

  equip(row) {
    const input = row.querySelector(".sort-list-number input");
    if (!input) return; // there is only this one
    super.equip(row);
    input.tabIndex = -1;
    input.parentElement.setAttribute("aria-hidden", "true");
  }

  name(row) {
    const name = row.querySelector(".sort-list-name");
    return (name.querySelector("a") ?? name.firstChild).textContent.trim();
  }

  number() {
    this.rows.forEach((row, index) => {
      const input = row.querySelector(".sort-list-number input");
      const shown = row.querySelector("[data-place]");
      if (input) input.value = index + 1;
      if (shown) shown.textContent = index + 1;
    });
  }
}
customElements.define("sort-list", SortList);
