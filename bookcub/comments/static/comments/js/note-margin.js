/**
 * The margin of a chapter: counts beside the paragraphs, notes beside or under them, and the way to write one.
 *
 *   <note-margin for="34" src="/works/12/chapters/34/notes" new="/works/12/chapters/34/notes/new">
 *     <p><a href="/works/12/chapters/34/notes"><span data-label>Notes in the margin</span></a>
 *        <a href="/works/12/chapters/34/notes/new" data-write>Note on a paragraph</a>
 *        <a href="/works/12/chapters/34/notes/new?wish=words" data-write="words">Suggest other words</a></p>
 *   </note-margin>
 *   <div data-chapter="34"><p id="b-k3j9x2ab">…</p></div>
 *
 * Without `new` (guests) nobody writes. Without this script both links lead to pages that do the same.
 * Its own few words stand on its script element; the others come with the notes (comments/notes/_notes.html).
 */
import { tell } from "../../web/js/htmx-calls.js";
import { forget, keep, keptUnder } from "../../web/js/kept-text.js";
import { fill } from "../../web/js/words.js";
import { lettersOf, numberAt, openingOf, rangeOf } from "./block-text.js";

const PAUSE = 250; // ms that a selection rests before it is asked about
const COLOURS = ["yellow", "orange", "pink", "purple", "blue", "green"];
const words = document.getElementById("note_margin_script").dataset; // in the reader's language
const marked = new Map(); // element -> its ranges by colour
const EDGE = 16; // px that a card keeps from the edges of the screen
const GAP = 8; // px between two cards

