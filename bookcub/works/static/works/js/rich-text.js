/**
 * Makes a plain field a rich one. The field keeps holding the text, as HTML, and stays what is sent; "Source" shows it.
 * `engine` is the editor's module, `paste` the address that cleans what comes from word processors; `compact` has
 * fewer buttons. A text with markup that the editor cannot hold opens as source, so that nothing is lost. What it says
 * comes with the page, from `script_words.py`.
 *
 * @example <rich-text engine="/static/django_prose_editor/editor.js" paste="/works/paste">
 *            <textarea name="text"></textarea><script type="application/json">{"bold": "Bold"}</script></rich-text>
 *
 * Event `bookcub:filled` on the field says that its text was set by a script.
 */
import { extensionsFrom, lost } from "./rich-text-schema.js";
import { KINDS, TOOLS, kindOf, setKind, spoken } from "./rich-text-tools.js";
import { fill, wordsIn } from "../../web/js/words.js";

const IS_BLOCK = /<(p|h[1-6]|div|ul|ol|dl|blockquote|hr|pre|table|center|address|figure|details)\b/i;
const make = (tag, className, attributes = {}) => {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

class RichText extends HTMLElement {
  #timer = 0;
  #editor = null;

  async connectedCallback() {
    this.field = this.querySelector("textarea");
    if (!this.field || this.bar) return;
    this.label = this.field.labels?.[0];
    this.words = wordsIn(this);
    this.#build();
    try {
      this.engine = await import(this.getAttribute("engine"));
    } catch {
      this.bar.remove(); // the plain field is all there is, and it works
      return;
    }
    await this.#open();
    this.field.addEventListener("bookcub:filled", () => this.#open());
    this.field.form?.addEventListener("submit", this.#write, { capture: true });
    this.field.form?.querySelector("[name=language]")?.addEventListener("change", this.#speak);
  }

  disconnectedCallback() {
    this.#editor?.destroy();
    this.#editor = null;
  }

  get compact() {
    return this.hasAttribute("compact");
  }

  get isSource() {
    return this.dataset.mode === "source";
  }

  #build() {
    this.bar = make("div", "rich-text-bar", { role: "toolbar", "aria-label": fill(this.words.formatting, { field: this.label?.textContent.trim() ?? "" }) });
    this.kinds = make("select", "rich-text-kinds", { "aria-label": this.words.kinds });
    for (const kind of KINDS) this.kinds.add(new Option(this.words[`kind-${kind}`], kind));
    this.kinds.addEventListener("change", () => setKind(this.#editor, this.kinds.value));
    if (!this.compact) this.bar.append(this.kinds);
    this.buttons = TOOLS.filter((tool) => !(tool.full && this.compact)).map((tool) => this.#button(tool)).filter(Boolean);
    this.toggle = make("button", "rich-text-toggle", { type: "button", "aria-pressed": "false" });
    this.toggle.textContent = this.words.source;
    this.toggle.addEventListener("click", () => (this.isSource ? this.#open({ insist: true }) : this.#showSource()));
    this.bar.append(this.toggle);
    this.bar.addEventListener("keydown", this.#walk);
    this.note = make("p", "rich-text-note", { role: "status" });
    this.page = make("div", "rich-text-page prose reading");
    this.prepend(this.bar, this.note, this.page);
    this.dataset.mode = "source";
    this.#rove(0);
  }

  #button(tool) {
    if (tool.gap) {
      this.bar.append(make("span", "rich-text-gap", { "aria-hidden": "true" }));
      return null;
    }
    const keys = spoken(tool.keys, this.words);
    const label = this.words[tool.name];
    const button = make("button", "rich-text-tool", { type: "button", "aria-label": label, title: keys ? `${label} (${keys})` : label });
    button.innerHTML = tool.html;
    if (tool.on) button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => (tool.asks ? this.#askLink() : tool.run(this.#editor)));
    this.bar.append(button);
    return { button, tool };
  }

  /** Shows the field's text in the editor; as source if that would lose something and nobody insists. */
  async #open({ insist = false } = {}) {
    const html = await this.#asHtml(this.field.value);
    if (html === null) return this.#showSource(this.words.unreachable);
    this.#editor ??= this.#begin();
    this.#editor.commands.setContent(html, { emitUpdate: false });
    const missing = html ? lost(html, this.#editor.getHTML(), this.words["some-words"]) : [];
    const named = { missing: missing.join(", ") };
    if (missing.length && !(insist && window.confirm(fill(this.words.confirm, named)))) {
      return this.#showSource(fill(this.words["cannot-keep"], named));
    }
    this.note.textContent = "";
    this.dataset.mode = "rich";
    this.toggle.setAttribute("aria-pressed", "false");
    this.#nameIt(true);
    this.#look();
    if (insist) this.#editor.commands.focus();
    return undefined;
  }

  #showSource(why = "") {
    if (!this.isSource && this.#editor) this.#write();
    this.dataset.mode = "source";
    this.note.textContent = why;
    this.toggle.setAttribute("aria-pressed", "true");
    this.#nameIt(false);
    this.#look();
  }

  #begin() {
    const editor = new this.engine.Editor({
      element: this.page,
      extensions: extensionsFrom(this.engine, { compact: this.compact, placeholder: this.getAttribute("placeholder") }),
      injectCSS: false, // the style sheet has it; the policy forbids injected styles
      enableContentCheck: false,
      editorProps: {
        attributes: { role: "textbox", "aria-multiline": "true", class: "rich-text-surface", spellcheck: "true" },
        handleDOMEvents: { paste: (view, event) => this.#paste(event) },
        handleKeyDown: (view, event) => this.#key(event),
      },
      onUpdate: () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(this.#write, 200);
      },
      onTransaction: () => this.#look(),
      onBlur: () => this.#write(),
    });
    this.surface = editor.view.dom;
    this.fieldId = this.field.id;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (this.field.hasAttribute(name)) this.surface.setAttribute(name, this.field.getAttribute(name));
    }
    if (this.label) {
      this.label.id ||= `${this.fieldId}-label`;
      this.surface.setAttribute("aria-labelledby", this.label.id);
      this.label.addEventListener("click", () => !this.isSource && editor.commands.focus());
    }
    this.#editor = editor;
    this.#speak();
    return editor;
  }

  /** Gives the field's id to whichever of the two is shown, so that links to errors lead there. */
  #nameIt(rich) {
    if (!this.surface) return;
    this.field.id = rich ? `${this.fieldId}-source` : this.fieldId;
    this.surface.id = rich ? this.fieldId : `${this.fieldId}-rich`;
    if (this.label) this.label.htmlFor = this.field.id;
  }

  #speak = () => {
    const language = this.field.form?.querySelector("[name=language]")?.value;
    if (language && this.surface) this.surface.lang = language;
  };

  #write = () => {
    clearTimeout(this.#timer);
    if (this.isSource || !this.#editor) return;
    const html = this.#editor.isEmpty ? "" : this.#editor.getHTML();
    if (html === this.field.value) return;
    this.field.value = html;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  async #asHtml(text) {
    if (!text.trim() || IS_BLOCK.test(text)) return text;
    return this.#ask({ typed: text });
  }

  async #ask(parts) {
    const body = new FormData();
    for (const [name, value] of Object.entries(parts)) body.set(name, value);
    body.set("csrfmiddlewaretoken", this.field.form?.elements.csrfmiddlewaretoken?.value ?? "");
    try {
      const answer = await fetch(this.getAttribute("paste"), { method: "POST", body, redirect: "manual" });
      return answer.ok ? (await answer.json()).html : null;
    } catch {
      return null;
    }
  }

  #paste(event) {
    const html = event.clipboardData?.getData("text/html");
    if (!html || html.includes("data-pm-slice")) return false;
    event.preventDefault();
    this.#insert(html, event.clipboardData.getData("text/plain"));
    return true;
  }

  async #insert(html, plain) {
    this.surface.setAttribute("aria-busy", "true");
    const clean = await this.#ask({ html });
    this.surface.removeAttribute("aria-busy");
    if (clean !== null) {
      this.#editor.chain().focus().insertContent(clean).run();
      return;
    }
    const paragraphs = plain.split(/\n{2,}/).map((text) => ({ type: "paragraph", content: text ? [{ type: "text", text: text.replace(/\s*\n\s*/g, " ") }] : [] }));
    this.#editor.chain().focus().insertContent(paragraphs).run();
    this.note.textContent = this.words["pasted-plain"];
  }

  #key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      this.#askLink();
      return true;
    }
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      this.bar.querySelector("[tabindex='0']").focus();
      return true;
    }
    return false;
  }

  #askLink() {
    this.dialog ??= this.#linkDialog();
    const input = this.dialog.querySelector("input");
    input.value = this.#editor.getAttributes("link").href ?? "";
    this.dialog.querySelector("[value=drop]").hidden = !this.#editor.isActive("link");
    this.dialog.returnValue = "";
    this.dialog.showModal();
    input.select();
  }

  #linkDialog() {
    const dialog = make("dialog", "dialog rich-text-link", { "aria-label": this.words.link });
    const form = make("div", "stack");
    const label = make("label", "field");
    const input = make("input", "", { type: "url", inputmode: "url", placeholder: "https://", autocomplete: "off" });
    const name = make("span", "field-label");
    name.textContent = this.words.address;
    label.append(name, input);
    const row = make("div", "form-actions");
    const act = (text, value, kind) => {
      const button = make("button", `button button--${kind}`, { type: "button", value });
      button.textContent = text;
      button.addEventListener("click", () => dialog.close(value));
      row.append(button);
    };
    act(this.words.set, "set", "primary");
    act(this.words.drop, "drop", "plain");
    act(this.words.cancel, "", "quiet");
    form.append(label, row);
    dialog.append(form);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      dialog.close("set");
    });
    // It is not part of the form that saves itself.
    input.addEventListener("input", (event) => event.stopPropagation());
    dialog.addEventListener("close", () => this.#link(dialog.returnValue, input.value.trim()));
    this.append(dialog);
    return dialog;
  }

  #link(choice, typed) {
    const chain = this.#editor.chain().focus().extendMarkRange("link");
    if (choice === "drop" || (choice === "set" && !typed)) chain.unsetMark("link").run();
    if (choice !== "set" || !typed) return;
    const href = /^(https?:|ftp:|mailto:|\/|#)/i.test(typed) ? typed : `https://${typed}`;
    if (this.#editor.state.selection.empty && !this.#editor.isActive("link")) {
      this.#editor.chain().focus().insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    } else {
      chain.setMark("link", { href }).run();
    }
  }

  /** Shows on the toolbar where the cursor stands. */
  #look() {
    const source = this.isSource;
    for (const { button, tool } of this.buttons) {
      button.setAttribute("aria-disabled", String(source || (tool.can ? !this.#editor?.can || !tool.can(this.#editor) : false)));
      button.disabled = source;
      if (tool.on && this.#editor) button.setAttribute("aria-pressed", String(!source && tool.on(this.#editor)));
    }
    this.kinds.disabled = source;
    if (this.#editor && !source) this.kinds.value = kindOf(this.#editor);
  }

  get stops() {
    return [...this.bar.querySelectorAll("select, button")].filter((stop) => !stop.disabled);
  }

  #rove(index) {
    for (const stop of this.bar.querySelectorAll("select, button")) stop.tabIndex = -1;
    const stop = this.stops[index];
    if (stop) stop.tabIndex = 0;
    return stop;
  }

  #walk = (event) => {
    const stops = this.stops;
    const here = stops.indexOf(document.activeElement);
    const step = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (event.key === "Escape") this.#editor?.commands.focus();
    if (step === undefined) return;
    event.preventDefault();
    this.#rove((step + stops.length) % stops.length)?.focus();
  };
}
customElements.define("rich-text", RichText);
