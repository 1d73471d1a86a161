/**
 * Takes dropped files into its file field and lists what was chosen, each with a way to take it out again. Whoever
 * chooses a second time adds to the first, as the list would have them think.
 *
 * @example <drop-zone><label for="f">Drop files here</label><input id="f" type="file" name="files" multiple>
 *          <ul class="drop-zone-files"></ul></drop-zone>
 */
import { locale, say } from "./words.js";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];
const size = (bytes) => {
  const step = Math.min(Math.floor(Math.log2(bytes || 1) / 10), 3);
  // The short form of a byte is the word itself, in the singular: “258 byte”.
  const form = { style: "unit", unit: UNITS[step], unitDisplay: step ? "short" : "long", maximumFractionDigits: step ? 1 : 0 };
  return (bytes / 1024 ** step).toLocaleString(locale, form);
};

class DropZone extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.list = this.querySelector(".drop-zone-files");
    if (!this.input) return;
    this.addEventListener("dragover", this.#over);
    this.addEventListener("dragleave", this.#out);
    this.addEventListener("drop", this.#drop);
    this.kept = [...this.input.files]; // what was chosen so far
    this.input.addEventListener("change", this.#choose);
    this.#show();
  }

  #choose = () => {
    const chosen = [...this.input.files];
    const are = (one, other) => ["name", "size", "lastModified"].every((each) => one[each] === other[each]);
    const before = this.kept.filter((one) => !chosen.some((other) => are(one, other)));
    this.#hold(this.input.multiple ? [...before, ...chosen] : chosen);
  };

  /** Let the field hold these, and say which. */
  #hold(files) {
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    this.input.files = all.files;
    this.kept = files;
    this.#show();
  }

  #over = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.dataset.over = "";
  };

  #out = (event) => {
    if (!this.contains(event.relatedTarget)) delete this.dataset.over;
  };

  #drop = (event) => {
    event.preventDefault();
    delete this.dataset.over;
    const dropped = [...(event.dataTransfer?.files ?? [])];
    if (!dropped.length) return;
    const all = new DataTransfer();
    for (const file of this.input.multiple ? dropped : dropped.slice(0, 1)) all.items.add(file);
    this.input.files = all.files;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  #show = () => {
    if (!this.list) return;
    this.list.replaceChildren(...this.kept.map((file) => {
      const row = document.createElement("li");
      const bytes = document.createElement("span");
      bytes.className = "drop-zone-size";
      bytes.textContent = ` ${size(file.size)}`;
      const out = document.createElement("button");
      out.type = "button";
      out.className = "button button--quiet button--small";
      out.textContent = say("fileOut");
      out.setAttribute("aria-label", say("fileOutNamed", { name: file.name }));
      out.addEventListener("click", () => this.#takeOut(file));
      row.append(file.name, bytes, out);
      return row;
    }));
  };

  #takeOut(file) {
    this.#hold(this.kept.filter((each) => each !== file));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    (this.list.querySelector("button") ?? this.input).focus();
  }
}
customElements.define("drop-zone", DropZone);
