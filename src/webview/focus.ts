import { focusRequests } from './state.ts';

/** A click brings the focus with it, this many milliseconds at most after the pointer went down. */
const clickMs = 200;

/** When VS Code gives the panel the focus without saying where, the input gets it: what is typed then goes somewhere. */
export function focusInputWithPanel(): void {
  let pointerAt = Number.NEGATIVE_INFINITY;
  document.addEventListener('pointerdown', () => {
    pointerAt = performance.now();
  });
  window.addEventListener('focus', () => {
    // Tab into the panel says where: the control gets the focus right after the window.
    requestAnimationFrame(() => {
      const clicked = performance.now() - pointerAt < clickMs;
      if (!clicked && document.activeElement === document.body) focusRequests.value += 1;
    });
  });
  if (document.hasFocus()) focusRequests.value += 1;
}
