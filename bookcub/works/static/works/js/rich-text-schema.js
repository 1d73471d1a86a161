/** What the editor can hold: the archive's elements and attributes, as TipTap extensions of the bundled engine. */

/** Inline elements that the toolbar does not offer but a text may have. */
const INLINE = ["abbr", "acronym", "big", "cite", "dfn", "ins", "kbd", "q", "samp", "small", "tt", "var"];
/** Elements that only hold blocks. */
const HOLDERS = ["address", "center", "div"];
const EVERYWHERE = ["class", "lang", "dir", "title", "align"];

const nothingSet = (element) => EVERYWHERE.every((name) => !element.hasAttribute(name));

export function extensionsFrom(engine, { compact, placeholder }) {
  const inline = (name, rule = { tag: name }) => engine.Mark.create({
    name,
    parseHTML: () => [rule],
    renderHTML: ({ HTMLAttributes }) => [name, HTMLAttributes, 0],
  });
  const holder = (name, content, group = "block") => engine.Node.create({
    name,
    group,
    content,
    defining: true,
    parseHTML: () => [{ tag: name }],
    renderHTML: ({ HTMLAttributes }) => [name, HTMLAttributes, 0],
  });
  const marks = [
    ...INLINE.map((name) => inline(name)),
    inline("span", { tag: "span", getAttrs: (element) => (nothingSet(element) ? false : null) }),
  ];
  const nodes = [...HOLDERS.map((name) => holder(name, "block+")), holder("dl", "(dt | dd)+"), holder("dt", "inline*", ""), holder("dd", "block+", "")];

  const basic = [
    engine.Document, engine.Text, engine.Paragraph, engine.HardBreak, engine.Bold, engine.Italic, engine.Underline,
    engine.Strike, engine.Subscript, engine.Superscript, engine.Code, engine.BulletList, engine.OrderedList,
    engine.ListItem, engine.Blockquote, engine.Heading.configure({ levels: [1, 2, 3, 4, 5, 6] }), engine.HorizontalRule,
    engine.CodeBlock, engine.UndoRedo, engine.Dropcursor.configure({ color: false, class: "rich-text-drop" }),
    engine.Gapcursor, linkFrom(engine), imageFrom(engine), ...marks, ...nodes,
  ];
  if (!compact) basic.push(engine.Table.configure({ resizable: false }), engine.TableRow, engine.TableCell, engine.TableHeader);
  if (placeholder) basic.push(engine.Placeholder.configure({ placeholder }));
  return [...basic, attributesFrom(engine, basic)];
}

function linkFrom({ Mark }) {
  return Mark.create({
    name: "link",
    inclusive: false,
    addAttributes: () => ({ href: { default: null }, name: { default: null } }),
    parseHTML: () => [{ tag: "a" }],
    renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
  });
}

function imageFrom({ Node }) {
  return Node.create({
    name: "img",
    inline: true,
    group: "inline",
    draggable: true,
    addAttributes: () => ({ src: { default: null }, alt: { default: null }, width: { default: null }, height: { default: null } }),
    parseHTML: () => [{ tag: "img[src]" }],
    renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
  });
}

function attributesFrom({ Extension }, extensions) {
  const types = extensions
    .filter((extension) => ["node", "mark"].includes(extension.type) && !["doc", "text", "hardBreak"].includes(extension.name))
    .map((extension) => extension.name);
  const attributes = Object.fromEntries(EVERYWHERE.map((name) => [name, { default: null }]));
  return Extension.create({ name: "everywhere", addGlobalAttributes: () => [{ types, attributes }] });
}

const SAME = { b: "strong", i: "em", strike: "s", del: "s" };
const COUNTED = [...EVERYWHERE, "href", "name", "src", "alt", "width", "height", "start", "type", "value", "cite", "colspan", "rowspan"];

/** How often each element and attribute occurs, and the words; what people cannot see is left out. */
function inventory(html) {
  const counts = new Map();
  const body = new DOMParser().parseFromString(html, "text/html").body;
  const count = (key) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const element of body.querySelectorAll("*")) {
    const tag = SAME[element.localName] ?? element.localName;
    if (["p", "tbody", "br", "colgroup", "col"].includes(tag) || (tag === "span" && nothingSet(element))) continue;
    count(`<${tag}>`);
    for (const name of COUNTED) if (element.getAttribute(name)) count(`<${tag} ${name}>`);
  }
  return { counts, words: body.textContent.replace(/\s+/g, "") };
}

/** Names what `after` has lost of `before`: nothing if the editor holds the text faithfully. `words` stands for lost words. */
export function lost(before, after, words) {
  const had = inventory(before);
  const has = inventory(after);
  const missing = [...had.counts].filter(([key, count]) => (has.counts.get(key) ?? 0) < count).map(([key]) => key);
  if (had.words !== has.words) missing.push(words);
  return missing;
}
