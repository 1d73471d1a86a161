/**
 * Shows guests where they read last: those places stay in this browser, and no archive knows of them.
 *
 *   <guest-places hidden>
 *     <template><li><a href="/"><span></span></a> <span></span>
 *       <a class="continuing-work" href="/works">About the work<span></span></a></li></template>
 *     <ul></ul>
 *   </guest-places>
 *
 * The first link takes a work's title and leads on, the words beside it the chapter's heading; the other link leads to
 * the work itself. What is kept there is whatever stood in this
 * browser: it becomes text and links within the archive, and nothing else.
 */
const MOST = 3;
const KEY = /^bookcub-place:\d+$/;
const WORK = /^\/works\/\d+/;
const PAGE = /^\/works\/\d+(\/chapters\/\d+|\/entire)?(\?[^#]*)?(#[\w-]+)?$/;

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function places() {
  try {
    const kept = Object.keys(localStorage).filter((key) => KEY.test(key)).map(read);
    const good = kept.filter((place) => place?.title && PAGE.test(place.url));
    return good.sort((one, other) => (other.at ?? 0) - (one.at ?? 0)).slice(0, MOST);
  } catch {
    return []; // private windows keep nothing
  }
}

class GuestPlaces extends HTMLElement {
  connectedCallback() {
    const list = this.querySelector("ul");
    for (const { url, title, heading } of places()) {
      const row = this.querySelector("template").content.cloneNode(true);
      row.querySelector("a").href = url;
      row.querySelector("a > span").textContent = title;
      row.querySelector("li > span").textContent = heading ?? "";
      row.querySelector(".continuing-work").href = url.match(WORK)[0];
      row.querySelector(".continuing-work > span").textContent = `: ${title}`;
      list.append(row);
    }
    this.hidden = !list.children.length;
  }
}
customElements.define("guest-places", GuestPlaces);
