/**
 * Loads what is said under a text at once for whoever goes there: by a link to it, or with an address that ends in it.
 * Who only scrolls by is left to htmx.
 *
 *   <a href="#comments_placeholder">Comments</a>
 *   <section id="comments_placeholder"><talk-slot id="comments">
 *     <div hx-get="/works/12/comments?part=true" hx-trigger="talk-wanted, revealed" hx-swap="outerHTML">…</div>
 *   </talk-slot></section>
 *
 * Before it asks, the place at the end is kept, for what one hears depends on it; and what an address names among the
 * comments is shown once they are there.
 */
const PATIENCE = 1500; // ms for the place; what is said up to the former one is better than nothing
const OURS = /^#(comments|comments_placeholder|comment_\d+)$/;

class TalkSlot extends HTMLElement {
  #kept = null;
  #onPress = ({ target }) => {
    const link = target.closest?.("a[href^='#']");
    // The text is still on the screen: once the page has moved, nobody could say how far it was seen.
    if (link && OURS.test(link.hash)) this.#kept = this.#keepPlace();
  };
  #onHash = () => {
    if (OURS.test(location.hash)) this.#load();
  };

  connectedCallback() {
    document.addEventListener("click", this.#onPress);
    addEventListener("hashchange", this.#onHash);
    this.addEventListener("htmx:load", () => this.#show(), { once: true });
    // Not before htmx has seen the page.
    if (OURS.test(location.hash)) addEventListener("load", this.#onHash, { once: true });
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#onPress);
    removeEventListener("hashchange", this.#onHash);
  }

  #keepPlace() {
    const places = [...document.querySelectorAll("reading-place[src]")].map((place) => place.keepNow?.());
    return Promise.race([Promise.allSettled(places), new Promise((done) => { setTimeout(done, PATIENCE); })]);
  }

  async #load() {
    await this.#kept;
    const slot = this.querySelector("[hx-get]");
    if (slot?.querySelector("[data-loading]")) slot.dispatchEvent(new CustomEvent("talk-wanted"));
  }

  /** Who went there is there, with the keyboard, too. */
  #show() {
    if (!OURS.test(location.hash)) return;
    const named = this.querySelector(`li${location.hash}`);
    const there = named ?? this.querySelector("h2");
    there.tabIndex = -1;
    there.focus({ preventScroll: true });
    named?.scrollIntoView({ block: "start" });
  }
}
customElements.define("talk-slot", TalkSlot);
