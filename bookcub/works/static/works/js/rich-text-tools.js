/** The toolbar of the editor: what each button does, and when it is pressed. Their words come with the page, by name. */

const icon = (path) => `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;
const letter = (tag, text) => `<${tag} class="rich-text-letter" aria-hidden="true">${text}</${tag}>`;

const mark = (name, face, keys) => ({
  name, keys, html: face,
  run: (editor) => editor.chain().focus().toggleMark(name).run(),
  on: (editor) => editor.isActive(name),
});

export const TOOLS = [
  mark("bold", letter("b", "B"), "Mod-B"),
  mark("italic", letter("i", "I"), "Mod-I"),
  { ...mark("underline", letter("u", "U"), "Mod-U"), full: true },
  { ...mark("strike", letter("s", "S"), "Mod-Shift-S"), full: true },
  { name: "link", keys: "Mod-K", html: icon("M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7L12 17.7"), on: (editor) => editor.isActive("link"), asks: true },
  { gap: true },
  { name: "bullets", html: icon("M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01"), run: (e) => e.chain().focus().toggleBulletList().run(), on: (e) => e.isActive("bulletList") },
  { name: "numbers", html: icon("M10 6.5h10M10 12h10M10 17.5h10M4 5l1.5-.8v4.6M3.8 15.6c1.6-1.6 3-.2 2 1l-2 2.2h2.6"), run: (e) => e.chain().focus().toggleOrderedList().run(), on: (e) => e.isActive("orderedList") },
  { name: "quote", html: icon("M5 5v14M9.5 8h10M9.5 12h10M9.5 16h6"), run: (e) => e.chain().focus().toggleBlockquote().run(), on: (e) => e.isActive("blockquote") },
  { name: "scene", full: true, html: icon("M12 6v5M9.8 7.2l4.4 2.6M14.2 7.2 9.8 9.8M6.5 14v4M4.8 15l3.4 2M8.2 15l-3.4 2M17.5 14v4M15.8 15l3.4 2M19.2 15l-3.4 2"), run: (e) => e.chain().focus().setHorizontalRule().run() },
  { gap: true, full: true },
  { ...mark("superscript", letter("span", "x²")), full: true },
  { ...mark("subscript", letter("span", "x₂")), full: true },
  { name: "clear", full: true, html: icon("M6 5h12M12 5 9.5 19M4 20 20 4"), run: (e) => e.chain().focus().clearNodes().unsetAllMarks().run() },
  { gap: true },
  { name: "undo", keys: "Mod-Z", html: icon("M8.5 5.5 4 10l4.5 4.5M4.5 10H14a5 5 0 0 1 0 10h-4"), run: (e) => e.chain().focus().undo().run(), can: (e) => e.can().undo() },
  { name: "redo", keys: "Mod-Shift-Z", html: icon("M15.5 5.5 20 10l-4.5 4.5M19.5 10H10a5 5 0 0 0 0 10h4"), run: (e) => e.chain().focus().redo().run(), can: (e) => e.can().redo() },
];

export const KINDS = ["paragraph", "2", "3", "4", "pre"];

export const setKind = (editor, kind) => {
  const chain = editor.chain().focus();
  if (kind === "paragraph") chain.setNode("paragraph").run();
  else if (kind === "pre") chain.setNode("codeBlock").run();
  else chain.setNode("heading", { level: Number(kind) }).run();
};

export const kindOf = (editor) => {
  if (editor.isActive("codeBlock")) return "pre";
  const level = [1, 2, 3, 4, 5, 6].find((number) => editor.isActive("heading", { level: number }));
  if (!level) return "paragraph";
  return String(Math.min(4, Math.max(2, level)));
};

const onMac = /Mac|iPhone|iPad/.test(navigator.platform);
export const spoken = (keys, words) => keys?.replace("Mod", onMac ? "⌘" : words.ctrl).replace("Shift", onMac ? "⇧" : words.shift).replaceAll("-", onMac ? "" : "+") ?? "";
