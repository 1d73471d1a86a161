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
    super.equip(row);
    const input = row.querySelector("input");
    input.tabIndex = -1;
    input.parentElement.setAttribute("aria-hidden", "true");
  }

  name(row) {
    return row.querySelector(".sort-list-name").firstChild.textContent.trim();
  }

  number() {
    this.rows.forEach((row, index) => { row.querySelector("input").value = index + 1; });
  }
}
customElements.define("sort-list", SortList);