class NoteMargin extends HTMLElement {
  #timer = 0;
  #onSelect = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#offer(), PAUSE);
  };
  #onMade = (event) => this.#load(event.detail);
  #sizes = new ResizeObserver((grown) => {
    for (const { target } of grown) if (!target.hidden) this.#arrange(target);
  });
  #onClick = (event) => {
    this.#unshade();
    const isOwn = event.target.closest("a, button, summary, label, input, .margin-aside");
    if (event.defaultPrevented || isOwn || document.getSelection()?.isCollapsed === false) return;
    const block = this.wish === null ? null : event.target.closest("[id^='b-']");
    if (block) {
      event.preventDefault();
      this.#write(block, { block: block.id, ...wished(this.wish) });
      return;
    }
    const id = this.#noteAt(event.clientX, event.clientY);
    if (!id) return;
    event.preventDefault(); // it turns no page
    this.#open(document.getElementById(id));
  };
  #onKey = (event) => {
    if (event.key !== "Escape") return;
    this.#unshade();
    const open = event.target.closest?.(".margin-aside:not(.margin-aside--pen)");
    if (open && this.text.contains(open)) this.#close(open);
    else this.#leave();
  };
  // The way back may lead to the page as it was left, before something was deleted or said elsewhere.
  #onBack = ({ persisted }) => {
    if (persisted) this.#load();
  };
  #onAnswered = ({ target }) => {
    const count = target.matches(".note-count") ? target : target.querySelector(".note-count");
    if (count) this.#count(count.dataset);
  };

  // Where there is room beside the text, the notes open there one after the other.
  #onAll = (event) => {
    const first = this.text.querySelector(".margin-notes[data-block]");
    // Their page leads back to the paragraph at the top of the screen.
    const blocks = [...this.text.querySelectorAll("[id^='b-']")];
    const here = blocks.find((block) => block.getBoundingClientRect().bottom > 0);
    const url = new URL(event.currentTarget.href);
    if (here && here !== blocks[0]) url.searchParams.set("at", here.id);
    else url.searchParams.delete("at");
    event.currentTarget.href = url.href;
    if (!first || !isBeside(first) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#openNext();
  };

  connectedCallback() {
    this.beside = new WeakMap(); // for what stands beside a paragraph: its words, and how it is folded
    this.wish = null; // while a paragraph is chosen: "" to note on it, or "words" to suggest other ones
    this.text = document.querySelector(`[data-chapter="${this.getAttribute("for")}"]`);
    if (!this.text || this.more) return;
    // Beneath the text what is said about what cannot be seen here: it comes late, and above it would push the story down.
    this.more = Object.assign(document.createElement("div"), { className: "note-bar-more" });
    this.drafts = Object.assign(document.createElement("div"), { className: "note-drafts" });
    this.text.before(this.drafts);
    this.text.after(this.more);
    this.text.classList.add("has-margin");
    this.text.addEventListener("note-made", this.#onMade);
    this.text.addEventListener("htmx:load", this.#onAnswered);
    document.addEventListener("keydown", this.#onKey);
    addEventListener("pageshow", this.#onBack);
    this.text.addEventListener("click", this.#onClick);
    this.querySelector("[data-label]").closest("a").addEventListener("click", this.#onAll);
    if (this.hasAttribute("new")) {
      document.addEventListener("selectionchange", this.#onSelect);
      this.links = [...this.querySelectorAll("[data-write]")].map((link) => this.#turnIntoButton(link));
      this.hint = Object.assign(document.createElement("p"), { className: "note-hint" });
      this.append(this.hint);
      this.#tellOfDrafts();
    }
    // A whole work on one page has many margins; each is filled when its chapter comes near.
    this.near = new IntersectionObserver((seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      this.near.disconnect();
      this.#load();
    }, { rootMargin: "800px" });
    this.near.observe(this.text);
  }

  disconnectedCallback() {
    this.near?.disconnect();
    this.#sizes.disconnect();
    document.removeEventListener("selectionchange", this.#onSelect);
    this.text?.removeEventListener("note-made", this.#onMade);
    this.text?.removeEventListener("htmx:load", this.#onAnswered);
    document.removeEventListener("keydown", this.#onKey);
    removeEventListener("pageshow", this.#onBack);
    this.text?.removeEventListener("click", this.#onClick);
    marked.delete(this);
    paint();
  }

  async #load(made = null) {
    if (made) CSS.highlights?.delete("note-chosen");
    let answer;
    try {
      const here = new URLSearchParams({ part: "true", next: location.pathname + location.search });
      answer = await fetch(`${this.getAttribute("src")}?${here}`, { credentials: "same-origin" });
    } catch {
      return; // the link above still leads to the notes
    }
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.querySelector(".notes-part");
    if (part) this.#show(part, made);
  }

  #show(part, made) {
    const passage = made && document.getElementById(made.block);
    const before = passage?.getBoundingClientRect().top;
    if (made) this.#choose(null);
    const opened = new Set(
      [...this.text.querySelectorAll(".margin-aside:has([aria-expanded=true]) [data-block]")].map((one) => one.dataset.block),
    );
    if (made) opened.add(made.block);
    for (const old of document.querySelectorAll(`[data-margin-of="${this.getAttribute("for")}"]`)) {
      const stays = old.matches(".margin-aside--pen, .note-tools") || (old.matches(".note-box") && !old.querySelector(".note-made"));
      if (!stays) old.remove();
    }
    this.querySelector("[data-label]").textContent = part.dataset.label;
    for (const group of part.querySelectorAll("[data-block]")) this.#place(group, opened);
    this.isShown = true;
    this.#placeOrphans(part.querySelector("[data-orphans]"));
    this.more.replaceChildren(...part.children);
    globalThis.htmx?.process(this.more);
    this.#mark();
    this.#tellOfDrafts();
    if (!made) return;
    // Whatever came above it, one goes on seeing the words one wrote about where one saw them.
    if (passage) scrollBy(0, passage.getBoundingClientRect().top - before);
    const note = document.getElementById(`note_${made.comment}`);
    if (note) this.#bring(note);
    this.#focus(note);
  }

  #place(group, opened) {
    const block = document.getElementById(group.dataset.block);
    if (!block) return;
    const aside = this.#asideAfter(block);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "margin-count numbers";
    button.textContent = group.dataset.count;
    button.setAttribute("aria-label", group.dataset.button);
    button.setAttribute("aria-controls", group.id);
    const set = (isOpen) => {
      button.setAttribute("aria-expanded", String(isOpen));
      group.hidden = !isOpen;
    };
    group.querySelector("[data-close]").addEventListener("click", () => this.#close(aside));
    group.querySelector("[data-next]")?.addEventListener("click", () => this.#openNext(group));
    button.addEventListener("click", () => {
      if (group.hidden && !isBeside(group)) this.#foldAllBut(group);
      set(group.hidden);
      this.#arrange(group.hidden ? this.#cards().at(-1) : group);
    });
    aside.append(button, group);
    this.#sizes.observe(group);
    const first = () => this.#aboutNote(group.querySelector("[data-colour]")) ?? block;
    this.#standBeside(aside, { words: first, fold: () => set(false) });
    // A way to one note, as from the page of a club, opens it: when one comes, not again after one has written.
    const wanted = this.isShown ? null : new URLSearchParams(location.search).get("note");
    const isWanted = wanted && group.querySelector(`#note_${CSS.escape(wanted)}`);
    set(opened.has(group.dataset.block) || (!this.isShown && location.hash === `#${group.id}`) || Boolean(isWanted));
    if (!group.hidden) this.#arrange(group);
    globalThis.htmx?.process(aside);
  }

  /** Bring the numbers up to date after an answer, as they are shown and as they are heard. */
  #count({ block, count, button, label }) {
    const shown = document.getElementById(`notes-${block}`)?.parentElement.querySelector(".margin-count");
    if (shown) {
      shown.textContent = count;
      shown.setAttribute("aria-label", button);
    }
    this.querySelector("[data-label]").textContent = label;
  }

  #placeOrphans(section) {
    if (!section) return;
    const heading = Object.assign(document.createElement("h4"), { className: "margin-where", textContent: section.getAttribute("aria-label") });
    section.prepend(heading);
    section.dataset.marginOf = this.getAttribute("for");
    this.text.after(section);
    globalThis.htmx?.process(section);
  }

  #asideAfter(block, kind = "") {
    let top = block;
    // Not within a list or a table, which hold nothing but their own.
    while (top.parentElement !== this.text && !top.parentElement.matches("div, blockquote, center")) top = top.parentElement;
    while (top.nextElementSibling?.matches(".margin-aside")) top = top.nextElementSibling;
    const aside = document.createElement("div");
    aside.className = `margin-aside ${kind}`;
    // The text has a language and a direction of its own; what stands beside it has the page's.
    aside.lang = document.documentElement.lang;
    aside.dir = document.documentElement.dir;
    aside.dataset.marginOf = this.getAttribute("for");
    top.after(aside);
    return aside;
  }

  /** Colour the words that notes are about. */
  #mark() {
    this.ranges = new Map(); // by the id of the note
    const ranges = Object.fromEntries(COLOURS.map((colour) => [colour, []]));
    const known = new Map();
    const letters = (id) => {
      if (!known.has(id)) known.set(id, document.getElementById(id) ? lettersOf(document.getElementById(id)) : []);
      return known.get(id);
    };
    for (const note of this.text.querySelectorAll("[data-colour]")) {
      const { start, startOffset, end, endOffset, colour } = note.dataset;
      const range = rangeOf(letters(start), Number(startOffset), letters(end), Number(endOffset));
      if (!range) continue;
      ranges[colour].push(range);
      this.ranges.set(note.id, range);
    }
    marked.set(this, ranges);
    paint();
  }

  /** The note whose marked words are here; of several the one on the fewest words. */
  #noteAt(x, y) {
    const isHere = ({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom;
    const here = [...(this.ranges ?? [])].filter(([, range]) => [...range.getClientRects()].some(isHere));
    here.sort(([, one], [, other]) => one.toString().length - other.toString().length);
    return here[0]?.[0];
  }

  /** The notes after these; without any, the first that are not above the screen; after the last, the first. */
  #openNext(group = null) {
    const all = [...this.text.querySelectorAll(".margin-notes[data-block]")];
    const blocks = all.map((one) => document.getElementById(one.dataset.block));
    const next = group ? all.indexOf(group) + 1 : blocks.findIndex((one) => one.getBoundingClientRect().bottom > 0);
    const number = Math.max(0, next) % all.length;
    if (group && all[number] !== group) this.#fold(group);
    const { top, bottom } = blocks[number].getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) blocks[number].scrollIntoView({ block: "center" });
    this.#open(all[number].querySelector(".margin-note"));
  }

  #open(note) {
    const group = note.closest("[data-block]");
    if (group.hidden) group.parentElement.querySelector(".margin-count")?.click();
    this.#bring(note);
    this.#focus(note);
  }

  /** Level with the words of this very note, of several about one paragraph. */
  #bring(note) {
    const card = note.closest(".margin-notes");
    const stands = this.beside.get(card?.parentElement);
    if (!stands) return; // its passage is gone
    const others = stands.words;
    stands.words = () => this.#aboutNote(note) ?? others();
    this.#arrange(card);
  }

  /** Offer a note on the words that are selected. */
  #offer() {
    const tools = this.text.querySelector(".note-tools");
    if (tools?.contains(document.activeElement)) return;
    tools?.remove();
    const chosen = this.#chosen();
    if (!chosen) return;
    const aside = this.#asideAfter(chosen.last, "note-tools");
    for (const { wish } of this.links) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--small";
      button.textContent = wish ? words.suggest : words.onWords;
      // A press would otherwise take the selection away before the click.
      button.addEventListener("pointerdown", (event) => event.preventDefault());
      button.addEventListener("click", () => {
        aside.remove();
        this.#write(chosen.last, { ...chosen.query, ...wished(wish) });
      });
      aside.append(button);
    }
    this.#standBy(aside, document.getSelection().getRangeAt(0));
  }

  /** Under the end of the words that are chosen, wherever in a long paragraph, and on the screen. */
  #standBy(tools, range) {
    const ends = [...range.getClientRects()].at(-1);
    if (!ends) return;
    const { top, left, width, height } = tools.getBoundingClientRect();
    const room = this.text.getBoundingClientRect();
    const wanted = {
      top: Math.max(EDGE, Math.min(ends.bottom + EDGE / 2, innerHeight - EDGE - height)),
      left: Math.max(room.left, Math.min(ends.right - width / 2, room.right - width)),
    };
    const { top: at, left: from } = getComputedStyle(tools);
    tools.style.insetInlineEnd = "auto";
    Object.assign(tools.style, { top: `${parseFloat(at) + wanted.top - top}px`, left: `${parseFloat(from) + wanted.left - left}px` });
  }

  #chosen() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const blocks = [...this.text.querySelectorAll("[id^='b-']")].filter((one) => range.intersectsNode(one));
    const parts = blocks
      .map((block) => ({ block, letters: lettersOf(block) }))
      .map(({ block, letters }) => ({
        block,
        letters,
        from: range.comparePoint(block, 0) >= 0 ? 0 : numberAt(letters, range.startContainer, range.startOffset),
        to: range.comparePoint(block, block.childNodes.length) <= 0 ? letters.length : numberAt(letters, range.endContainer, range.endOffset),
      }))
      .map((part) => trimmed(part))
      .map((part) => inWholeWords(part))
      .filter((part) => part.to > part.from);
    if (!parts.length || !this.text.contains(range.commonAncestorContainer)) return null;
    const [first, last] = [parts[0], parts.at(-1)];
    const chosen = parts.map(({ letters, from, to }) => letters.slice(from, to).map((letter) => letter.text).join("")).join("\n");
    const query = { block: first.block.id, start: first.from, end_block: last.block.id, end: last.to };
    if (chosen.length <= 300) query.words = chosen;
    return { last: last.block, query };
  }

  /** Open the box for a note; with the `draft` that somebody goes on with, what they typed stands in it. */
  async #write(block, query, draft = null) {
    const address = `${this.getAttribute("new")}?${new URLSearchParams(query)}`;
    let answer;
    try {
      answer = await fetch(`${address}&part=true`, { credentials: "same-origin" });
    } catch {
      location.assign(address);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = page.querySelector(".note-form");
    if (!form || answer.redirected) {
      location.assign(address);
      return;
    }
    for (const old of this.text.querySelectorAll(".note-box")) old.remove();
    this.#choose(null);
    const box = this.#asideAfter(block, "note-box");
    box.dataset.of = block.id;
    box.append(form);
    if (draft) this.#goOn(box, draft);
    this.#tellOfOthers(form, block);
    this.#nameWays(box);
    this.#tellOfDrafts();
    if (!isBeside(form)) this.#foldAllBut(form);
    const about = this.#rangeOf(query);
    // What one writes about stays marked, for the selection goes when one types.
    if (about && "highlights" in CSS) CSS.highlights.set("note-chosen", new Highlight(about));
    this.#standBeside(box, { words: () => about ?? block });
    this.#arrange(form);
    box.addEventListener("click", (event) => {
      if (event.target.closest("[data-discard]")) this.#discard(box, block);
      if (!event.target.closest("[data-close]")) return;
      event.preventDefault();
      this.#close(box);
    });
    for (const changes of ["input", "htmx:afterSettle"]) box.addEventListener(changes, () => this.#nameWays(box));
    globalThis.htmx?.process(box);
    this.#focus(box.querySelector("textarea") ?? form);
    // Under its paragraph all of it is to be seen, so that nothing lies hidden behind its own buttons.
    if (!isBeside(form)) form.scrollIntoView({ block: form.offsetHeight < innerHeight ? "nearest" : "start" });
  }

  /** The words that a form is about, or its paragraph. */
  #rangeOf({ block, start, end_block: last = block, end }) {
    const letters = [block, last].map((id) => document.getElementById(id)).map((one) => one && lettersOf(one));
    return letters.every(Boolean) ? rangeOf(letters[0], start ?? 0, letters[1], end ?? letters[1].length) : null;
  }

  /** The words that a note is about, as they stand in the text. */
  #aboutNote(note) {
    const { start, startOffset, end, endOffset } = note?.dataset ?? {};
    return end ? this.#rangeOf({ block: start, start: Number(startOffset), end_block: end, end: Number(endOffset) }) : null;
  }

  /** What is open in the margin, in the order of the text. */
  #cards() {
    const asides = [...this.text.querySelectorAll(".margin-aside")].filter((one) => this.beside.has(one));
    return asides.map((one) => one.querySelector(":scope > :is(.margin-notes:not([hidden]), .note-form)")).filter(Boolean);
  }

  /**
   * Where there is room beside the text, a card stands level with its words, and no lower than the screen if they are on
   * it. Others that are open near it stand above and beneath it; those for which the screen has no room are folded.
   */
  #arrange(card) {
    if (!card) return;
    if (!isBeside(card)) {
      card.style.insetBlockStart = "";
      return;
    }
    const wordsOf = (one) => this.beside.get(one.parentElement).words();
    const heightOf = (one) => one.getBoundingClientRect().height;
    const isNear = isOnScreen(wordsOf(card));
    const near = this.#cards().filter((one) => one === card || (isNear && isOnScreen(wordsOf(one))));
    const most = innerHeight - 2 * EDGE;
    while (near.length > 1 && near.reduce((sum, one) => sum + heightOf(one) + GAP, -GAP) > most) {
      const number = near.indexOf(card);
      const [farthest] = near.splice(number > near.length - 1 - number ? 0 : -1, 1);
      this.#fold(farthest);
    }
    let next = -Infinity;
    const tops = near.map((one) => {
      const { top } = wordsOf(one).getBoundingClientRect();
      const wanted = isNear ? Math.max(EDGE, Math.min(top, innerHeight - EDGE - heightOf(one))) : top;
      const free = Math.max(wanted, next);
      next = free + heightOf(one) + GAP;
      return free;
    });
    let end = isNear ? innerHeight - EDGE : Infinity;
    for (const [number, one] of [...near.entries()].reverse()) {
      const top = Math.min(tops[number], end - heightOf(one));
      end = top - GAP;
      const moved = top - one.getBoundingClientRect().top;
      one.style.insetBlockStart = `${parseFloat(getComputedStyle(one).insetBlockStart) + moved}px`;
    }
    for (const other of this.#cards()) {
      if (!near.includes(other) && near.some((one) => overlap(one, other))) this.#fold(other);
    }
  }

  /** A form that somebody writes in stays. */
  #fold(card) {
    this.beside.get(card.parentElement).fold?.();
  }

  /** Under the text only the notes of one paragraph are open. */
  #foldAllBut(card) {
    for (const other of this.#cards()) if (other !== card) this.#fold(other);
  }

  /** Arrange it anew when it grows: a form, also one that was refused, or a card in which one answers. */
  #standBeside(box, stands) {
    this.beside.set(box, stands);
    const card = () => this.#cards().find((one) => one.parentElement === box);
    const onResize = () => (box.isConnected ? this.#arrange(card()) : removeEventListener("resize", onResize));
    addEventListener("resize", onResize);
    const onGrowth = () => { if (isOnScreen(stands.words())) this.#arrange(card()); };
    for (const grows of ["htmx:afterSettle", "input"]) box.addEventListener(grows, onGrowth);
    box.addEventListener("toggle", onGrowth, true); // it does not bubble
  }

  #close(aside) {
    const button = aside.querySelector(".margin-count[aria-expanded=true]");
    if (button) {
      button.click();
      button.focus();
    } else if (aside.matches(".note-box, .note-tools")) {
      const before = aside.previousElementSibling;
      aside.remove();
      if (aside.matches(".note-box")) {
        CSS.highlights?.delete("note-chosen");
        this.#tellOfDrafts();
      }
      this.#focus(before?.querySelector?.("button") ?? before);
    }
  }

  #focus(element) {
    if (!element) return;
    if (!element.matches("a, button, input, textarea, select")) element.tabIndex = -1;
    if (element.matches("textarea")) element.setSelectionRange(element.value.length, element.value.length);
    element.focus({ preventScroll: true });
    const { top, bottom } = element.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) element.scrollIntoView({ block: "center" });
  }

  /** A link to the page of paragraphs becomes a switch; while it is on, a paragraph is chosen. */
  #turnIntoButton(link) {
    const wish = link.dataset.write;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...link.childNodes);
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => this.#choose(this.wish === wish ? null : wish));
    link.replaceWith(button);
    return { button, wish };
  }

  /** Let a paragraph be chosen, by itself or by the pen beside it; with null no longer. One switch at a time is on. */
  #choose(wish) {
    if (wish === this.wish || !this.links) return;
    this.wish = wish;
    for (const link of this.links) link.button.setAttribute("aria-pressed", String(link.wish === wish));
    this.hint.replaceChildren();
    if (wish !== null) this.#tellHow(wish ? words.chooseWords : words.choose);
    this.text.toggleAttribute("data-choosing", wish !== null);
    for (const pen of this.text.querySelectorAll(".margin-aside--pen")) pen.remove();
    if (wish !== null) for (const block of this.text.querySelectorAll("[id^='b-']")) this.#pen(block, wish);
  }

  #tellHow(sentence) {
    const leave = Object.assign(document.createElement("button"), { type: "button", textContent: words.leave });
    leave.addEventListener("click", () => this.#leave());
    this.hint.append(sentence, leave);
    tell(sentence);
  }

  /** The paragraph that one came to is shaded until one goes on: afterwards it would look like a mark. */
  #unshade() {
    for (const left of this.text.querySelectorAll("[data-left]:not(:target)")) left.removeAttribute("data-left");
    this.text.querySelector(":target")?.setAttribute("data-left", "");
  }

  /** Choose no paragraph after all. */
  #leave() {
    const on = this.links?.find(({ wish }) => wish === this.wish);
    this.#choose(null);
    on?.button.focus({ preventScroll: true });
  }

  /** Notes that somebody began and did not send are offered where they began them, and told of above the text. */
  #tellOfDrafts() {
    if (!this.links) return;
    for (const old of this.text.querySelectorAll(".margin-aside--draft")) old.remove();
    this.drafts.replaceChildren(...this.#waiting().map((draft) => (draft.block ? this.#offerDraft(draft) : this.#showLost(draft))));
  }

  /** What was begun in this chapter and is not open: each for its own words, or its own paragraph. */
  #waiting() {
    const own = `note-${this.getAttribute("for")}-`;
    const open = new Set([...this.text.querySelectorAll(".note-box kept-text")].map((one) => one.getAttribute("name")));
    return keptUnder(own).filter(({ name }) => !open.has(name)).map((draft) => {
      const [id = "-"] = draft.name.slice(own.length).match(/^b-[^-]+/) ?? [];
      return { ...draft, block: this.text.querySelector(`#${CSS.escape(id)}`) };
    });
  }

  /** Named by the words that were marked; one on a whole paragraph by what was typed. */
  #nameOf({ name, text, about }, ofWords, ofParagraph) {
    const query = Object.fromEntries(new URLSearchParams(about ?? ""));
    const isOnWords = /-b-[^-]+-/.test(name);
    const marked = isOnWords && (query.words ?? this.#rangeOf(query)?.toString());
    return fill(marked ? ofWords : ofParagraph, { opening: openingOf(marked || text) });
  }

  #offerDraft(draft) {
    const write = (event) => {
      event.preventDefault();
      this.#openDraft(draft);
    };
    const name = this.#nameOf(draft, words.draft, words.draftTyped);
    const isWrittenAt = [...this.text.querySelectorAll(".note-box")].some((box) => box.dataset.of === draft.block.id);
    if (!isWrittenAt) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "margin-draft", textContent: name });
      button.addEventListener("click", write);
      this.#asideAfter(draft.block, "margin-aside--draft").append(button);
    }
    const link = Object.assign(document.createElement("a"), { href: `#${draft.block.id}`, textContent: name });
    link.addEventListener("click", write);
    return this.#lineAbout(draft, link);
  }

  #openDraft(draft) {
    const query = draft.about ? Object.fromEntries(new URLSearchParams(draft.about)) : { block: draft.block.id };
    this.#write(draft.block, query, draft);
  }

  /** The author may have changed what stands around its words meanwhile: what was typed follows them. */
  #goOn(box, draft) {
    const field = box.querySelector("kept-text textarea");
    if (!field || field.value.trim() || field.closest("kept-text").getAttribute("name") === draft.name) return;
    field.value = draft.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    forget(draft.name);
  }

  /** Other notes that were begun at this paragraph keep their words to themselves, and are told of. */
  #tellOfOthers(form, block) {
    for (const draft of this.#waiting().filter((one) => one.block === block)) {
      const line = Object.assign(document.createElement("p"), { className: "note-waits" });
      const bring = Object.assign(document.createElement("button"), { type: "button", textContent: words.draftBring });
      bring.addEventListener("click", () => this.#openDraft(draft));
      line.append(this.#nameOf(draft, words.draftWaits, words.draftTypedWaits), " ", bring);
      form.prepend(line);
    }
  }

  /** What was typed is kept when the box closes: the ways out of it say so. */
  #nameWays(box) {
    const [close, discard] = ["[data-close]", "[data-discard]"].map((way) => box.querySelector(way));
    if (!close || !discard) return;
    discard.hidden = !box.querySelector("kept-text textarea")?.value.trim();
    close.textContent = discard.hidden ? close.dataset.close : close.dataset.keep;
  }

  #discard(box, block) {
    const field = box.querySelector("kept-text textarea");
    const draft = { name: field.closest("kept-text").getAttribute("name"), text: field.value, about: box.querySelector("[data-about]")?.dataset.about, block };
    field.value = ""; // or it would be kept once more
    this.#close(box);
    this.#throwAway(draft, this.#asideAfter(block, "margin-aside--thrown"));
  }

  /** Its paragraph is gone from the text: the words can be copied from here. */
  #showLost(draft) {
    return this.#lineAbout(draft, fill(words.draftLost, { words: draft.text }));
  }

  #lineAbout(draft, ...told) {
    const line = document.createElement("p");
    const discard = Object.assign(document.createElement("button"), { type: "button", textContent: words.discard });
    discard.addEventListener("click", () => this.#throwAway(draft, this.drafts));
    line.append(...told, " ", discard);
    return line;
  }

  /** For as long as the page stands it can be put back. */
  #throwAway(draft, place) {
    forget(draft.name);
    this.#tellOfDrafts();
    const line = document.createElement("p");
    const undo = Object.assign(document.createElement("button"), { type: "button", textContent: words.undo });
    undo.addEventListener("click", () => {
      keep(draft);
      if (place === this.drafts) line.remove();
      else place.remove();
      this.#tellOfDrafts();
      this.#focus([...this.drafts.querySelectorAll("a, button")].at(-2) ?? this.links[0].button);
    });
    line.append(words.thrown, " ", undo);
    place.append(line);
    undo.focus({ preventScroll: true });
    tell(words.thrown);
  }

  #pen(block, wish) {
    const text = lettersOf(block).map((letter) => letter.text).join("");
    if (!text) return;
    const aside = this.#asideAfter(block, "margin-aside--pen");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "margin-pen";
    button.textContent = wish ? words.suggest : words.onParagraph;
    button.setAttribute("aria-label", (wish ? words.suggestThis : words.onThis).replace("{opening}", () => openingOf(text)));
    button.addEventListener("click", () => this.#write(block, { block: block.id, ...wished(wish) }));
    aside.append(button);
  }
}

