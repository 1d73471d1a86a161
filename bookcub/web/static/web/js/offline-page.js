/**
 * Lets the browser keep the page that is shown without a network; its worker keeps nothing else.
 *
 * @example <script type="module" id="offline_page" src="offline-page.js" data-worker="/service-worker.js"></script>
 */
const { worker } = document.getElementById("offline_page").dataset;

// When all else has come; where a browser keeps nothing, its own page says the same.
addEventListener("load", () => navigator.serviceWorker?.register(worker).catch(() => {}));
