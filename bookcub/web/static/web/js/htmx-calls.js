/**
 * What all htmx calls of a page have in common: they send the form's token, are under way once and not for ever, say in
 * words what has become of them, and never put a whole page where a part belongs.
 * A token that is no longer good, because somebody logged in again in another tab, is replaced and the form sent once more,
 * if they are still the same person. What comes may carry `data-told`: it is then said aloud, and with a kind, as
 * `data-told="comment"`, takes the place of what was told before of that kind; and `data-fills`: a number that stands
 * elsewhere on the page under that name. `data-loading` marks what says that something is on its way, until it is there or
 * cannot be had.
 *
 * @example <form method="post" action="/works/12/kudos" hx-post="/works/12/kudos">{% csrf_token %} …</form>
 *          and its answer: <p data-told>Thank you!</p> <span hidden data-fills="work-12">14</span>
 */
import { say } from "./words.js";

const SLOW = 700; // ms until a call that is under way says so
const LIMIT = 15_000; // ms for a question of our own
const notes = new WeakMap(); // what stands beside an element about its call
const waiting = new WeakMap();
const renewed = new WeakSet();
const typed = new WeakMap(); // in which field of a form somebody typed last
const TOKEN = "input[name=csrfmiddlewaretoken]";
const { light } = document.getElementById("htmx_calls").dataset; // a page of ours that is quickly made

const personOf = (page) => page.documentElement.dataset.person ?? "";
const read = (text) => new DOMParser().parseFromString(text, "text/html");
const isWholePage = (text) => /^\s*<!doctype/i.test(text);
const isPressed = (config) => ["click", "submit"].includes(config?.triggeringEvent?.type);

/** Say it aloud in a region that the page has had from the beginning, or not everybody would hear it. */
export function tell(words, { urgently = false } = {}) {
  const region = document.getElementById(urgently ? "warned" : "told");
  if (!region) return;
  clearTimeout(waiting.get(region));
  region.textContent = "";
  if (words) waiting.set(region, setTimeout(() => { region.textContent = words; }, 100)); // also the same words again
}

/** Put a good token into every form of the page; what it returns is a sentence about what stands in the way, or "". */
export async function renewToken() {
  const answer = await fetch(light, { cache: "no-store", signal: AbortSignal.timeout(LIMIT) });
  const page = read(await answer.text());
  const [was, is] = [personOf(document), personOf(page)];
  if (was !== is) return is ? say("callOtherLogIn") : say("callLoggedOut");
  const fresh = page.querySelector(TOKEN)?.value;
  if (!answer.ok || !fresh) return say("callFailed");
  for (const field of document.querySelectorAll(TOKEN)) field.value = fresh;
  return "";
}

function clear(element) {
  clearTimeout(waiting.get(element));
  waiting.delete(element);
  notes.get(element)?.remove();
  notes.delete(element);
}

function note(element, words, { isTrouble = true, retry = null } = {}) {
  clear(element);
  const made = document.createElement("p");
  made.className = isTrouble ? "call-note call-note--trouble" : "call-note";
  made.textContent = words;
  if (retry) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: say("callAgain") });
    button.className = "button button--small";
    button.addEventListener("click", retry);
    made.append(" ", button);
  }
  if (element.localName === "form") element.append(made);
  else element.after(made);
  notes.set(element, made);
  return made;
}

function fail({ requestConfig: config }, words) {
  const { elt } = config;
  const loading = elt.querySelector("[data-loading]");
  const again = () => {
    clear(elt);
    if (loading) loading.hidden = false;
    globalThis.htmx.ajax("GET", config.path, { source: elt, target: config.target });
  };
  if (isPressed(config)) {
    const made = note(elt, words);
    tell(words, { urgently: true });
    // Whoever typed goes on typing, and sees why.
    if (document.activeElement === document.body || elt.contains(document.activeElement)) typed.get(elt)?.focus({ preventScroll: true });
    made.scrollIntoView({ block: "nearest" });
  } else if (loading || !elt.innerText.trim()) {
    if (loading) loading.hidden = true;
    note(elt, words, { retry: again }); // else what stands there leads to the same on a page of its own
  } else if (/every/.test(elt.getAttribute("hx-trigger"))) {
    note(elt, words);
  }
}

/** What the archive says itself about why it refused. */
const reasonIn = (text) => read(text).querySelector(".error-page-words")?.textContent.trim();

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = document.querySelector(TOKEN)?.value;
  if (detail.verb !== "get" && token) detail.headers["X-CSRFToken"] = token;
});

addEventListener("input", ({ target }) => { if (target.form) typed.set(target.form, target); });

// Once is enough: htmx would send the second of two presses after the first.
addEventListener("submit", (event) => {
  if (!event.target.matches("[hx-post].htmx-request")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.addEventListener("htmx:beforeRequest", ({ detail: { elt, requestConfig } }) => {
  if (!isPressed(requestConfig)) return;
  clear(elt);
  const words = requestConfig.verb === "get" ? say("callLoading") : say("callSending");
  waiting.set(elt, setTimeout(() => {
    note(elt, words, { isTrouble: false });
    tell(words);
  }, SLOW));
});

// Of an element that was replaced, what stood around it is told.
document.addEventListener("htmx:afterRequest", ({ detail: { requestConfig: config, successful } }) => {
  if (!waiting.has(config.elt) && !notes.has(config.elt)) return;
  clear(config.elt);
  tell("");
  if (successful) renewed.delete(config.elt);
});

document.addEventListener("htmx:sendError", ({ detail }) => fail(detail, say("callOffline")));
document.addEventListener("htmx:timeout", ({ detail }) => fail(detail, say("callTimeout")));

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.shouldSwap || !isWholePage(detail.xhr.response)) return;
  detail.shouldSwap = false;
  const isOut = personOf(document) && !personOf(read(detail.xhr.response));
  queueMicrotask(() => fail(detail, say(isOut ? "callLoggedOut" : "callFailed")));
});

document.addEventListener("htmx:responseError", async ({ detail }) => {
  await null; // htmx has yet to say that the call is over
  const { xhr, requestConfig: config } = detail;
  const { elt } = config;
  let words = reasonIn(xhr.response) || say("callFailed");
  if (xhr.getResponseHeader("X-Bookcub-Token") === "stale" && elt.localName === "form" && !renewed.has(elt)) {
    renewed.add(elt);
    try {
      words = await renewToken();
      if (!words) {
        elt.requestSubmit(config.triggeringEvent?.submitter ?? undefined);
        return;
      }
    } catch {
      words = say("callOffline");
    }
    renewed.delete(elt);
  }
  fail(detail, words);
});

document.addEventListener("htmx:load", ({ target }) => {
  const came = (mark) => [target, ...target.querySelectorAll(mark)].filter((one) => one.matches(mark));
  const told = came("[data-told]");
  if (told.length) tell(told.map((one) => one.textContent.trim()).join(" "));
  for (const kind of new Set(told.map((one) => one.dataset.told).filter(Boolean))) {
    for (const former of document.querySelectorAll(`[data-told="${kind}"]`)) if (!told.includes(former)) former.remove();
  }
  for (const { dataset, textContent } of came("[data-fills]")) {
    for (const number of document.querySelectorAll(`[data-number="${dataset.fills}"]`)) number.textContent = textContent;
  }
});
