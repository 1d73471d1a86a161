/**
 * A block's text as the archive keeps it (core/text/blocks.py), and where each of its code points stands in the page.
 *
 *   const letters = lettersOf(document.getElementById("b-k3j9x2ab"));
 *   letters.length          // code points, not UTF-16 units: 🐻 is one
 *   letters[4]              // {text: "b", node: Text, from: 5, to: 6}
 *
 * Runs of white space are one space (kept in <pre>), <br> is a newline, a picture U+FFFC with its alternative
 * text, what stands in a block within the block is not its own, and there is no space at either end.
 */
const BLOCKS = new Set(
  "ADDRESS BLOCKQUOTE CENTER DETAILS DD DIV DL DT FIGCAPTION FIGURE H1 H2 H3 H4 H5 H6 LI OL P PRE SUMMARY TABLE UL HR".split(" "),
);
const PARTING = new Set(["TD", "TH", "TR", "CAPTION"]);
const PICTURES = new Set(["IMG", "AUDIO", "VIDEO", "IFRAME"]);
const PICTURE = "\ufffc";

export function lettersOf(block) {
  const keepsSpaces = block.tagName === "PRE";
  const raw = [...walk(block)];
  const letters = keepsSpaces ? raw : singleSpaced(raw);
  while (letters.length && isSpace(letters[0])) letters.shift();
  while (letters.length && isSpace(letters.at(-1))) letters.pop();
  return letters;
}

/** The number of the first letter that does not stand before a point in the page; at the end, how many there are. */
export function numberAt(letters, node, offset) {
  const point = document.createRange();
  point.setStart(node, offset);
  const found = letters.findIndex((letter) => point.comparePoint(letter.node, letter.from) >= 0);
  return found < 0 ? letters.length : found;
}

/** The stretch of the page from one letter to another (exclusive), or null where there are no such letters. */
export function rangeOf(first, start, last, end) {
  if (!first[start] || !last[end - 1]) return null;
  const range = document.createRange();
  range.setStart(first[start].node, first[start].from);
  range.setEnd(last[end - 1].node, last[end - 1].to);
  return range;
}

/** Whole words of a text's beginning, to name it by; as core/text/characters.py shortens. */
export function openingOf(text, most = 60) {
  const letters = [...text.trim().replace(/\s+/g, " ")];
  if (letters.length <= most) return letters.join("");
  const end = letters.lastIndexOf(" ", most);
  const kept = letters.slice(0, end > most / 2 ? end : most).join("");
  return `${kept.replace(/(?:\s[^\p{L}\p{N}_\s]*)+$/u, "") || kept}\u00a0…`;
}

function* walk(element) {
  for (const node of element.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      let at = 0;
      for (const text of node.data) {
        yield { text, node, from: at, to: at + text.length };
        at += text.length;
      }
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      yield* inside(element, node);
    }
  }
}

function* inside(parent, element) {
  const number = [...parent.childNodes].indexOf(element);
  const here = (text) => ({ text, node: parent, from: number, to: number + 1 });
  if (element.tagName === "BR") yield here("\n");
  else if (BLOCKS.has(element.tagName)) yield here(" ");
  else if (PICTURES.has(element.tagName)) {
    for (const text of PICTURE + (element.getAttribute("alt") ?? "")) yield here(text);
  } else if (PARTING.has(element.tagName)) {
    yield here(" ");
    yield* walk(element);
    yield here(" ");
  } else yield* walk(element);
}

function singleSpaced(raw) {
  const out = [];
  for (const letter of raw) {
    const last = out.at(-1);
    const isBreak = letter.text === "\n" && letter.node.nodeType === Node.ELEMENT_NODE;
    if (isBreak) {
      if (last?.text === " ") out.pop();
      out.push(letter);
    } else if (/^[ \t\n\f\r]$/.test(letter.text)) {
      if (last && last.text !== " " && last.text !== "\n") out.push({ ...letter, text: " " });
    } else out.push(letter);
  }
  return out;
}

function isSpace(letter) {
  return /^\s$/.test(letter.text);
}
