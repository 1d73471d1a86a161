/**
 * A form that saves itself while one types: on the server, and in this browser while the server cannot be reached.
 * It never sends the form; saving for good stays a decision. `version` is the copy that the page was made from.
 * What it says comes with the page, from `script_words.py`.
 *
 * @example <self-saving src="/works/copies" form-key="chapter-12" window="k3v9x2" version="0" saved-at="">
 *            <form method="post"><input name="title"><p data-state></p></form>
 *            <script type="application/json">{"saved": "Saved at {time}"}</script></self-saving>
 */
import { fill, locale, wordsIn } from "../../web/js/words.js";

const CALM = 1200; // ms after the last letter
const AT_MOST = 6000; // ms without saving while one goes on typing
const BACK_OFF = [2000, 4000, 8000, 15000, 30000, 60000];
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "do"]);
const place = (key) => `bookcub:copy:${key}`;
const older = (key) => `${place(key)}:older`; // what waits for an answer while somebody types on

const make = (tag, className, text = "") => {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
};
const action = (label, act) => {
  const button = make("button", "button button--quiet button--small", label);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
};
const clock = (date) => date.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });

class SelfSaving extends HTMLElement {
  #timer = 0;
  #keeping = 0;
  #since = 0;
  #failed = 0;
  #changes = 0;
  #isSaving = false;
  #isStopped = false;
  #isSent = false;
  #sending = null;

  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || this.voice) return;
    this.key = this.getAttribute("form-key");
    this.words = wordsIn(this);
    this.version = Number(this.getAttribute("version")) || 0;
    this.state = this.querySelector("[data-state]");
    this.voice = make("p", "visually-hidden");
    this.voice.setAttribute("role", "status");
    this.append(this.voice);
    this.#forgetSent();
    this.#offer();
    this.form.addEventListener("input", this.#typed);
    this.form.addEventListener("change", this.#typed);
    this.form.addEventListener("submit", this.#sent);
    window.addEventListener("online", this.#again);
    window.addEventListener("pagehide", this.#leave);
    window.addEventListener("pageshow", this.#back);
    document.addEventListener("visibilitychange", this.#hide);
    this.#say(this.words.ready);
  }

  disconnectedCallback() {
    window.removeEventListener("online", this.#again);
    window.removeEventListener("pagehide", this.#leave);
    window.removeEventListener("pageshow", this.#back);
    document.removeEventListener("visibilitychange", this.#hide);
    clearTimeout(this.#timer);
  }

  get fields() {
    return [...new FormData(this.form)].filter(([name, value]) => !NOT_TYPED.has(name) && typeof value === "string");
  }

  #typed = () => {
    this.#changes += 1;
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(this.#keep, 250);
    if (this.#isStopped || this.#failed) return;
    this.#since ||= Date.now();
    this.#later(Math.max(0, Math.min(CALM, this.#since + AT_MOST - Date.now())));
  };

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#save, wait);
  }

  /** In this browser, at once: the copy that survives a dead server, a dead network and a closed window. */
  #keep = () => {
    clearTimeout(this.#keeping);
    try {
      localStorage.setItem(place(this.key), JSON.stringify({ at: Date.now(), version: this.version, fields: this.fields }));
    } catch {
      // Storage is full or forbidden: the server's copy is then the only one.
    }
  };

  #save = async () => {
    clearTimeout(this.#timer);
    if (this.#isSaving || this.#isStopped) return;
    this.#isSaving = true;
    this.#since = 0;
    const changes = this.#changes;
    this.#sending = new AbortController();
    const sent = { method: "POST", body: this.#body(), redirect: "manual", signal: this.#sending.signal };
    try {
      await this.#answered(await fetch(this.getAttribute("src"), sent), changes);
    } catch {
      if (!this.#isSent) this.#unreachable(this.words.unreachable);
    } finally {
      this.#isSaving = false;
    }
    if (!this.#failed && !this.#isStopped && this.#changes !== changes) this.#later(CALM);
  };

  #body() {
    const body = new FormData();
    for (const [name, value] of this.fields) body.append(name, value);
    body.set("form_key", this.key);
    body.set("window", this.getAttribute("window"));
    body.set("version", String(this.version));
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken?.value ?? "");
    return body;
  }

  async #answered(answer, changes) {
    if (answer.ok) return this.#saved(await answer.json(), changes);
    if (answer.status === 409) return this.#conflict(await answer.json());
    if (answer.status === 410) return this.#closed(await answer.json());
    if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
      await this.#renew();
      return this.#unreachable(this.words["logged-out"]);
    }
    if (answer.status >= 500 || answer.status === 429) {
      return this.#unreachable(this.words.trouble);
    }
    this.#isStopped = true;
    return this.#say(this.words.stopped, { aloud: true, worried: true });
  }

  #saved({ version, saved_at: at, words, length }, changes) {
    this.version = version;
    const aloud = this.#failed > 0;
    this.#failed = 0;
    // Only what has not changed since it was sent is surely on the server.
    if (this.#changes === changes) localStorage.removeItem(place(this.key));
    const sentence = words ? this.words["saved-words"] : this.words.saved;
    this.#say(fill(sentence, { time: clock(new Date(at)), words: length }), { aloud });
    this.dispatchEvent(new CustomEvent("bookcub:saved", { bubbles: true }));
  }

  /** Signing in again gives new pages a new token; this older page asks for one. */
  async #renew() {
    const answer = await fetch(location.href, { redirect: "manual" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("self-saving input[name=csrfmiddlewaretoken]")?.value;
    if (token) this.form.elements.csrfmiddlewaretoken.value = token;
  }

  #unreachable(words) {
    this.#keep();
    const wait = BACK_OFF[Math.min(this.#failed, BACK_OFF.length - 1)];
    this.#say(words, { aloud: this.#failed === 0, worried: true });
    this.#failed += 1;
    this.#later(wait);
  }

  #again = () => {
    if (this.#failed && !this.#isStopped) this.#later(0);
  };

  #conflict({ version, saved_at: at }) {
    this.#keep();
    this.#isStopped = true;
    this.#say(this.words.overtaken, { aloud: true, worried: true });
    this.#notice(
      fill(this.words.conflict, { time: clock(new Date(at)) }),
      [action(this.words.mine, () => this.#insist(version)), action(this.words.other, () => this.#yield())],
    );
  }

  /** What this form is for was done in another window: what is typed here goes nowhere any more. */
  #closed({ address }) {
    this.#isStopped = true;
    this.#say(this.words.closed, { aloud: true, worried: true });
    this.#notice(
      address ? this.words["closed-copy"] : this.words["closed-reload"],
      [action(address ? this.words.open : this.words.reload, () => (address ? window.open(address) : this.#yield()))],
    );
  }

  #insist(version) {
    this.version = version;
    this.#isStopped = false;
    this.notice?.remove();
    this.#later(0);
  }

  /** The other copy comes with the page; this one is offered there, as anything typed here. */
  #yield() {
    this.#keep();
    location.reload();
  }

  #sent = (event) => {
    if (this.#isSent) {
      event.preventDefault(); // a second press while the first is on its way would make a second work
      return;
    }
    if (event.defaultPrevented) return;
    clearTimeout(this.#timer);
    this.#sending?.abort(); // it would arrive after the form, and be kept as if it were newer
    this.#keep();
    this.#isStopped = true;
    this.#isSent = true;
  };

  /** Come back by the browser's own button: go on where one left off. */
  #back = (event) => {
    if (!event.persisted) return;
    this.#isStopped = false;
    this.#isSent = false;
  };

  #leave = () => {
    if (this.#changes && !this.#isStopped && localStorage.getItem(place(this.key)) !== null) this.#keep();
  };

  #hide = () => {
    if (document.visibilityState !== "hidden" || this.#isStopped || !this.#since) return;
    this.#save();
  };

  /** A form that arrived needs no copy here: the answer to it says so in a cookie. */
  #forgetSent() {
    const sent = document.cookie.match(/(?:^|; )bookcub_sent=([^;]+)/)?.[1];
    if (!sent) return;
    localStorage.removeItem(place(sent));
    document.cookie = "bookcub_sent=; path=/; max-age=0; samesite=lax";
  }

  #offer() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(place(this.key)) ?? localStorage.getItem(older(this.key)));
    } catch {
      // Unreadable: as good as none.
    }
    if (!kept || JSON.stringify(kept.fields) === JSON.stringify(this.fields)) return;
    const when = new Date(kept.at).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
    const theirs = this.fields;
    // Typed on after what the archive has: it goes back into the form. Else another window was later, and the form shows that.
    if (kept.version === undefined || kept.version >= this.version) this.#restore(kept, theirs, when);
    else this.#offerOlder(kept, theirs, when);
  }

  #restore(kept, theirs, when) {
    this.#fill(kept.fields);
    this.#typed();
    localStorage.removeItem(older(this.key));
    this.#notice(fill(this.words.restored, { moment: when }), [
      action(this.words.discard, () => {
        this.#fill(theirs);
        this.#offerOlder(kept, theirs, when);
        this.#typed();
      }),
    ]);
  }

  #offerOlder(kept, theirs, when) {
    localStorage.setItem(older(this.key), JSON.stringify(kept));
    if (!this.#changes) localStorage.removeItem(place(this.key)); // else what has been typed since stands there
    this.#notice(fill(this.words.offer, { moment: when }), [
      action(this.words.restore, () => this.#restore(kept, theirs, when)),
      action(this.words.discard, () => this.#throwAway(kept, theirs, when)),
    ]);
  }

  /** For as long as the page stands it can be put back. */
  #throwAway(kept, theirs, when) {
    localStorage.removeItem(older(this.key));
    const undo = action(this.words.undo, () => this.#offerOlder(kept, theirs, when));
    this.#notice(fill(this.words.discarded, { moment: when }), [undo]);
    undo.focus({ preventScroll: true });
  }

  #fill(fields) {
    const typed = new Map();
    for (const [name, value] of fields) typed.set(name, [...(typed.get(name) ?? []), value]);
    for (const element of this.form.elements) {
      if (!element.name || NOT_TYPED.has(element.name) || element.type === "submit" || (element.type === "hidden" && element.name !== "base")) continue;
      const values = typed.get(element.name) ?? [];
      if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
      else element.value = values[0] ?? "";
      element.dispatchEvent(new Event("bookcub:filled"));
    }
    // Elements that keep a view of their own, such as tags, read their fields again.
    this.form.dispatchEvent(new Event("reset"));
  }

  #notice(words, actions) {
    this.notice?.remove();
    // One is enough: what the archive has kept is what this one speaks of, or older.
    document.querySelector(".copy-notice")?.remove();
    this.notice = make("div", "message message--warning");
    this.notice.setAttribute("role", "alert");
    this.notice.append(make("p", "", words), ...actions);
    this.prepend(this.notice);
  }

  #say(words, { aloud = false, worried = false } = {}) {
    if (this.state) {
      this.state.textContent = words;
      this.state.toggleAttribute("data-worried", worried);
    }
    if (aloud) this.voice.textContent = words;
  }
}
customElements.define("self-saving", SelfSaving);
