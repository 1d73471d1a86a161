/**
 * What scripts say comes with the page, in its language, and what stands in braces is filled in: the few words of
 * every page as `data-*` of a template in its head, the many of one element as JSON inside it.
 *
 * @example <template id="words" data-tag-added="{name} added."></template>
 *          say("tagAdded", { name: "Fluff" })
 */
const words = document.getElementById("words")?.dataset ?? {};
const page = document.documentElement.lang;

export const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (braces, fact) => facts[fact] ?? braces);
export const say = (name, facts = {}) => fill(words[name] ?? "", facts);

/** The words that an element brings along, by name. */
export const wordsIn = (element) => JSON.parse(element.querySelector(":scope > script[type='application/json']")?.textContent ?? "{}");

/** For numbers and dates: the page's, whatever the browser's is. Its English puts the day first and has 24 hours. */
export const locale = page === "en" ? "en-GB" : page || undefined;

/** The forms of moments, as the letters of Django's date filter, with the months and weekdays of the page's language. */
export const moments = JSON.parse(say("moments") || "{}");
