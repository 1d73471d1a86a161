/**
 * The beginning of a folded text. Where that is all of it and nothing of it is cut off, nothing says that there is more.
 *
 *   <details><summary>
 *     <fold-start class="fold-start" whole>For Bo.</fold-start> <span class="fold-more">more</span>
 *   </summary> <blockquote>For Bo.</blockquote></details>
 *
 * Only a text that is `whole` can be all there.
 */
const SLACK = 8; // px; less than a line: letters reach beyond theirs

class FoldStart extends HTMLElement {
  // The line it stands in, which is as wide with these words as without them.
  #observer = new ResizeObserver(() => this.#measure());

  connectedCallback() {
    if (this.hasAttribute("whole")) this.#observer.observe(this.parentElement);
  }

  disconnectedCallback() {
    this.#observer.disconnect();
  }

  #measure() {
    if (!this.clientHeight) return; // unfolded
    this.toggleAttribute("data-all", true);
    this.toggleAttribute("data-all", this.scrollHeight < this.clientHeight + SLACK);
  }
}
customElements.define("fold-start", FoldStart);
