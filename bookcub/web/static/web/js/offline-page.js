/**
 * Lets the browser keep the page that is shown without a network; its worker keeps nothing else.
 *
 * @example <script type="module" id="offline_page" src="offline-page.js" data-worker="/service-worker.js"></script>
 */
const { worker } = document.getElementById("offline_page").dataset;
const HOUR = 3_600_000; // ms; as long as the browser takes the worker that it has for the newest
const ASKED = "bookcub-offline-page-asked";

function isDue() {
  try { return !(Math.abs(Date.now() - localStorage.getItem(ASKED)) < HOUR); } catch { return true; }
}

async function ask() {
  // A browser looks for a newer worker after each page: with its cache it asks the archive for none before the hour is over.
  await navigator.serviceWorker.register(worker, { updateViaCache: "all" });
  try { localStorage.setItem(ASKED, Date.now()); } catch { /* private windows keep nothing */ }
}

// When all else has come; where a browser keeps nothing, its own page says the same.
addEventListener("load", () => navigator.serviceWorker && isDue() && ask().catch(() => {}));
