/**
 * Keeps a meeting's room alive: lines appear as they are said, forms send without a reload, and after a
 * broken connection what was missed is told. All it shows is the server's own markup, and words that its
 * data attributes hold: connecting, sending, late, elsewhere, logged-out, failed, offline, time-up.
 *
 * @example <meeting-room src="/meetings/1/room/stream" page="/meetings/1/room" last="12" own="3" zone="Europe/Oslo" cut
 *            data-connecting="Connecting again …" data-time-up="Time is up">
 *            <p data-status role="status"></p>
 *            <details data-fold>…</details> <div data-log><ol data-lines></ol><span data-foot></span></div>
 *            <div data-topic><details data-bar>…</details></div> <div data-passage="11"><figure>…</figure><form data-quietly>…</form></div>
 *            <div data-desk><form data-say>…</form></div> <div data-faces></div>
 *            <div data-here></div> <div data-hands></div> <div data-timer><span data-left></span></div>
 *            <template data-take-back><details><form data-back>… <b data-words></b></form></details></template>
 *          </meeting-room>
 */
import { renewToken } from "../../web/js/htmx-calls.js";
import { locale } from "../../web/js/words.js";

const HIDDEN_FOR = 5 * 60 * 1000; // a room in a forgotten tab holds a connection that other tabs need
const SLOWEST = 30 * 1000;
const SILENT = 25 * 1000; // two heartbeats are missed: config/live sends one every ten seconds
const SLOW = 700; // until what is being sent says so
const LIMIT = 15 * 1000; // for an answer to what is sent
const TIME_UP_FOR = 60 * 1000; // then everybody has seen it
const BEGINNING = 40; // characters of what can be taken back, as in queries/lines.py
const AT_FOOT = 120; // pixels
const TURNS = ".room-line--book, .room-line--topic, [data-shuts]"; // lines that decide what lies open
const WIDE = matchMedia("(min-width: 56rem)"); // as in room.css
const TOKENS = new Set(["client_key", "csrfmiddlewaretoken"]); // differ though the same is sent
const UNSENT = "bookcub:unsent-line"; // in this tab: the room closed under somebody's hands
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const EXACT = { ...CLOCK, weekday: "long", day: "numeric", month: "long", year: "numeric", timeZoneName: "short" };

const fieldsOf = (form) => [...form.querySelectorAll("input[type=text], textarea")];
const wordsOf = (form) => fieldsOf(form).map((field) => field.value);
const whatSays = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => !TOKENS.has(name)));

function renewKey(form) {
  const key = form.querySelector("[name=client_key]");
  if (key) key.value = [...crypto.getRandomValues(new Uint8Array(15))].map((byte) => (byte % 36).toString(36)).join("");
}

class MeetingRoom extends HTMLElement {
  #source = null;
  #wait = 1000;
  #again = 0;
  #away = 0;
  #clock = 0;
  #silence = 0;
  #ofForm = "";
  #open = null;
  #counts = [];
  #asked = new Map(); // what each part is being fetched for
  #tried = new WeakMap(); // what a form has sent without an answer

