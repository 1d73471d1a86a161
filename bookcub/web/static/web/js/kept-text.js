/**
 * Keeps what is typed in this browser through errors, expired sessions and closed tabs, and offers it back.
 * It is let go when the server says that it has it: by a cookie, for a form that held a field `kept` with its name
 * (`web.middleware.words_arrived`), by an element `data-kept-done="NAME"` on a later page, or an event `bookcub:saved`
 * from within. What one person typed is not offered to another in the same browser; what was typed before logging in is
 * back in the empty box at once, and so is what was typed in a form `data-gives-back`, which one has opened by hand.
 * A form says by `data-about` what it is about; `keptUnder` gives that back with the words, to whoever lists them.
 *
 * @example <input type="hidden" name="kept" value="comment-on-work-12">
 *          <kept-text name="comment-on-work-12"><textarea name="text"></textarea></kept-text>
 */
import { locale, say } from "./words.js";

const ARRIVED = "bookcub_arrived";
const person = document.documentElement.dataset.person ?? "";
const key = (name, whose = person) => `bookcub:kept:${whose}:${name}`;
const DAYS = 30 * 24 * 60 * 60 * 1000;

export function forget(name) {
  localStorage.removeItem(key(name));
  localStorage.removeItem(key(name, "")); // typed before somebody logged in
}

/** Keep it under its name: as it is typed, or again after it was thrown away. */
export function keep({ name, text, about }) {
  localStorage.setItem(key(name), JSON.stringify({ text, about, at: Date.now() }));
}

/** What is kept under the names that begin so, the oldest first: `{ name, text, about, at }`. */
export function keptUnder(beginning) {
  const start = key(beginning);
  const kept = [];
  for (const one of Object.keys(localStorage).filter((name) => name.startsWith(start))) {
    try {
      const { text, about, at } = JSON.parse(localStorage.getItem(one));
      if (Date.now() - at < DAYS) kept.push({ name: one.slice(key("").length), text, about, at });
    } catch {
      // Not ours.
    }
  }
  return kept.sort((a, b) => a.at - b.at);
}

class KeptText extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    this.field = this.querySelector("textarea, input");
    if (!this.field) return;
    this.given = this.field.value;
    this.#offer();
    this.field.addEventListener("input", this.#later);
    this.addEventListener("bookcub:saved", this.#done);
    window.addEventListener("pagehide", this.#keep);
  }

  disconnectedCallback() {
    window.removeEventListener("pagehide", this.#keep);
    // Now, not later: what follows may be the server's word that it has the text.
    if (this.field) this.#keep();
  }

  get name() {
    return this.getAttribute("name");
  }

  #later = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#keep, 400);
  };

  #keep = () => {
    clearTimeout(this.#timer);
    const text = this.field.value;
    if (!this.touched && text === this.given) return;
    this.touched = true;
    try {
      if (text.trim() && text !== this.given) {
        const about = this.closest("[data-about]")?.dataset.about;
        keep({ name: this.name, text, about });
      } else if (!text.trim()) {
        forget(this.name);
      }
    } catch {
      // Storage is full or forbidden: the field itself still works.
    }
  };

  #done = () => {
    clearTimeout(this.#timer);
    forget(this.name);
    this.given = this.field.value;
    this.touched = false;
  };

  #offer() {
    const kept = this.#read();
    if (!kept) return;
    if (kept.text.trim() === this.field.value.trim()) {
      // The page shows it already: the server has it, unless it has just refused it.
      if (!this.closest("form")?.querySelector(".form-errors, [aria-invalid=true]")) forget(this.name);
      return;
    }
    const isAskedFor = kept.isGuests || this.closest("[data-gives-back]");
    if (isAskedFor && !this.field.value.trim()) {
      // Typed before one logged in, or in a box that one opens to go on: nothing else stands in the way.
      this.field.value = kept.text;
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
      this.#keep();
      localStorage.removeItem(key(this.name, ""));
      return;
    }
    const note = document.createElement("div");
    note.className = "kept-text";
    note.setAttribute("role", "status");
    this.prepend(note);
    this.#ask(kept, note);
  }

  #ask(kept, note) {
    const when = new Date(kept.at).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
    const restore = this.#button(say("keptRestore"), () => this.#restore(kept.text, note));
    const discard = this.#button(say("keptDiscard"), () => this.#throwAway(kept, note));
    note.replaceChildren(this.#line(say("keptOffer", { moment: when })), restore, discard);
  }

  /** For as long as the page stands it can be put back. */
  #throwAway(kept, note) {
    const [own, before] = [key(this.name), key(this.name, "")].map((name) => localStorage.getItem(name));
    forget(this.name);
    const undo = this.#button(say("keptUndo"), () => {
      // What has been typed since is kept in its place.
      if (localStorage.getItem(key(this.name)) === null) {
        if (own !== null) localStorage.setItem(key(this.name), own);
        if (before !== null) localStorage.setItem(key(this.name, ""), before);
      }
      this.#ask(kept, note);
      note.querySelector("button").focus();
    });
    note.replaceChildren(this.#line(say("keptThrown")), undo);
    undo.focus({ preventScroll: true });
  }

  #line(words) {
    return Object.assign(document.createElement("p"), { textContent: words });
  }

  #read() {
    try {
      const own = localStorage.getItem(key(this.name));
      const kept = JSON.parse(own ?? localStorage.getItem(key(this.name, "")));
      if (kept && Date.now() - kept.at < DAYS) return { ...kept, isGuests: Boolean(person) && own === null };
      forget(this.name);
    } catch {
      // Nothing kept that can be read.
    }
    return null;
  }

  #restore(text, note) {
    this.field.value = text;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    note.remove();
    this.field.focus();
  }

  #button(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet button--small";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }
}

/** Forget what has arrived, as the cookie of the last answer says; the names of it. */
const arrived = () => {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${ARRIVED}=`));
  if (!found) return [];
  const names = found.slice(ARRIVED.length + 1).split(".");
  names.forEach(forget);
  document.cookie = `${ARRIVED}=; path=/; max-age=0; samesite=lax`;
  return names;
};
const settle = (root) => {
  arrived();
  const done = root.querySelectorAll?.("[data-kept-done]") ?? [];
  for (const element of done) forget(element.dataset.keptDone);
};
settle(document);
// Before the answer stands in the page: its new box would offer what has arrived, and the old one keep it once more.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const names = arrived();
  for (const box of detail.requestConfig.elt.querySelectorAll("kept-text")) {
    if (names.includes(box.name)) box.dispatchEvent(new Event("bookcub:saved"));
  }
});
document.addEventListener("htmx:load", (event) => {
  settle(event.target);
  if (event.target.dataset?.keptDone) forget(event.target.dataset.keptDone);
});
customElements.define("kept-text", KeptText);
