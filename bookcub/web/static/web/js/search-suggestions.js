/**
 * Suggests works, tags and people below a search box, from a URL that answers
 * `{"groups": [{"label": "Tags", "options": [{"name": "Fluff", "url": "/tags/freeform/Fluff", "note": "12 works"}]}]}` to `?q=`.
 * The arrow keys lead through them and Enter opens the one that is chosen; without a choice it searches for what was typed.
 *
 * @example <search-suggestions src="/search/suggestions"><input type="search" name="q"></search-suggestions>
 */
import { say } from "./words.js";

const PAUSE = 200; // ms without a letter, before anything is asked
let serial = 0;

const make = (tag, className, attributes = {}) => {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

class SearchSuggestions extends HTMLElement {
  #timer = 0;
  #asked = null;
  #active = -1;

  connectedCallback() {
    this.box = this.querySelector("input");
    if (!this.box || this.list) return;
    const id = `suggestions-${(serial += 1)}`;
    this.list = make("div", "search-options", { id, role: "listbox", "aria-label": say("tagsSuggested"), hidden: "" });
    this.voice = make("div", "visually-hidden", { "aria-live": "polite" });
    this.append(this.list, this.voice);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
    for (const [name, value] of Object.entries(roles)) this.box.setAttribute(name, value);
    this.box.addEventListener("input", this.#typed);
    this.box.addEventListener("keydown", this.#key);
    this.addEventListener("focusout", this.#left);
    // Pressed, the box keeps the cursor; let go of, the link opens.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  #typed = () => {
    this.#asked?.abort();
    clearTimeout(this.#timer);
    const text = this.box.value.trim();
    if (text) this.#timer = setTimeout(() => this.#ask(text), PAUSE);
    else this.#close();
  };

  async #ask(text) {
    this.#asked?.abort();
    this.#asked = new AbortController();
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", text);
    try {
      const answer = await fetch(url, { signal: this.#asked.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.#show((await answer.json()).groups);
      else this.#close();
    } catch (error) {
      if (error.name !== "AbortError") this.#close(); // no network: one searches as typed
    }
  }

  #show(groups) {
    if (document.activeElement !== this.box) return this.#close();
    this.list.replaceChildren(...groups.map((group, number) => this.#group(group, number)));
    this.options.forEach((option, number) => { option.id = `${this.list.id}-${number}`; });
    this.voice.textContent = say("tagsFound", { count: this.options.length });
    if (!groups.length) return this.#close();
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    return this.#mark(-1);
  }

  #group({ label, options }, number) {
    const id = `${this.list.id}-label-${number}`;
    const group = make("div", "search-options-group", { role: "group", "aria-labelledby": id });
    const head = make("div", "search-options-label", { id });
    head.textContent = label;
    group.append(head, ...options.map(({ name, url, note }) => {
      const option = make("a", "search-option", { href: url, role: "option", tabindex: "-1", "aria-selected": "false" });
      const more = make("span", "search-option-note");
      more.textContent = note;
      option.append(name, more);
      return option;
    }));
    return group;
  }

  #mark(index) {
    this.#active = index;
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    const active = this.options[index];
    if (!active) return this.box.removeAttribute("aria-activedescendant");
    this.box.setAttribute("aria-activedescendant", active.id);
    return active.scrollIntoView({ block: "nearest" });
  }

  #close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.box.setAttribute("aria-expanded", "false");
    this.#mark(-1);
  }

  #left = (event) => {
    if (this.contains(event.relatedTarget)) return;
    this.#asked?.abort();
    clearTimeout(this.#timer);
    this.#close();
  };

  #key = (event) => {
    if (event.isComposing) return;
    const { key } = event;
    const { length } = this.options;
    if (this.list.hidden) {
      if (key === "ArrowDown" && this.box.value.trim()) this.#ask(this.box.value.trim());
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      // One step before the first and behind the last is what was typed.
      const step = key === "ArrowDown" ? 1 : -1;
      this.#mark(((this.#active + 1 + step + length + 1) % (length + 1)) - 1);
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) {
      this.#mark(-1); // the cursor moves in what is typed
    } else if (key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      this.options[this.#active].click();
    } else if (key === "Escape") {
      event.preventDefault(); // or the browser empties the box
      event.stopPropagation();
      this.#close();
    }
  };
}
customElements.define("search-suggestions", SearchSuggestions);
