/**
 * Keeps a meeting's room alive: lines appear as they are said, forms send without a reload, and after a
 * broken connection what was missed is told. All it shows is the server's own markup, and words that its
 * data attributes hold: connecting, sending, late, elsewhere, logged-out, failed, offline, time-up.
 *
 * @example <meeting-room src="/meetings/1/room/stream" page="/meetings/1/room" last="12" own="3" zone="Europe/Oslo"
 *            data-connecting="Connecting again …" data-time-up="Time is up">
 *            <p data-status role="status"></p>
 *            <details data-fold>…</details> <div data-log><ol data-lines></ol><span data-foot></span></div>
 *            <div data-topic><details data-bar>…</details></div> <div data-passage="11"><figure>…</figure></div>
 *            <div data-desk><form data-say>…</form></div> <div data-faces></div>
 *            <div data-here></div> <div data-hands></div> <div data-timer><span data-left></span></div>
 *            <template data-take-back><form method="post">…</form></template>
 *          </meeting-room>
 */
import { renewToken } from "../../web/js/htmx-calls.js";
import { locale } from "../../web/js/words.js";

const HIDDEN_FOR = 5 * 60 * 1000; // a room in a forgotten tab holds a connection that other tabs need
const SLOWEST = 30 * 1000;
const SILENT = 25 * 1000; // two heartbeats are missed: config/live sends one every ten seconds
const SLOW = 700; // until what is being sent says so
const LIMIT = 15 * 1000; // for an answer to what is sent
const AT_FOOT = 120; // pixels
const WIDE = matchMedia("(min-width: 56rem)"); // as in room.css
const UNSENT = "bookcub:unsent-line"; // in this tab: the room closed under somebody's hands
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const EXACT = { ...CLOCK, weekday: "long", day: "numeric", month: "long", year: "numeric", timeZoneName: "short" };

class MeetingRoom extends HTMLElement {
  #source = null;
  #wait = 1000;
  #again = 0;
  #away = 0;
  #clock = 0;
  #silence = 0;
  #ofForm = "";
  #open = null;
  #show;

