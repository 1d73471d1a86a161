/**
 * The bar above a text: away while one reads down, back as soon as one scrolls up or taps the text; and how far one is.
 *
 *   <reader-bar before="1200" words="3000" total="9000">
 *     <details>…</details>
 *     <p class="reader-progress"><span data-of="chapter" data-words="Chapter {percent}"></span>
 *       <span data-of="work" data-words="Work {percent}"></span></p>
 *   </reader-bar>
 *
 * `words` are those of the chapter on the page, `before` those of the chapters before it, `total` the work's.
 * Without `words` the whole work is on the page.
 */
import { fill, locale } from "../../web/js/words.js";

const STEP = 8; // px of scrolling that are meant
const FIELDS = ["input", "textarea", "select", "audio", "video"];
const PRESSED = ["a", "button", "label", "summary", "img", "iframe", "mark", ".margin-aside", ".note-box", ...FIELDS];
const EDGE = 0.25; // of the screen's width, where taps turn pages: page-turning.js
const percent = new Intl.NumberFormat(locale, { style: "percent" });

class ReaderBar extends HTMLElement {
  #last = 0;
  #waits = false;
  #onScroll = () => {
    if (this.#waits) return;
    this.#waits = true;
    requestAnimationFrame(() => {
      this.#waits = false;
      this.#move();
      this.#tell();
    });
  };

  #onTap = (event) => {
    if (event.pointerType !== "touch" || event.defaultPrevented || !document.getSelection().isCollapsed) return;
    if (!event.target.closest?.("[data-chapter]") || event.target.closest(PRESSED.join())) return;
    const place = event.clientX / innerWidth;
    if (document.documentElement.dataset.taps === "yes" && (place < EDGE || place > 1 - EDGE)) return;
    this.removeAttribute("data-away");
  };

  connectedCallback() {
    this.#last = scrollY;
    document.addEventListener("click", this.#onTap);
    addEventListener("scroll", this.#onScroll, { passive: true });
    addEventListener("resize", this.#onScroll, { passive: true });
    this.#onScroll();
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#onTap);
    removeEventListener("scroll", this.#onScroll);
    removeEventListener("resize", this.#onScroll);
  }

  #move() {
    const down = scrollY - this.#last;
    if (Math.abs(down) < STEP) return;
    this.#last = scrollY;
    this.toggleAttribute("data-away", down > 0 && this.getBoundingClientRect().top <= 0);
  }

  #tell() {
    const place = this.querySelector(".reader-progress");
    const texts = document.querySelectorAll("[data-chapter]");
    if (!place || !texts.length) return;
    const top = texts[0].getBoundingClientRect().top;
    const bottom = texts[texts.length - 1].getBoundingClientRect().bottom;
    const share = bottom <= innerHeight ? 1 : Math.min(1, Math.max(0, -top / (bottom - top - innerHeight)));
    const [before, words, total] = ["before", "words", "total"].map((name) => Number(this.getAttribute(name)));
    const shares = {
      chapter: share,
      work: this.hasAttribute("words") && total ? Math.min(1, (before + share * words) / total) : share,
    };
    for (const part of place.querySelectorAll("[data-of]")) {
      part.textContent = fill(part.dataset.words, { percent: percent.format(shares[part.dataset.of]) });
    }
  }
}
customElements.define("reader-bar", ReaderBar);
