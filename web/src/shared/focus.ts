import { tick } from 'svelte';

// When what had the focus goes away (a closed sheet, a replaced section), the new heading takes it, so that keyboards and screen readers
// go on from there. Focus that is elsewhere is left alone.
export function take_lost_focus(heading: HTMLElement) {
  void tick().then(() => {
    if (document.activeElement === document.body || !document.activeElement) heading.focus({ preventScroll: true });
  });
}
