/**
 * The arrow keys open the next and the previous chapter; a tap on an edge of the screen, where `<html data-taps="yes">`
 * says so, shows the next screen or the one before, and beyond the text's end or beginning the next or previous chapter.
 *
 *   <link rel="next" href="/works/12/chapters/35">  <div class="reading" data-chapter="34">…</div>
 *
 * Neither happens in a field, over a link, a button, a note or a selection, nor while a menu is open.
 */
const EDGE = 0.25; // of the screen's width
const SCREEN = 0.9; // of a screen's height, so that the last line is still there
const TYPING = ["input", "textarea", "select", "audio", "video", "pre", "table", "[contenteditable]", "dialog"];
const PRESSED = ["a", "button", "label", "summary", "img", "iframe", ".margin-aside", ".note-box", ".reader-bar", ...TYPING];

const texts = () => document.querySelectorAll("[data-chapter]");
const fromRight = () => getComputedStyle(texts()[0]).direction === "rtl";
const isBusy = () => Boolean(document.querySelector("details[data-menu][open], dialog[open]"));

function openChapter(step) {
  const link = document.querySelector(`head > link[rel=${step > 0 ? "next" : "prev"}]`);
  if (!link) return;
  if (step > 0) document.dispatchEvent(new Event("chapter-turned"));
  location.assign(link.href);
}

function turn(step) {
  const first = texts()[0].getBoundingClientRect().top;
  const last = [...texts()].at(-1).getBoundingClientRect().bottom;
  const isThere = step > 0 ? last <= innerHeight : first >= 0;
  if (isThere) openChapter(step);
  else scrollBy({ top: step * SCREEN * innerHeight });
}

document.addEventListener("keydown", (event) => {
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!way || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!texts().length || isBusy() || event.target.closest?.(TYPING.join())) return;
  openChapter(fromRight() ? -way : way);
});

document.addEventListener("click", (event) => {
  if (document.documentElement.dataset.taps !== "yes" || event.pointerType === "mouse") return;
  if (!texts().length || event.defaultPrevented || isBusy() || event.target.closest?.(PRESSED.join())) return;
  if (!event.target.closest?.("main") || !document.getSelection().isCollapsed) return;
  const place = event.clientX / innerWidth;
  const way = place > 1 - EDGE ? 1 : place < EDGE ? -1 : 0;
  if (way) turn(fromRight() ? -way : way);
});
