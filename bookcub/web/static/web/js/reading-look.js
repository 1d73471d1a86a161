/**
 * Applies a look as soon as it is chosen, and keeps it in the cookie that the server reads.
 * The line of the text that one is reading stays where it is, however large the letters become.
 * Also announces it (`bookcub:look`, detail = the cookie's text), so that an account can store it.
 *
 * @example <reading-look><form method="post" action="/look"><input type="radio" name="theme" value="dark"></form></reading-look>
 */
const NAMES = ["theme", "face", "size", "measure", "leading", "justify", "taps"];
const TWO_YEARS = 2 * 365 * 24 * 60 * 60;

/**
 * The first paragraph of the text that begins in the upper half of the screen, or else the one that fills it, and which
 * share of that is above; undefined where there is no text.
 */
function readingLine() {
  const blocks = [...document.querySelectorAll(".reading [id^='b-']")];
  const begins = blocks.find((one) => one.getBoundingClientRect().top >= 0);
  const isHigh = begins?.getBoundingClientRect().top < innerHeight / 2;
  const block = isHigh ? begins : blocks.find((one) => one.getBoundingClientRect().bottom > 0);
  if (!block || block.getBoundingClientRect().top > innerHeight) return undefined;
  const { top, height } = block.getBoundingClientRect();
  return { block, share: top < 0 ? top / height : 0, below: Math.max(top, 0) };
}

function stayAt({ block, share, below }) {
  const { top, height } = block.getBoundingClientRect();
  scrollBy({ top: top - share * height - below, behavior: "instant" });
}

class ReadingLook extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this.#apply);
  }

  #apply = () => {
    const chosen = new FormData(this.querySelector("form"));
    const values = NAMES.map((name) => chosen.get(name));
    if (values.includes(null)) return;
    const page = document.documentElement;
    const line = readingLine();
    NAMES.forEach((name, index) => {
      if (name === "theme" && values[index] === "system") delete page.dataset.theme;
      else page.dataset[name] = values[index];
    });
    if (line) stayAt(line);
    const text = values.join(".");
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `bookcub_look=${text}; path=/; max-age=${TWO_YEARS}; samesite=lax${secure}`;
    this.dispatchEvent(new CustomEvent("bookcub:look", { bubbles: true, detail: text }));
    this.#tellAccount();
  };

  /** For members the server hears of it too, so that the look follows them to other browsers. */
  #tellAccount() {
    const form = this.querySelector("form[data-account]");
    if (!form) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual", keepalive: true }).catch(() => {});
    }, 300);
  }
}
customElements.define("reading-look", ReadingLook);
