/**
 * Brings the tab that is open into view, in a row of tabs that is wider than the screen and scrolls within itself.
 *
 * @example <tab-row><nav class="tabs tabs--row"><a href="/a">A</a><a href="/b" aria-current="page">B</a></nav></tab-row>
 */
class TabRow extends HTMLElement {
  connectedCallback() {
    const here = this.querySelector("[aria-current]");
    const row = here?.parentElement;
    if (row) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  }
}
customElements.define("tab-row", TabRow);
