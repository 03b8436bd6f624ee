// A list with one of its members moved to another place.
export function moved<T>(list: T[], from: number, to: number): T[] {
  const rest = list.filter((_, place) => place !== from);
  const one = list[from];
  if (one === undefined || to < 0 || to >= list.length) return list;
  return [...rest.slice(0, to), one, ...rest.slice(to)];
}