  connectedCallback() {
    this.last = Number(this.getAttribute("last"));
    this.own = this.getAttribute("own");
    this.list = this.querySelector("[data-lines]");
    this.log = this.querySelector("[data-log]");
    this.foot = this.querySelector("[data-foot]");
    this.isPast = this.hasAttribute("past");
    this.ahead = Date.parse(this.getAttribute("now")) - Date.now();
    this.times = this.#format("en-GB", CLOCK);
    this.exactTimes = this.#format(locale, EXACT);
    this.addEventListener("submit", this.#submit);
    this.addEventListener("keydown", this.#key);
    this.querySelector("[data-new] button")?.addEventListener("click", () => this.#toFoot());
    document.addEventListener("visibilitychange", this.#turn);
    window.addEventListener("online", this.#listen);
    window.addEventListener("pagehide", this.#stop);
    window.addEventListener("pageshow", this.#shown);
    this.#clock = setInterval(this.#tick, 500);
    this.#tick();
    this.#fold();
    WIDE.addEventListener("change", this.#fold);
    customElements.whenDefined("kept-text").then(() => this.#bringUnsent());
    if (this.isPast) return;
    // Whoever came for one line, or to what is over, stays there.
    if (this.querySelector("[data-say]") && !location.hash.startsWith("#line-")) this.#toFoot("instant");
    this.#listen();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#turn);
    WIDE.removeEventListener("change", this.#fold);
    window.removeEventListener("online", this.#listen);
    window.removeEventListener("pagehide", this.#stop);
    window.removeEventListener("pageshow", this.#shown);
    clearInterval(this.#clock);
    this.#stop();
  }

  // Listening

  #listen = () => {
    clearTimeout(this.#again);
    if (this.isPast || (this.#source && this.#source.readyState !== EventSource.CLOSED)) return;
    this.#source = new EventSource(`${this.getAttribute("src")}?after=${this.last}`);
    this.#hear();
    for (const sign of ["open", "beat", "line", "state"]) this.#source.addEventListener(sign, this.#hear);
    this.#source.addEventListener("open", () => {
      this.#wait = 1000;
      this.#say("");
      for (const trouble of this.querySelectorAll("[data-trouble][data-of-line]")) this.#tell(trouble, "");
    });
    this.#source.addEventListener("line", (event) => this.#line(Number(event.lastEventId), JSON.parse(event.data)));
    this.#source.addEventListener("state", (event) => this.#state(JSON.parse(event.data)));
    this.#source.addEventListener("bye", (event) => this.#bye(event.data));
    this.#source.addEventListener("error", this.#broken);
  };

  /** A connection that stalls breaks nothing and brings nothing: only its silence tells. */
  #hear = () => {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#stop();
      this.#say(this.dataset.connecting);
      this.#listen();
    }, SILENT);
  };

  #stop = () => {
    clearTimeout(this.#again);
    clearTimeout(this.#silence);
    this.#source?.close();
    this.#source = null;
  };

  #shown = (event) => {
    if (event.persisted) this.#listen();
  };

  #broken = () => {
    this.#say(this.dataset.connecting);
    // While it is CONNECTING the browser tries by itself, and says where it was.
    if (this.#source?.readyState !== EventSource.CLOSED) return;
    this.#stop();
    this.#again = setTimeout(this.#listen, this.#wait * (0.7 + Math.random() * 0.6));
    this.#wait = Math.min(this.#wait * 2, SLOWEST);
  };

  #bye(why) {
    this.#stop();
    if (why === "elsewhere") {
      this.#say(this.dataset.elsewhere);
      return;
    }
    // The page itself says best what has changed.
    location.reload();
  }

  #turn = () => {
    clearTimeout(this.#away);
    if (document.hidden) this.#away = setTimeout(this.#stop, HIDDEN_FOR);
    else this.#listen();
  };

  #say(words) {
    const status = this.querySelector("[data-status]");
    if (status && status.textContent !== words) status.textContent = words;
    this.toggleAttribute("data-broken", Boolean(words));
  }

  // What comes

  #line(number, said) {
    if (number <= this.last) return;
    this.last = number;
    if (!said.html) return;
    const made = document.createElement("template");
    made.innerHTML = said.html;
    const line = made.content.querySelector("li");
    for (const time of line.querySelectorAll("time")) {
      // A stream knows its listener's language, and no zone.
      const at = new Date(time.dateTime);
      time.textContent = this.times.format(at);
      time.title = this.exactTimes.format(at);
    }
    const isOwn = String(said.by) === this.own;
    line.classList.toggle("room-line--own", isOwn);
    if (isOwn && (said.kind === "said" || said.kind === "book")) this.#allowTakingBack(line, number);
    const follows = isOwn || this.#isAtFoot();
    this.querySelector("[data-quiet]")?.remove();
    // A room that opens and closes with nothing in between: only how it ended.
    if (said.kind === "room" && this.list.lastElementChild?.matches(".room-line--room")) this.list.lastElementChild.remove();
    if (said.kind === "book") this.#pin(line);
    this.list.append(line);
    if (said.kind === "room") {
      this.#turnDoor();
      return;
    }
    if (follows) this.#toFoot();
    else this.querySelector("[data-new]")?.removeAttribute("hidden");
  }

  /** Beside the talk, where there is room, the book lies open where it was opened last. */
  #pin(line) {
    const place = this.querySelector("[data-passage]");
    place.dataset.passage = line.dataset.number;
    place.replaceChildren(line.querySelector("figure").cloneNode(true));
  }

  #allowTakingBack(line, number) {
    const form = this.querySelector("[data-take-back]").content.firstElementChild.cloneNode(true);
    form.action = `${this.getAttribute("page")}/lines/${number}/delete`;
    line.append(form);
  }

  #state(state) {
    for (const place of this.querySelectorAll("[data-here], [data-faces]")) place.innerHTML = state.here;
    for (const number of state.gone) this.#forget(number);
    const timer = this.querySelector("[data-timer]");
    if (state.timer) timer.dataset.ends = state.timer;
    else delete timer.dataset.ends;
    this.#tick();
    if (this.#open !== null && this.#open !== state.open) {
      this.#turnDoor();
      return;
    }
    this.#open = state.open;
    const agenda = this.querySelector("[data-topics]");
    if (agenda.dataset.state !== state.agenda) {
      agenda.dataset.state = state.agenda;
      this.#fetchPart("topics", agenda);
      this.#fetchPart("topic", this.querySelector("[data-topic]"));
    }
    const panel = this.querySelector("[data-hands]");
    const shown = Number(panel.querySelector("[data-show]")?.dataset.show ?? 0);
    if (shown !== (state.show ?? 0)) this.#fetchPart("hands", panel);
    else this.#count(panel, state.counts);
  }

  #forget(number) {
    this.querySelector(`#line-${number}`)?.remove();
    const place = this.querySelector(`[data-passage="${number}"]`);
    if (!place) return;
    const before = [...this.list.querySelectorAll(".room-line--book")].at(-1);
    if (before) this.#pin(before);
    else place.replaceChildren();
  }

  /** The page itself says best that the room has opened or closed; what one was writing goes along. */
  #turnDoor() {
    const text = this.querySelector("[data-desk] textarea");
    if (text?.value.trim()) sessionStorage.setItem(UNSENT, "yes");
    window.scrollTo(0, 0); // how it is now stands at the top
    location.reload();
  }

  #bringUnsent() {
    if (!sessionStorage.getItem(UNSENT)) return;
    sessionStorage.removeItem(UNSENT);
    this.querySelector("[data-unsent]")?.removeAttribute("hidden");
    this.querySelector("[data-desk] .kept-text button")?.click(); // its first offer: to have the words back
    this.querySelector("[data-desk]")?.scrollIntoView({ block: "nearest" });
  }

  async #fetchPart(name, panel) {
    if (!panel) return;
    try {
      const part = `${this.getAttribute("page")}?part=${name}`;
      const answer = await fetch(part, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(LIMIT) });
      if (!answer.ok || answer.redirected) return;
      panel.innerHTML = await answer.text();
      this.#foldBars(panel);
    } catch {
      // The next state brings it.
    }
  }

