/**
 * Turns a comma-separated text field into chips with suggestions from a URL that answers
 * `{"results": [{"name": "Fluff", "uses": 120}]}` to `?q=`. The field itself keeps holding the text, with the name that is
 * still being typed: whatever reads the form then has it.
 * A suggestion may be the tag that another name leads to (`"synonym": "Fluffy"`): both are shown, and the tag is taken. Where
 * the address says `near=fandom`, it is asked with what the form's field `fandom` holds.
 * Enter takes the first suggestion that begins as was typed; the arrow keys choose another, Tab takes what is chosen. Where
 * names may be new, the last line adds it as it was typed, as a comma does; a chip that nobody has used yet says so. Where only
 * names that are known will do (`known`), there is no such line, and Enter takes the first suggestion.
 *
 * @example <tag-input src="/tags/complete"><input id="tags" name="tags" value="Fluff, Slow Burn"></tag-input>
 */
import { locale, say } from "./words.js";

const CROSS = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m6.5 6.5 11 11M17.5 6.5l-11 11"/></svg>';
let serial = 0;
const isSame = (one, other) => one.toLocaleLowerCase() === other.toLocaleLowerCase();
const isCalled = (option, text) => isSame(option.name, text) || isSame(option.synonym ?? "", text);
const plain = (name) => name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLocaleLowerCase();
const COMMAS = /[,，、]/;
const PAUSE = 150; // ms without a letter, before anything is asked

