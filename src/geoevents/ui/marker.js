// A button for the words that a person highlights in the report above it. The report's text is never parsed, nor sent back:
// the page is told where the words begin and end, in characters (Unicode code points) of the text.
const HOME = ".st-key-read_one .ge-report";
const MOST = 60;

export default function (component) {
  const { parentElement, setTriggerValue } = component;
  const button = parentElement.querySelector("button");
  const count = (text) => Array.from(text).length;
  let span = null;

  function look() {
    const home = document.querySelector(HOME);
    const chosen = document.getSelection();
    if (!home || !chosen || chosen.isCollapsed || !chosen.rangeCount) return;
    const range = chosen.getRangeAt(0);
    if (!home.contains(range.startContainer) || !home.contains(range.endContainer)) return;
    const before = document.createRange();
    before.selectNodeContents(home);
    before.setEnd(range.startContainer, range.startOffset);
    const start = count(before.toString());
    const words = range.toString();
    span = { start: start, end: start + count(words) };
    button.textContent = "Make an event of “" + words.replace(/\s+/g, " ").trim().slice(0, MOST) + "”";
    button.hidden = false;
  }

  button.hidden = true;
  button.onclick = () => { if (span) setTriggerValue("words", span); };
  document.addEventListener("selectionchange", look);
  return () => document.removeEventListener("selectionchange", look);
}
