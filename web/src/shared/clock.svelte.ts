// The present instant, ticking every half minute: texts such as "expires in 3 hours" keep up with it.
const clock = $state({ now: Date.now() });
setInterval(() => (clock.now = Date.now()), 30_000);
export const now = () => clock.now;