const make = (tag, className, attributes = {}) => {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

class TagInput extends HTMLElement {
  #timer = 0;
  #asked = null;
  #answered = ""; // what the suggestions are for
  #options = [];
  #active = -1;

  connectedCallback() {
    this.field = this.querySelector("input:not(.tag-input-entry)");
    if (!this.field || this.box) return;
    const isTyping = document.activeElement === this.field; // a slow network: the script came later
    this.#build();
    this.#read();
    if (isTyping) this.#typeOn();
    this.field.form?.addEventListener("submit", this.#finish);
    this.field.form?.addEventListener("reset", this.#reset);
  }

  disconnectedCallback() {
    this.field?.form?.removeEventListener("submit", this.#finish);
    this.field?.form?.removeEventListener("reset", this.#reset);
  }

  #build() {
    const id = this.field.id || `tags-${(serial += 1)}`;
    this.box = make("div", "tag-input");
    this.chips = make("ul", "tag-input-chips", { "aria-label": say("tagsChosen") });
    this.entry = make("input", "tag-input-entry", {
      type: "text", id: `${id}-entry`, role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": `${id}-options`, enterkeyhint: "enter",
    });
    for (const name of ["aria-describedby", "aria-invalid", "placeholder"]) {
      if (this.field.hasAttribute(name)) this.entry.setAttribute(name, this.field.getAttribute(name));
    }
    this.list = make("ul", "tag-options", {
      id: `${id}-options`, role: "listbox", "aria-label": say("tagsSuggested"), hidden: "",
    });
    this.voice = make("p", "visually-hidden", { "aria-live": "polite" });
    this.box.append(this.chips, this.entry, this.list);
    this.append(this.box, this.voice);
    this.required = this.field.required;
    this.field.required = false;
    this.field.hidden = true;
    const label = this.field.labels?.[0];
    if (label) label.htmlFor = this.entry.id;
    else this.entry.setAttribute("aria-label", this.field.getAttribute("aria-label") ?? say("tagsLabel"));
    this.entry.addEventListener("input", this.#typed);
    this.entry.addEventListener("keydown", this.#key);
    this.entry.addEventListener("blur", this.#left);
    this.box.addEventListener("click", this.#clicked);
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  get names() {
    return [...this.chips.children].map((chip) => chip.dataset.name);
  }

  #read() {
    this.chips.replaceChildren();
    for (const name of this.field.value.split(COMMAS)) this.#add(name, { quiet: true });
  }

  /** Whoever typed already goes on behind the last comma. */
  #typeOn() {
    const begun = this.field.value.match(/[^,，、]*$/)[0].trimStart();
    if (begun && this.chips.lastElementChild?.dataset.name === begun.trim()) {
      this.chips.lastElementChild.remove();
      this.entry.value = begun;
      this.#mirror();
    }
    this.entry.focus();
  }

  #add(text, { quiet = false } = {}) {
    const name = text.trim().replace(/\s+/g, " ");
    if (!name) return;
    if (this.names.some((had) => had.toLocaleLowerCase() === name.toLocaleLowerCase())) {
      this.voice.textContent = say("tagHad", { name });
      return;
    }
    const chip = make("li", "tag-chip");
    chip.dataset.name = name;
    const cross = make("button", "", { type: "button", "aria-label": say("tagRemove", { name }) });
    cross.innerHTML = CROSS;
    chip.append(name, cross);
    this.chips.append(chip);
    if (quiet) return;
    this.#write(say("tagAdded", { name }));
    this.#tellNew(chip);
  }

  /** What is new is easily a slip: it is told, and kept. */
  async #tellNew(chip) {
    if (this.hasAttribute("known") || !this.getAttribute("src")) return;
    const name = chip.dataset.name;
    const results = await this.#fetch(name).catch(() => null);
    if (!results || !chip.isConnected || results.some((result) => isCalled(result, name))) return;
    const mark = make("span", "tag-chip-new");
    mark.textContent = say("tagNew");
    chip.querySelector("button").before(mark);
  }

  #remove(chip) {
    const name = chip.dataset.name;
    chip.remove();
    this.#answer();
    this.#write(say("tagRemoved", { name }));
    this.entry.focus();
  }

  #mirror() {
    this.field.value = [...this.names, this.entry.value.trim()].filter(Boolean).join(", ");
  }

  #write(words) {
    this.#mirror();
    this.voice.textContent = words;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #take(text) {
    this.entry.value = "";
    this.#close();
    this.#add(text);
    this.#mirror();
  }

  #typed = () => {
    this.#answered = "";
    const parts = this.entry.value.split(/[,，、\n]/);
    const rest = parts.pop();
    if (parts.length) {
      for (const part of parts) this.#add(part);
      this.entry.value = rest.trimStart();
    }
    this.#mirror();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(this.entry.value.trim()), PAUSE);
  };

  async #ask(text) {
    this.#asked?.abort();
    if (!text || !this.getAttribute("src")) return this.#close();
    this.#asked = new AbortController();
    try {
      const results = await this.#fetch(text, this.#asked.signal);
      if (!results) return this.#close();
      this.#answered = text;
      this.#show(results);
    } catch {
      this.#close(); // asked anew, or no network: typing still works
    }
    return undefined;
  }

  async #fetch(text, signal = undefined) {
    const url = new URL(this.getAttribute("src"), location.href);
    url.searchParams.set("q", text);
    const near = this.field.form?.elements[url.searchParams.get("near")]?.value ?? "";
    url.searchParams.delete("near");
    for (const name of near.split(COMMAS)) if (name.trim()) url.searchParams.append("fandom", name.trim());
    const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).results : null;
  }

  #show(results) {
    const had = new Set(this.names.map((name) => name.toLocaleLowerCase()));
    this.#options = results.filter((result) => !had.has(result.name.toLocaleLowerCase())).slice(0, 12);
    const typed = this.entry.value.trim();
    const isNew = !this.hasAttribute("known") && !results.some((result) => isCalled(result, typed));
    if (this.#options.length && isNew) this.#options.push({ name: typed, isNew });
    if (document.activeElement !== this.entry) return this.#close();
    const found = say("tagsFound", { count: this.#options.filter((option) => !option.isNew).length });
    if (!this.#options.length) {
      this.voice.textContent = found;
      return this.#close();
    }
    this.list.replaceChildren(...this.#options.map((result, index) => {
      const option = make("li", "tag-option", { role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false" });
      const uses = make("span", "tag-option-uses");
      uses.textContent = result.uses?.toLocaleString(locale) ?? "";
      const names = result.synonym ? `${result.synonym} → ${result.name}` : result.name;
      option.append(result.isNew ? say("tagAsNew", { name: result.name }) : names, uses);
      return option;
    }));
    this.#active = -1;
    this.list.hidden = false;
    this.entry.setAttribute("aria-expanded", "true");
    this.entry.removeAttribute("aria-activedescendant");
    this.voice.textContent = found;
    return undefined;
  }

  async #takeMeant() {
    const text = this.entry.value.trim();
    if (this.#answered !== text) {
      clearTimeout(this.#timer);
      const answer = this.#ask(text);
      const asked = this.#asked;
      await answer;
      if (this.#asked !== asked || this.entry.value.trim() !== text) return; // pressed again, or typed on
    }
    this.#choose(this.#meant(text));
  }

  #meant(text) {
    const known = this.#options.filter((option) => !option.isNew);
    const begins = (option) => [option.name, option.synonym ?? ""].some((name) => plain(name).startsWith(plain(text)));
    return known.find((option) => isCalled(option, text))
      ?? known.find((option) => this.hasAttribute("known") || begins(option))
      ?? { name: text };
  }

  /** A name that was chosen as new is not asked about again when the form is sent. */
  #choose({ name, isNew = false }) {
    this.#take(name);
    if (!isNew || !this.hasAttribute("new")) return;
    [...this.chips.children].find((chip) => isSame(chip.dataset.name, name))?.setAttribute("data-new", "");
    this.#answer();
  }

  /** The answer goes with the form as long as a chip is there that it is about. */
  #answer() {
    this.querySelector("input[type=hidden][data-new]")?.remove();
    if (!this.chips.querySelector("[data-new]")) return;
    this.append(make("input", "", { type: "hidden", name: this.getAttribute("new"), value: "on", "data-new": "" }));
  }

  #close() {
    this.list.hidden = true;
    this.#options = [];
    this.#active = -1;
    this.entry.setAttribute("aria-expanded", "false");
    this.entry.removeAttribute("aria-activedescendant");
  }

  #move(step) {
    if (!this.#options.length) return;
    const from = this.#active < 0 && step < 0 ? 0 : this.#active;
    this.#mark((from + step + this.#options.length) % this.#options.length);
  }

  /** Lead to an option, or with -1 back to what is typed. */
  #mark(index) {
    this.#active = index;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    const active = this.list.children[index];
    if (!active) return this.entry.removeAttribute("aria-activedescendant");
    this.entry.setAttribute("aria-activedescendant", active.id);
    return active.scrollIntoView({ block: "nearest" });
  }

  #key = (event) => {
    if (event.isComposing) return;
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.#ask(this.entry.value.trim());
      else if (event.altKey && key === "ArrowUp") this.#close();
      else if (!event.altKey) this.#move(key === "ArrowDown" ? 1 : -1);
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) {
      this.#mark(-1); // the cursor moves in what is typed
    } else if (key === "Tab" && this.#active >= 0) {
      this.#choose(this.#options[this.#active]);
    } else if (key === "Enter" && (this.#active >= 0 || this.entry.value.trim())) {
      event.preventDefault();
      if (this.#active >= 0) this.#choose(this.#options[this.#active]);
      else if (this.getAttribute("src")) this.#takeMeant();
      else this.#take(this.entry.value);
    } else if (key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.#close();
    } else if (key === "Backspace" && !this.entry.value && this.chips.lastElementChild) {
      this.#remove(this.chips.lastElementChild);
    }
  };

  #clicked = (event) => {
    const option = event.target.closest(".tag-option");
    const chip = event.target.closest("button")?.closest(".tag-chip");
    if (option) this.#choose(this.#options[[...this.list.children].indexOf(option)]);
    else if (chip) this.#remove(chip);
    this.entry.focus();
  };

  #left = () => {
    this.#asked?.abort();
    clearTimeout(this.#timer);
    this.#take(this.entry.value);
  };

  #finish = (event) => {
    this.#take(this.entry.value);
    if (this.required && !this.names.length) {
      event.preventDefault();
      this.entry.setCustomValidity(say("tagsNeeded"));
      this.entry.reportValidity();
      this.entry.setCustomValidity("");
    }
  };

  #reset = () => setTimeout(() => {
    this.entry.value = "";
    this.#read();
    this.#answer();
  });
}
customElements.define("tag-input", TagInput);

/* A link to the field, as errors have, leads to where one types: the field itself is hidden. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]');
  const entry = link && document.getElementById(link.hash.slice(1))?.closest("tag-input")?.entry;
  if (!entry) return;
  event.preventDefault();
  entry.focus();
});