  #count(panel, counts) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    panel.querySelectorAll(".room-option").forEach((option, index) => {
      option.querySelector("[data-count]").textContent = counts[index] ?? 0;
      option.querySelector("rect").setAttribute("width", total ? (100 * (counts[index] ?? 0)) / total : 0);
    });
  }

  // What goes

  #key = (event) => {
    // Enter says it on a keyboard; Shift and Enter begins a line. On a touch screen Enter stays Enter.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    const form = event.target.closest("[data-say]");
    if (!form || event.target.localName !== "textarea" || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    form.requestSubmit();
  };

  #submit = (event) => {
    const form = event.target;
    const isOurs = form.matches("[data-say], [data-quietly], [data-own], .room-back");
    if (!isOurs || !form.action.includes("/room/")) return;
    event.preventDefault();
    this.#send(form, event.submitter);
  };

  async #send(form, submitter) {
    if (form.dataset.busy) return;
    form.dataset.busy = "busy";
    const trouble = form.querySelector("[data-trouble]");
    this.#tell(trouble, "");
    const slow = setTimeout(() => this.#tell(trouble, this.dataset.sending), SLOW);
    try {
      let answer = await this.#post(form, submitter);
      if (answer.headers.get("X-Bookcub-Token") === "stale" && !(await renewToken())) answer = await this.#post(form, submitter);
      clearTimeout(slow);
      this.#tell(trouble, "");
      if (answer.status === 204) this.#sent(form, submitter);
      else if (answer.redirected) this.#tell(trouble, this.dataset.loggedOut);
      else if (answer.headers.get("Content-Type")?.startsWith("text/plain")) this.#tell(trouble, await answer.text());
      else this.#tell(trouble, this.dataset.failed);
    } catch (error) {
      this.#tell(trouble, error.name === "AbortError" ? this.dataset.late : this.dataset.offline, { ofLine: true });
    } finally {
      clearTimeout(slow);
      delete form.dataset.busy;
    }
  }

  async #post(form, submitter) {
    const given = new AbortController();
    const late = setTimeout(() => given.abort(), LIMIT);
    try {
      return await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form, submitter)),
        headers: { "HX-Request": "true" },
        signal: given.signal,
      });
    } finally {
      clearTimeout(late);
    }
  }

  /** What is about the connection goes by itself when that is back. */
  #tell(trouble, words, { ofLine = false } = {}) {
    if (!trouble) {
      // The room's status also speaks of the connection: only what a form has put there is taken away again.
      if (words || this.querySelector("[data-status]")?.textContent === this.#ofForm) this.#say(words);
      this.#ofForm = words;
      return;
    }
    trouble.textContent = words;
    trouble.toggleAttribute("data-of-line", ofLine);
  }

  #sent(form, submitter) {
    if (form.matches("[data-own]")) {
      if (!WIDE.matches) form.closest("details").open = false;
      for (const option of form.querySelectorAll("[aria-pressed]")) option.setAttribute("aria-pressed", String(option === submitter));
      // What one chose is seen on the folded bar, too.
      const hand = form.closest("details").querySelector("[data-hand]");
      hand.textContent = hand.dataset.words.replace("{answer}", () => submitter.querySelector(".room-option-words").textContent.trim());
      return;
    }
    if (form.matches(".room-back")) {
      this.#forget(form.closest("li").dataset.number);
      this.log.focus({ preventScroll: true });
      return;
    }
    const key = form.querySelector("[name=client_key]");
    const block = form.querySelector("[name=block]");
    if (block) block.value = "";
    const text = form.querySelector("textarea[name=text]");
    // Its own fold alone: what holds the people and all the tools stays as it is.
    form.closest("details.disclosure")?.removeAttribute("open");
    if (text) {
      text.value = "";
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.dispatchEvent(new Event("bookcub:saved", { bubbles: true }));
      text.focus();
    } else {
      for (const field of form.querySelectorAll("input[type=text], textarea")) field.value = "";
    }
    if (key) key.value = [...crypto.getRandomValues(new Uint8Array(15))].map((byte) => (byte % 36).toString(36)).join("");
  }

  // Where one is, and what time it is

  /** How far its newest words lie below what is seen: of the talk, or of the page on a screen too low for more. */
  #below() {
    if (this.#scrolls) return this.foot.getBoundingClientRect().bottom - this.log.getBoundingClientRect().bottom;
    return this.querySelector("[data-desk]").getBoundingClientRect().bottom - window.innerHeight;
  }

  get #scrolls() {
    return getComputedStyle(this.log).overflowY === "auto";
  }

  #isAtFoot() {
    return this.#below() < AT_FOOT;
  }

  #toFoot(behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth") {
    this.querySelector("[data-new]")?.setAttribute("hidden", "");
    const below = this.#below();
    if (below > 0) (this.#scrolls ? this.log : window).scrollBy({ top: below, behavior });
  }

  /** On a narrow screen the talk comes first: people and tools are folded, unless a tool in them is asked for or to be mended. */
  #fold = () => {
    const fold = this.querySelector("[data-fold]");
    const isTalk = this.querySelector("[data-say]") && !fold.querySelector("details[open]");
    fold.open = WIDE.matches || !isTalk;
    this.#foldBars();
  };

  /** There the question that is talked about takes one line, until it is pressed. */
  #foldBars(within = this) {
    for (const bar of within.querySelectorAll("[data-bar]")) bar.open = WIDE.matches;
  }

  #tick = () => {
    const timer = this.querySelector("[data-timer]");
    if (!timer) return;
    timer.toggleAttribute("hidden", !timer.dataset.ends);
    if (!timer.dataset.ends) return;
    const left = Math.max(0, Math.ceil((Date.parse(timer.dataset.ends) - Date.now() - this.ahead) / 1000));
    const words = left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : this.dataset.timeUp;
    const place = timer.querySelector("[data-left]");
    if (place.textContent !== words) place.textContent = words;
    timer.classList.toggle("room-timer--over", !left);
  };

  #format(language, options) {
    try {
      return new Intl.DateTimeFormat(language, { ...options, timeZone: this.getAttribute("zone") || undefined });
    } catch {
      return new Intl.DateTimeFormat(language, options);
    }
  }
}
customElements.define("meeting-room", MeetingRoom);
