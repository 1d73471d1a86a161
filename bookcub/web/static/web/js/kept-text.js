/**
 * Keeps what is typed in this browser through errors, expired sessions and closed tabs, and offers it back.
 * It is let go when the server says that it has it: an element `data-kept-done="NAME"` on a later page,
 * or an event `bookcub:saved` from within.
 *
 * @example <kept-text name="comment-on-work-12"><textarea name="text"></textarea></kept-text>
 *          and, after success: <p data-kept-done="comment-on-work-12">Your comment is here.</p>
 */
import { locale, say } from "./words.js";

const key = (name) => `bookcub:kept:${name}`;
const DAYS = 30 * 24 * 60 * 60 * 1000;

export const forget = (name) => localStorage.removeItem(key(name));

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
        localStorage.setItem(key(this.name), JSON.stringify({ text, at: Date.now() }));
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
    const note = document.createElement("div");
    note.className = "kept-text";
    note.setAttribute("role", "status");
    const words = document.createElement("p");
    const when = new Date(kept.at).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
    words.textContent = say("keptOffer", { moment: when });
    const restore = this.#button(say("keptRestore"), () => this.#restore(kept.text, note));
    const discard = this.#button(say("keptDiscard"), () => {
      forget(this.name);
      note.remove();
      this.field.focus();
    });
    note.append(words, restore, discard);
    this.prepend(note);
  }

  #read() {
    try {
      const kept = JSON.parse(localStorage.getItem(key(this.name)));
      if (kept && Date.now() - kept.at < DAYS) return kept;
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

const settle = (root) => {
  const done = root.querySelectorAll?.("[data-kept-done]") ?? [];
  for (const element of done) forget(element.dataset.keptDone);
};
settle(document);
document.addEventListener("htmx:load", (event) => {
  settle(event.target);
  if (event.target.dataset?.keptDone) forget(event.target.dataset.keptDone);
});
customElements.define("kept-text", KeptText);
