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
import { lettersOf, numberAt, rangeOf } from "./block-text.js";

const PAUSE = 250; // ms that a selection rests before it is asked about
const COLOURS = ["yellow", "orange", "pink", "purple", "blue", "green"];
const words = document.getElementById("note_margin_script").dataset; // in the reader's language
const marked = new Map(); // element -> its ranges by colour
const EDGE = 16; // px that a form keeps from the edges of the screen

class NoteMargin extends HTMLElement {
  #timer = 0;
  #onSelect = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#offer(), PAUSE);
  };
  #onMade = (event) => this.#load(event.detail);
  #sizes = new ResizeObserver((grown) => {
    for (const { target } of grown) if (!target.hidden && isBeside(target)) this.#makeRoom(target);
  });
  #onClick = (event) => {
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
    const open = event.key === "Escape" && event.target.closest?.(".margin-aside");
    if (open) this.#close(open);
  };

  // Where there is room beside the text, the notes open there one after the other.
  #onAll = (event) => {
    const first = this.text.querySelector(".margin-notes[data-block]");
    if (!first || !isBeside(first) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#openNext();
  };

  connectedCallback() {
    this.wish = null; // while a paragraph is chosen: "" to note on it, or "words" to suggest other ones
    this.text = document.querySelector(`[data-chapter="${this.getAttribute("for")}"]`);
    if (!this.text || this.more) return;
    // Above the text: the links may stand in a bar that has no room for sentences.
    this.more = Object.assign(document.createElement("div"), { className: "note-bar-more" });
    this.text.before(this.more);
    this.text.classList.add("has-margin");
    this.text.addEventListener("note-made", this.#onMade);
    this.text.addEventListener("keydown", this.#onKey);
    this.text.addEventListener("click", this.#onClick);
    this.querySelector("[data-label]").closest("a").addEventListener("click", this.#onAll);
    if (this.hasAttribute("new")) {
      document.addEventListener("selectionchange", this.#onSelect);
      this.links = [...this.querySelectorAll("[data-write]")].map((link) => this.#turnIntoButton(link));
      this.hint = Object.assign(document.createElement("p"), { className: "note-hint" });
      this.append(this.hint);
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
    this.text?.removeEventListener("keydown", this.#onKey);
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
    if (!made) return;
    // Whatever came above it, one goes on seeing the words one wrote about where one saw them.
    if (passage) scrollBy(0, passage.getBoundingClientRect().top - before);
    const note = document.getElementById(`note_${made.comment}`);
    const card = note?.closest(".margin-notes");
    if (card) this.#bring(card, this.#aboutNote(note) ?? passage);
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
      if (isOpen) fit();
    };
    group.querySelector("[data-close]").addEventListener("click", () => this.#close(aside));
    group.querySelector("[data-next]")?.addEventListener("click", () => this.#openNext(group));
    button.addEventListener("click", () => {
      const opens = group.hidden;
      if (!isBeside(group)) this.#makeRoom(group);
      set(opens);
    });
    aside.append(button, group);
    this.#sizes.observe(group);
    const fit = this.#standBeside(aside, ".margin-notes", () => this.#aboutNote(group.querySelector("[data-colour]")) ?? block);
    // A way to one note, as from the page of a club, opens it: when one comes, not again after one has written.
    const wanted = this.isShown ? null : new URLSearchParams(location.search).get("note");
    const isWanted = wanted && group.querySelector(`#note_${CSS.escape(wanted)}`);
    set(opened.has(group.dataset.block) || (!this.isShown && location.hash === `#${group.id}`) || Boolean(isWanted));
    globalThis.htmx?.process(aside);
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
    const { top, bottom } = blocks[number].getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) blocks[number].scrollIntoView({ block: "center" });
    this.#open(all[number].querySelector(".margin-note"));
  }

  #open(note) {
    const group = note.closest("[data-block]");
    if (group.hidden) group.parentElement.querySelector(".margin-count")?.click();
    this.#bring(group, this.#aboutNote(note) ?? group);
    this.#focus(note);
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

  async #write(block, query) {
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
    const box = this.#asideAfter(block, "note-box");
    box.append(form);
    if (!isBeside(form)) this.#makeRoom(form);
    const about = this.#rangeOf(query);
    // What one writes about stays marked, for the selection goes when one types.
    if (about && "highlights" in CSS) CSS.highlights.set("note-chosen", new Highlight(about));
    this.#standBeside(box, ".note-form", () => about ?? block)();
    box.addEventListener("click", (event) => {
      if (!event.target.closest("[data-close]")) return;
      event.preventDefault();
      this.#close(box);
    });
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

  /** Where there is room beside the text: at the height of the words, and no lower than the screen if they are on it. */
  #level(card, about) {
    card.style.insetBlockStart = "";
    if (!isBeside(card)) return;
    const { top, height } = card.getBoundingClientRect();
    const words = about.getBoundingClientRect();
    const wanted = isOnScreen(about) ? Math.max(EDGE, Math.min(words.top, innerHeight - EDGE - height)) : words.top;
    card.style.insetBlockStart = `${parseFloat(getComputedStyle(card).insetBlockStart) + wanted - top}px`;
  }

  /** Where there is room beside the text: level with its words, and what it would cover is closed. */
  #bring(card, about) {
    this.#level(card, about);
    if (isBeside(card)) this.#makeRoom(card);
  }

  /** Beside the text as many notes are open as there is room for; under it only those of one paragraph. */
  #makeRoom(card) {
    for (const button of this.text.querySelectorAll(".margin-count[aria-expanded=true]")) {
      const other = button.nextElementSibling;
      if (other !== card && (!isBeside(card) || overlap(card, other))) button.click();
    }
  }

  /** The same for what grows: a form, also one that was refused, or a card in which one answers. What levels it anew. */
  #standBeside(box, part, about) {
    const fit = () => {
      const card = box.querySelector(part);
      if (!card || card.hidden) return;
      this.#level(card, about());
      if (box.matches(".note-box") && isBeside(card)) this.#makeRoom(card); // notes do so when they grow
    };
    const onResize = () => (box.isConnected ? fit() : removeEventListener("resize", onResize));
    addEventListener("resize", onResize);
    const onGrowth = () => { if (isOnScreen(about())) fit(); };
    for (const grows of ["htmx:afterSettle", "input"]) box.addEventListener(grows, onGrowth);
    box.addEventListener("toggle", onGrowth, true); // it does not bubble
    return fit;
  }

  #close(aside) {
    const button = aside.querySelector(".margin-count[aria-expanded=true]");
    if (button) {
      button.click();
      button.focus();
    } else if (aside.matches(".note-box, .note-tools")) {
      const before = aside.previousElementSibling;
      aside.remove();
      if (aside.matches(".note-box")) CSS.highlights?.delete("note-chosen");
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
    this.hint.textContent = wish === null ? "" : wish ? words.chooseWords : words.choose;
    this.text.toggleAttribute("data-choosing", wish !== null);
    for (const pen of this.text.querySelectorAll(".margin-aside--pen")) pen.remove();
    if (wish !== null) for (const block of this.text.querySelectorAll("[id^='b-']")) this.#pen(block, wish);
  }

  #pen(block, wish) {
    const text = lettersOf(block).map((letter) => letter.text).join("");
    if (!text) return;
    const aside = this.#asideAfter(block, "margin-aside--pen");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "margin-pen";
    button.textContent = wish ? words.suggest : words.onParagraph;
    button.setAttribute("aria-label", (wish ? words.suggestThis : words.onThis).replace("{opening}", () => text.slice(0, 60)));
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
