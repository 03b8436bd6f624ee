// What was just done, said once: shown briefly and read out by screen readers.
const spoken = $state({ text: '', turn: 0 });
const shown_ms = 4_000;
let timer: ReturnType<typeof setTimeout> | undefined;

export const said = () => spoken.text;
export function say(text: string) {
  clearTimeout(timer);
  Object.assign(spoken, { text, turn: spoken.turn + 1 });
  timer = setTimeout(() => (spoken.text = ''), shown_ms);
}
