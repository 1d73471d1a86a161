/**
 * Keeps the place in a chapter while one scrolls.
 *
 *   <reading-place work="12" chapter="34" heading="Chapter 3" src="/works/12/chapters/34/place">
 *     …<p id="b-k3j9x2ab">…</p>…
 *   </reading-place>
 *
 * With `src` (members) the place is posted there: the block at the top of the screen, and the last one that
 * has been seen whole. Then `place-kept` is announced, and at the end of the text `chapter-read`. Without it
 * (guests) the place stays in this browser. What the archive does not take is kept here, sent again and again, less
 * and less often, while the page is open, and otherwise from the next page.
 *
 * At the work's own address (`front`), whoever has begun (`begun`, or a place in this browser) keeps their place
 * until they read on there.
 *
 *   <going-on hidden work="12" label="Continue in {heading}" default-label="Continue reading">
 *     <a href="/works/12">Continue reading</a></going-on>
 *
 * shows its link, as "Continue in …", to guests who have a place in this browser and are not there.
 *
 * Links with `data-way-back` (to log in, to join) lead back to the paragraph that one is reading.
 */
import { renewToken } from "../../web/js/htmx-calls.js";
import { fill } from "../../web/js/words.js";

const PAUSE = 1200; // ms without scrolling before a place counts
const FIRST_RETRY = 2000; // ms; then twice as long each time
const LONGEST_RETRY = 60000;
const shelf = {
  get(key) {
    try { return JSON.parse(localStorage.getItem(key) ?? "null"); } catch { return null; }
  },
  set(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private windows keep nothing */ }
  },
  remove(key) {
    try { localStorage.removeItem(key); } catch { /* as above */ }
  },
};