function isOnScreen(part) {
  const { top, bottom } = part.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function isBeside(card) {
  return getComputedStyle(card).position === "absolute";
}

function overlap(one, other) {
  const [first, second] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return first.top < second.bottom && second.top < first.bottom;
}

function wished(wish) {
  return wish ? { wish } : {};
}

function trimmed(part) {
  let { from, to } = part;
  const isSpace = (number) => /^\s$/.test(part.letters[number].text);
  while (from < to && isSpace(from)) from += 1;
  while (to > from && isSpace(to - 1)) to -= 1;
  return { ...part, from, to };
}

/** A selection that begins or ends within a word takes all of it. */
function inWholeWords(part) {
  if (part.to <= part.from || !Intl.Segmenter) return part;
  const at = [0]; // where each letter begins in the text
  for (const letter of part.letters) at.push(at.at(-1) + letter.text.length);
  const text = part.letters.map((letter) => letter.text).join("");
  const language = part.block.closest("[lang]")?.lang || undefined;
  const segments = new Intl.Segmenter(language, { granularity: "word" }).segment(text);
  const first = segments.containing(at[part.from]);
  const last = segments.containing(at[part.to] - 1);
  return {
    ...part,
    from: first.isWordLike ? at.indexOf(first.index) : part.from,
    to: last.isWordLike ? at.indexOf(last.index + last.segment.length) : part.to,
  };
}

function paint() {
  if (!("highlights" in CSS)) return;
  for (const colour of COLOURS) {
    const ranges = [...marked.values()].flatMap((one) => one[colour]);
    CSS.highlights.set(`note-${colour}`, new Highlight(...ranges));
  }
}

customElements.define("note-margin", NoteMargin);