  connectedCallback() {
    this.last = Number(this.getAttribute("last"));
    this.own = this.getAttribute("own");
    this.list = this.querySelector("[data-lines]");
    this.log = this.querySelector("[data-log]");
    this.foot = this.querySelector("[data-foot]");
    this.isPast = this.hasAttribute("past");
    this.isCut = this.hasAttribute("cut"); // earlier lines stand on a page of their own
    this.ahead = Date.parse(this.getAttribute("now")) - Date.now();
    this.times = this.#format("en-GB", CLOCK);
    this.exactTimes = this.#format(locale, EXACT);
    this.addEventListener("submit", this.#submit);
    this.addEventListener("keydown", this.#key);
    this.addEventListener("toggle", this.#unfolded, { capture: true });
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
    const isDoor = said.kind === "room" && !line.matches("[data-shuts]");
    if (isDoor && this.list.lastElementChild?.matches(".room-line--room:not([data-shuts])")) this.list.lastElementChild.remove();
    this.list.append(line);
    if (line.matches(TURNS)) this.#pin();
    if (isDoor) {
      this.#turnDoor();
      return;
    }
    if (follows) this.#toFoot();
    else this.querySelector("[data-new]")?.removeAttribute("hidden");
  }

  /** Beside the talk, where there is room, the book lies open as `lying_open` in queries/lines.py says. */
  #pin() {
    const place = this.querySelector("[data-passage]");
    if (place && this.isCut) {
      // Lines that are not here have a say.
      this.#fetchPart("passage", place, Symbol());
      return;
    }
    let opened = null;
    let asked = false;
    for (const line of this.list.children) {
      const isTopic = line.matches(".room-line--topic");
      if (line.matches(".room-line--book")) opened = line;
      else if (line.matches("[data-shuts]") || (asked && isTopic)) opened = null;
      asked ||= isTopic;
    }
    const number = opened?.dataset.number ?? "";
    if (!place || place.dataset.passage === number) return;
    place.dataset.passage = number;
    place.querySelector("[data-opened]").value = number;
    place.querySelector("figure")?.remove();
    if (!opened) {
      // The button that closed it is gone with it.
      if (place.contains(document.activeElement)) this.log.focus({ preventScroll: true });
      return;
    }
    place.prepend(opened.querySelector("figure").cloneNode(true));
    if (!this.#isTyping) this.#showPassage();
  }

  /** Whoever fills in a tool beside the talk is not scrolled away from it by what others do. */
  get #isTyping() {
    return Boolean(this.querySelector(".room-side :is(input, textarea, select):focus"));
  }

  /** It stands above the tools with which it was opened; of a long paragraph, the marked words are what everybody looks at. */
  #showPassage() {
    const side = this.querySelector(".room-side");
    const passage = side.querySelector("[data-passage] figure");
    if (!WIDE.matches || !passage) return;
    side.scrollTop = 0;
    const words = passage.querySelector("mark") ?? passage;
    const below = words.getBoundingClientRect().bottom - (side.querySelector(".room-doors") ?? side).getBoundingClientRect().top;
    if (below > 0 && words.localName === "mark") side.scrollTop = words.getBoundingClientRect().top - side.getBoundingClientRect().top;
  }

  #allowTakingBack(line, number) {
    const way = this.querySelector("[data-take-back]").content.firstElementChild.cloneNode(true);
    way.querySelector("form").action = `${this.getAttribute("page")}/lines/${number}/delete`;
    const words = line.querySelector("mark, blockquote, .room-words, figcaption").textContent.trim().replace(/\s+/g, " ");
    way.querySelector("[data-words]").textContent = words.length > BEGINNING ? `${words.slice(0, BEGINNING - 1)}…` : words;
    line.append(way);
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
    for (const [name, place] of [["topics", agenda], ["topic", this.querySelector("[data-topic]")]]) {
      if ((place?.dataset.state ?? state.agenda) !== state.agenda) this.#fetchPart(name, place, state.agenda);
    }
    const panel = this.querySelector("[data-hands]");
    const shown = Number(panel.querySelector("[data-show]")?.dataset.show ?? 0);
    this.#counts = state.counts;
    if (shown !== (state.show ?? 0)) this.#fetchPart("hands", panel, state.show);
    else this.#count(panel, state.counts);
  }

  #forget(number) {
    const line = this.querySelector(`#line-${number}`);
    const liesOpen = this.querySelector("[data-passage]")?.dataset.passage === String(number);
    if (!line && !liesOpen) return;
    line?.remove();
    this.#pin();
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

  /** A part as it is now. What it is fetched for tells an answer that was overtaken from the newest, and stays undone if none comes. */
  async #fetchPart(name, panel, reason) {
    if (this.#asked.has(name) && this.#asked.get(name) === reason) return;
    this.#asked.set(name, reason);
    try {
      const part = `${this.getAttribute("page")}?part=${name}`;
      const answer = await fetch(part, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(LIMIT) });
      const html = answer.ok && !answer.redirected ? await answer.text() : null;
      if (html === null || this.#asked.get(name) !== reason) return;
      this.#replace(panel, html);
      if ("state" in panel.dataset) panel.dataset.state = reason;
      if (name === "passage") panel.dataset.passage = panel.querySelector("[data-opened]").value;
      if (name === "hands" && Number(panel.querySelector("[data-show]")?.dataset.show ?? 0) === (reason ?? 0)) this.#count(panel, this.#counts);
      // What waits for an answer takes its room from what lies open beside it.
      if (!this.#isTyping) this.#showPassage();
    } catch {
      // The next state brings it.
    } finally {
      if (this.#asked.get(name) === reason) this.#asked.delete(name);
    }
  }

  /** Whoever stands in a part by the keyboard stays in it: at the same button, else at its first one, else in the talk. */
  #replace(panel, html) {
    const nameOf = (one) => [one.localName, one.form?.action ?? one.href, one.value].join(" ");
    const held = panel.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    panel.innerHTML = html;
    this.#foldBars(panel);
    if (held === null) return;
    const ways = [...panel.querySelectorAll("summary, a, button")];
    const next = ways.find((one) => nameOf(one) === held) ?? ways.find((one) => one.checkVisibility()) ?? this.log;
    next.focus({ preventScroll: true });
  }

  /** Whoever has not raised a hand follows none: they are told how many are up, not for what. */
  #count(panel, counts) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    const all = panel.querySelector("[data-total]");
    if (all) all.textContent = total;
    if (!panel.querySelector("[aria-pressed=true]")) return;
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
    const isOurs = form.matches("[data-say], [data-quietly], [data-own], [data-back]");
    if (!isOurs || !form.action.includes("/room/")) return;
    event.preventDefault();
    this.#send(form, event.submitter);
  };