function token() {
  return document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

function send(src, place) {
  const body = new URLSearchParams({ ...place, quietly: "on", csrfmiddlewaretoken: token() });
  return fetch(src, { method: "POST", body, keepalive: true, credentials: "same-origin" });
}

async function post(src, place) {
  let answer = await send(src, place);
  if (answer.headers.get("X-Bookcub-Token") === "stale") {
    const trouble = await renewToken();
    if (trouble) throw new Error(trouble);
    answer = await send(src, place);
  }
  // Worth another try later: a server that cannot be reached, is busy or down, and a log-in that comes first.
  if (answer.status >= 500 || answer.status === 429 || answer.redirected) throw new Error(String(answer.status));
}

class ReadingPlace extends HTMLElement {
  #timer = 0;
  #sent = "";
  #retry = 0;
  #wait = FIRST_RETRY;
  #onScroll = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), PAUSE);
  };
  #onHide = () => {
    if (document.visibilityState === "hidden") this.#keep();
  };

  connectedCallback() {
    this.blocks = [...this.querySelectorAll("[data-chapter] [id^='b-']")];
    if (!this.blocks.length) return;
    addEventListener("scroll", this.#onScroll, { passive: true });
    document.addEventListener("visibilitychange", this.#onHide);
    this.#sendKept();
    this.#onScroll();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
    removeEventListener("scroll", this.#onScroll);
    document.removeEventListener("visibilitychange", this.#onHide);
  }

  get src() { return this.getAttribute("src"); }
  get keptKey() { return `bookcub-unsent-place:${document.documentElement.dataset.person}:${this.src}`; }

  /** The first block on the screen and the last one whose end has been seen; null when none is. */
  #where() {
    const bottom = innerHeight;
    let top = null;
    let furthest = null;
    for (const block of this.blocks) {
      const box = block.getBoundingClientRect();
      if (box.bottom < 0) { furthest = block; continue; }
      if (box.top > bottom) break;
      top ??= block;
      if (box.bottom <= bottom + 1) furthest = block;
    }
    // Scrolled past the last block: still in this chapter only while its end is near the screen.
    const own = this.getBoundingClientRect();
    if (!top && (own.bottom < 0 || own.top > bottom)) return null;
    top ??= furthest;
    return top && { block: top.id, furthest: (furthest ?? top).id, seen: Boolean(furthest) };
  }

  async #keep() {
    const where = this.#where();
    if (!where) return;
    const { block, furthest } = where;
    if (this.#isPassed(block)) return;
    const key = `${block} ${furthest}`;
    if (key === this.#sent) return;
    this.#sent = key;
    if (!this.src) {
      shelf.set(`bookcub-place:${this.getAttribute("work")}`, {
        url: `${location.pathname}${location.search}#${block}`, heading: this.getAttribute("heading"), at: Date.now(),
      });
      return;
    }
    const place = where.seen ? { block, furthest } : { block };
    clearTimeout(this.#retry);
    await this.#send({ src: this.src, place: this.#withUnsent(place) });
    if (this.blocks.findIndex((one) => one.id === furthest) > this.blocks.length * 0.6) this.#fetchAhead();
    this.dispatchEvent(new CustomEvent("place-kept", { bubbles: true, detail: place }));
    if (where.seen && furthest === this.blocks.at(-1).id && !this.nextElementSibling?.matches("reading-place")) {
      this.dispatchEvent(new CustomEvent("chapter-read", { bubbles: true }));
    }
  }

  /** Whether one only passes the beginning, at the work's own address, on the way to one's place elsewhere. */
  #isPassed(block) {
    if (!this.hasAttribute("front") || block !== this.blocks[0].id) return false;
    return this.hasAttribute("begun") || (!this.src && Boolean(shelf.get(`bookcub-place:${this.getAttribute("work")}`)));
  }

  /** Near the end of a chapter, have the next one ready. */
  #fetchAhead() {
    const next = document.querySelector("head > link[rel=next]");
    if (!next || document.querySelector("head > link[rel=prefetch]")) return;
    const ahead = document.createElement("link");
    ahead.rel = "prefetch";
    ahead.href = next.href;
    document.head.append(ahead);
  }

  async #sendKept() {
    const kept = this.src && shelf.get(this.keptKey);
    if (kept) await this.#send(kept);
  }

  /** As far as was read before, where the archive has not been told of that yet. */
  #withUnsent(place) {
    const unsent = shelf.get(this.keptKey)?.place.furthest;
    const at = (id) => this.blocks.findIndex((one) => one.id === id);
    return unsent && at(unsent) > at(place.furthest) ? { ...place, furthest: unsent } : place;
  }

  /** Until it is taken, or a later place goes instead. */
  async #send(kept) {
    try {
      await post(kept.src, kept.place);
      this.#wait = FIRST_RETRY;
      shelf.remove(this.keptKey);
    } catch {
      shelf.set(this.keptKey, kept);
      this.#retry = setTimeout(() => this.#sendKept(), this.#wait * (0.75 + Math.random() / 2));
      this.#wait = Math.min(this.#wait * 2, LONGEST_RETRY);
    }
  }
}

class GoingOn extends HTMLElement {
  connectedCallback() {
    const place = shelf.get(`bookcub-place:${this.getAttribute("work")}`);
    const link = this.querySelector("a");
    if (!place || !link || !String(place.url).startsWith("/works/")) return;
    if (place.url.split("#")[1] === document.querySelector("[data-chapter] [id^='b-']")?.id) return;
    link.href = place.url;
    const label = link.querySelector("span") ?? link;
    const text = [...label.childNodes].findLast((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (text) text.data = fill(this.getAttribute(place.heading ? "label" : "default-label"), { heading: place.heading });
    this.hidden = false;
  }
}

/** The paragraph at the top of the screen; nothing above the first one. */
function paragraph() {
  const blocks = [...document.querySelectorAll("[data-chapter] [id^='b-']")];
  const here = blocks.find((block) => block.getBoundingClientRect().bottom > 0);
  return here && here !== blocks[0] ? `#${here.id}` : "";
}

document.addEventListener("click", (event) => {
  const door = event.target.closest?.("a[data-way-back]");
  if (!door) return;
  const url = new URL(door.href);
  const own = door.closest("#comments_placeholder, .talk") ? "#comments_placeholder" : paragraph();
  url.searchParams.set("next", `${location.pathname}${location.search}${own}`);
  door.href = url.href;
});

customElements.define("reading-place", ReadingPlace);
customElements.define("going-on", GoingOn);
