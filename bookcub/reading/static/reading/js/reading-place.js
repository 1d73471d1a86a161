/**
 * Keeps the place in a chapter while one scrolls.
 *
 *   <reading-place work="12" titled="The Weir" chapter="34" heading="Chapter 3" src="/works/12/chapters/34/place"
 *       opened="WzEsMzQs…" pace="1500">
 *     …<p id="b-k3j9x2ab">…</p>…
 *   </reading-place>
 *
 * With `src` (members) the place is posted there: the block at the top of the screen, and the last one that
 * has been seen whole; besides, when the page was `opened`, and for how long the text has been read since. That clock
 * goes while the text is in front and on the screen, and stands while the screen shows what nobody can have come to yet
 * at this `pace` (words a minute): what was flicked over is not read by resting behind it. The archive says how far that
 * counts; `[data-only-looked]` is shown after a flick. Whoever goes on to the next chapter has read this one, if there
 * was time for it.
 * Then `place-kept` is announced, and once the end of the text is reached `chapter-read`. Without it
 * (guests) the place stays in this browser. What the archive does not take is kept here, sent again and again, less
 * and less often, while the page is open, and otherwise from the next page.
 *
 * Whoever jumps to the comments below keeps the place they had.
 *
 * At the work's own address (`front`), whoever has begun (`begun`, or a place in this browser) keeps their place
 * until they read on there.
 *
 *   <going-on hidden work="12" label="Continue in {heading}" default-label="Continue reading">
 *     <a href="/works/12">Continue reading</a></going-on>
 *
 * shows its link, as "Continue in …", to guests who have a place in this browser and are not there. The front page shows
 * the latest of these places (<guest-places>).
 *
 * Links with `data-way-back` (to log in, to join) lead back to the paragraph that one is reading.
 */
import { renewToken } from "../../web/js/htmx-calls.js";
import { fill } from "../../web/js/words.js";