  async #send(form, submitter) {
    if (form.dataset.busy) return;
    form.dataset.busy = "busy";
    const trouble = form.querySelector("[data-trouble]");
    this.#tell(trouble, "");
    const words = wordsOf(form);
    // Sent again it is said once, though no answer came; something else is another line.
    const what = whatSays(form);
    if (this.#tried.has(form) && this.#tried.get(form) !== what) renewKey(form);
    this.#tried.set(form, what);
    const slow = setTimeout(() => this.#tell(trouble, this.dataset.sending), SLOW);
    try {
      let answer = await this.#post(form, submitter);
      if (answer.headers.get("X-Bookcub-Token") === "stale" && !(await renewToken())) answer = await this.#post(form, submitter);
      clearTimeout(slow);
      this.#tell(trouble, "");
      if (answer.status === 204) this.#sent(form, submitter, words);
      else if (answer.redirected) this.#tell(trouble, this.dataset.loggedOut);
      else if (answer.status === 422 && answer.headers.get("Content-Type")?.startsWith("text/html")) await this.#offer(form, answer);
      else if (answer.headers.get("Content-Type")?.startsWith("text/plain")) {
        form.parentElement.querySelector("[data-near]")?.replaceChildren();
        this.#tell(trouble, await answer.text());
      } else this.#tell(trouble, this.dataset.failed);
    } catch (error) {
      this.#tell(trouble, error.name === "AbortError" ? this.dataset.late : this.dataset.offline, { ofLine: true });
    } finally {
      clearTimeout(slow);
      delete form.dataset.busy;
    }
  }

  /** Instead of the words that are nowhere, what comes close to them. */
  async #offer(form, answer) {
    const near = form.parentElement.querySelector("[data-near]");
    if (!near) return;
    near.innerHTML = await answer.text();
    // Whoever writes elsewhere by now goes on writing.
    if (form.contains(document.activeElement) || document.activeElement === document.body) near.querySelector("[tabindex]").focus({ preventScroll: true });
    near.scrollIntoView({ block: "nearest" });
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

  #sent(form, submitter, words) {
    this.#tried.delete(form);
    if (form.matches("[data-own]")) {
      if (!WIDE.matches) form.closest("details").open = false;
      for (const option of form.querySelectorAll("[aria-pressed]")) option.setAttribute("aria-pressed", String(option === submitter));
      // What one chose is seen on the folded bar, too.
      const hand = form.closest("details").querySelector("[data-hand]");
      hand.textContent = hand.dataset.words.replace("{answer}", () => submitter.querySelector(".room-option-words").textContent.trim());
      this.#count(form.closest("details"), this.#counts);
      return;
    }
    if (form.matches("[data-back]")) {
      this.#forget(form.closest("li").dataset.number);
      this.log.focus({ preventScroll: true });
      return;
    }
    const block = form.querySelector("[name=block]");
    if (block) block.value = "";
    const text = form.querySelector("textarea[name=text]");
    // Its own fold alone: what holds the people and all the tools stays as it is.
    const tool = form.closest("details.disclosure");
    const isHere = form.contains(document.activeElement) || document.activeElement === document.body;
    // What somebody has typed since it was sent stays.
    const typed = fieldsOf(form);
    const more = typed.map(({ value }, index) => (value.startsWith(words[index]) ? value.slice(words[index].length) : value));
    if (tool && !more.some(Boolean)) {
      tool.removeAttribute("open");
      if (isHere) tool.querySelector("summary").focus({ preventScroll: true });
    }
    const near = tool?.querySelector("[data-near]");
    if (near?.contains(form)) for (const field of tool.querySelectorAll("input[type=text]")) field.value = "";
    near?.replaceChildren();
    if (tool) this.#showPassage();
    for (const field of typed) field.value = "";
    if (text) {
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.dispatchEvent(new Event("bookcub:saved", { bubbles: true }));
      if (isHere) text.focus();
    }
    typed.forEach((field, index) => {
      if (!more[index]) return;
      field.value = more[index];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    renewKey(form);
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

  /** A tool opens in sight, above the way out that stands at the foot of all. */
  #unfolded = ({ target: tool }) => {
    if (!tool.open || !tool.matches(".room-side .disclosure")) return;
    const side = tool.closest(".room-side");
    const fits = tool.offsetHeight < side.clientHeight - (side.querySelector(".room-doors")?.offsetHeight ?? 0);
    tool.scrollIntoView({ block: fits ? "nearest" : "start" });
  };

  #tick = () => {
    const timer = this.querySelector("[data-timer]");
    if (!timer) return;
    const runs = Date.parse(timer.dataset.ends) - Date.now() - this.ahead; // not a number without a timer
    timer.toggleAttribute("hidden", !(runs > -TIME_UP_FOR));
    if (timer.hidden) return;
    const left = Math.max(0, Math.ceil(runs / 1000));
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
