/**
 * Shows one kept page where a page cannot be fetched, and keeps nothing else. The server puts a line before this file:
 *
 * @example const KEPT = { name: "offline-3f2a", page: "/offline", parts: ["/static/web/css/tokens.css?kept"] };
 *
 * Without a page to keep it takes what it kept away, and itself with it.
 */
/* global KEPT */
const keep = async () => {
  const cache = await caches.open(KEPT.name);
  // Asked for anew, but not sent again where the browser has them already.
  await cache.addAll([KEPT.page, ...KEPT.parts].map((address) => new Request(address, { cache: "no-cache" })));
};
const tidy = async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("offline-") && name !== KEPT.name);
  await Promise.all(old.map((name) => caches.delete(name)));
};

addEventListener("install", (event) => event.waitUntil(Promise.all([KEPT.page && keep(), self.skipWaiting()])));
addEventListener("activate", (event) => event.waitUntil(Promise.all([tidy(), !KEPT.page && registration.unregister()])));
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { pathname, search } = new URL(url);
  if (KEPT.parts.includes(pathname + search)) event.respondWith(caches.match(url).then((kept) => kept ?? fetch(event.request)));
  else if (KEPT.page && method === "GET" && mode === "navigate")
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(KEPT.page)) ?? Response.error()));
});
