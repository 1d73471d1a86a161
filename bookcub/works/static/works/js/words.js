/** What a custom element says: it comes with the page, as JSON inside the element, in the reader's language. */

/** The words in an element, by name. */
export const wordsIn = (element) => JSON.parse(element.querySelector(":scope > script[type='application/json']")?.textContent ?? "{}");

/** A sentence with what is named in it: `%(time)s` is `named.time`. */
export const fill = (sentence, named) => sentence.replace(/%\((\w+)\)s/g, (_, name) => named[name]);

const page = document.documentElement.lang || "en";
/** For dates, times and numbers: the reader's own kind of the page's language, such as en-GB, where the browser knows it. */
export const locale = navigator.languages.find((one) => one.split("-")[0] === page.split("-")[0]) ?? page;