const PAUSE = 1200; // ms without scrolling before a place counts
const FIRST_RETRY = 2000; // ms; then twice as long each time
const LONGEST_RETRY = 60000;
const TICK = 1000;
const LONGEST_TICK = 5000; // ms; a machine that slept has read nothing
const LEAD = 20; // seconds by which one may be ahead of the pace, as with a page that one skips
const SHORTEST_WAIT = 3000; // ms until the archive is asked again how far it counts
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|\S+/gu;
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
  return answer;
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
    this.#tick();
    if (document.visibilityState === "hidden") this.#keep();
  };
  #onLeave = (event) => {
    if (event.type === "chapter-turned" || event.target.closest?.("a[rel=next]")) this.#passOn();
  };
  #ticker = 0;
  #ticked = performance.now();
  #front = 0; // ms
  #isOnScreen = false;
  #ahead = 0; // words that were read before the clock began
  #isTold = false;
  #again = 0;

  connectedCallback() {
    this.blocks = [...this.querySelectorAll("[data-chapter] [id^='b-']")];
    if (!this.blocks.length) return;
    addEventListener("scroll", this.#onScroll, { passive: true });
    document.addEventListener("visibilitychange", this.#onHide);
    this.#sendKept();
    this.#onScroll();
    if (this.hasAttribute("opened")) this.#beginClock();
  }

  disconnectedCallback() {
    clearInterval(this.#ticker);
    clearTimeout(this.#again);
    this.seen?.disconnect();
    document.removeEventListener("click", this.#onLeave);
    document.removeEventListener("chapter-turned", this.#onLeave);
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
    removeEventListener("scroll", this.#onScroll);
    document.removeEventListener("visibilitychange", this.#onHide);
  }

  /** Keeps the place at once, and is done when the archive knows. */
  keepNow() {
    clearTimeout(this.#timer);
    return this.#keep();
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
    if (this.#isPassed(block) || this.#isJumpedOver()) return;
    const key = `${block} ${furthest}`;
    if (key === this.#sent) return;
    this.#sent = key;
    if (!this.src) {
      shelf.set(`bookcub-place:${this.getAttribute("work")}`, {
        url: `${location.pathname}${location.search}#${block}`, heading: this.getAttribute("heading"),
        title: this.getAttribute("titled"), at: Date.now(),
      });
      return;
    }
    const place = where.seen ? { block, furthest } : { block };
    clearTimeout(this.#retry);
    const reached = await this.#send({ src: this.src, place: { ...this.#withUnsent(place), ...this.#time() } });
    const seen = this.#indexOf(furthest);
    if (seen > this.blocks.length * 0.6) this.#fetchAhead();
    this.dispatchEvent(new CustomEvent("place-kept", { bubbles: true, detail: place }));
    if (where.seen && reached < seen) this.#keepAgain(seen, reached);
    const isLast = seen === this.blocks.length - 1 && !this.nextElementSibling?.matches("reading-place");
    if (where.seen && isLast && reached >= seen) this.dispatchEvent(new CustomEvent("chapter-read", { bubbles: true }));
  }

  /** Who rests where they are catches up with what they have seen; nobody does who is far ahead. */
  #keepAgain(seen, reached) {
    clearTimeout(this.#again);
    if (this.#isFarAhead()) return;
    const missing = this.#wordsBefore[seen + 1] - this.#wordsBefore[reached + 1];
    this.#again = setTimeout(() => {
      this.#sent = "";
      this.#keep();
    }, Math.max(SHORTEST_WAIT, (missing / this.#pace) * 1000));
  }

  #beginClock() {
    for (const link of document.querySelectorAll("a[rel=next][href*='?read=']")) [link.href] = link.href.split("?");
    this.seen = new IntersectionObserver((all) => {
      this.#tick();
      this.#isOnScreen = all.at(-1).isIntersecting;
    });
    this.seen.observe(this.querySelector("[data-chapter]"));
    this.#ticker = setInterval(() => this.#tick(), TICK);
    document.addEventListener("click", this.#onLeave);
    document.addEventListener("chapter-turned", this.#onLeave);
  }

  get #pace() { return Number(this.getAttribute("pace")) / 60; }

  /** The clock goes on, if there is something to read on the screen that can have been come to. */
  #tick() {
    const gone = performance.now() - this.#ticked;
    this.#ticked += gone;
    if (!this.#ticker || document.visibilityState !== "visible" || !this.#isOnScreen) return;
    if (!this.#isFarAhead()) this.#front += Math.min(gone, LONGEST_TICK);
    else document.querySelector("[data-only-looked]")?.removeAttribute("hidden");
  }

  #isFarAhead() {
    if (!this.#isTold) return false;
    return this.#wordsAbove() > this.#ahead + (this.#front / 1000 + LEAD) * this.#pace;
  }

  /** How many stand above the screen. */
  #wordsAbove() {
    const top = this.blocks.findIndex((block) => block.getBoundingClientRect().bottom > 0);
    return this.#wordsBefore[top < 0 ? this.blocks.length : top];
  }

  /** For each block how many words stand before it, and last how many there are. */
  get #wordsBefore() {
    if (!this.words) {
      this.words = [0];
      for (const block of this.blocks) this.words.push(this.words.at(-1) + (block.textContent.match(WORD)?.length ?? 0));
    }
    return this.words;
  }

  #indexOf(id) { return this.blocks.findIndex((one) => one.id === id); }

  #time() {
    this.#tick();
    return this.hasAttribute("opened") ? { opened: this.getAttribute("opened"), in_front: Math.round(this.#front) } : {};
  }

  /** What the archive says is reached by now: the number of a block. */
  #hear(answer) {
    const opened = answer.headers.get("X-Bookcub-Opened");
    if (opened && this.hasAttribute("opened")) {
      this.setAttribute("opened", opened);
      this.#front = this.#ahead = 0;
    }
    const id = answer.headers.get("X-Bookcub-Reached");
    if (!id) return this.blocks.length;
    const reached = this.#indexOf(id);
    this.#ahead = Math.max(this.#ahead, this.#wordsBefore[reached + 1] - (this.#front / 1000) * this.#pace);
    this.#isTold = true;
    return reached;
  }

  /** Goes on to the next chapter. No answer is waited for: the page is about to go. */
  #passOn() {
    send(this.src, { on: "on", ...this.#time() }).catch(() => {});
  }

  /** Whether one only passes the beginning, at the work's own address, on the way to one's place elsewhere. */
  #isPassed(block) {
    if (!this.hasAttribute("front") || block !== this.blocks[0].id) return false;
    return this.hasAttribute("begun") || (!this.src && Boolean(shelf.get(`bookcub-place:${this.getAttribute("work")}`)));
  }

  /** Whether one came straight to what stands below the text, as the comments, sooner than anybody reads up to there. */
  #isJumpedOver() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || this.contains(target) || target.getBoundingClientRect().top > innerHeight) return false;
    // Without the lead that a flick has: a jump over a short chapter has read none of it either.
    return this.#wordsAbove() > (this.#front / 1000) * this.#pace;
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
      const answer = await post(kept.src, kept.place);
      this.#wait = FIRST_RETRY;
      shelf.remove(this.keptKey);
      return this.#hear(answer);
    } catch {
      shelf.set(this.keptKey, kept);
      this.#retry = setTimeout(() => this.#sendKept(), this.#wait * (0.75 + Math.random() / 2));
      this.#wait = Math.min(this.#wait * 2, LONGEST_RETRY);
      return this.blocks.length;
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
