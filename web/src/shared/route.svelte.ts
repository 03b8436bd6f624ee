// History routing: the path is the state; plain links are taken over, so that every place has an address.
const place = $state({ path: location.pathname });

export const path = () => place.path;
export const parts = () => place.path.split('/').filter(Boolean);

export function go(to: string, replace = false) {
  if (to !== location.pathname) history[replace ? 'replaceState' : 'pushState'](null, '', to);
  place.path = to;
  scrollTo(0, 0);
}

export function take_over_links() {
  addEventListener('popstate', () => (place.path = location.pathname));
  document.addEventListener('click', (event) => {
    const link = (event.target as Element | null)?.closest('a');
    const other = event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || other || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    go(link.pathname);
  });
}
