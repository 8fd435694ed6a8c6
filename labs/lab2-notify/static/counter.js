// The number counter (숫자 카운터): a number that runs to its new value instead of jumping there.

/** How long it runs, in milliseconds. */
const DURATION = 600;

const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/** Makes `target`, whose text is a whole number, a counter: what is returned sends it to a number. */
export function counter(target) {
  let frame = 0;
  let end = 0;
  return (goal) => {
    cancelAnimationFrame(frame);
    clearTimeout(end);
    const from = Number(target.textContent);
    const arrive = () => (target.textContent = goal);
    if (stillness.matches || document.visibilityState === "hidden" || Math.abs(goal - from) <= 1) return arrive();
    const start = performance.now();
    const run = (now) => {
      const part = Math.min(Math.max((now - start) / DURATION, 0), 1);
      target.textContent = Math.round(from + (goal - from) * (1 - (1 - part) ** 3));
      if (part < 1) frame = requestAnimationFrame(run);
    };
    frame = requestAnimationFrame(run);
    // A tab that is hidden on the way has no more frames, yet it arrives.
    end = setTimeout(() => {
      cancelAnimationFrame(frame);
      arrive();
    }, DURATION);
  };
}
