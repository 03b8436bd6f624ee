// Server-Sent Events. The browser reconnects by itself and sends Last-Event-ID; a stream that was refused is opened again later.
export type LiveKind = 'job' | 'charge' | 'printer' | 'payment' | 'identify' | 'budget' | 'budget-request' | 'approval' | 'notice' | 'delegation' | 'membership' | 'trial';
export type LiveEvent = { kind: LiveKind; subject: string; state?: string; name?: string; message?: string };
type Handler = (event: LiveEvent) => void;

const kinds: LiveKind[] = ['job', 'charge', 'printer', 'payment', 'identify', 'budget', 'budget-request', 'approval', 'notice', 'delegation', 'membership', 'trial'];
const again_after_ms = 5_000;
const handlers = new Set<Handler>();
const status = $state({ connected: false });
let source: EventSource | null = null;
let again: ReturnType<typeof setTimeout> | undefined;

function open() {
  if (source) return;
  const stream = (source = new EventSource('/api/v1/events'));
  stream.onopen = () => (status.connected = true);
  stream.onerror = () => {
    status.connected = false;
    if (stream.readyState !== EventSource.CLOSED || source !== stream) return;
    source = null;
    again = setTimeout(open, again_after_ms);
  };
  for (const kind of kinds)
    stream.addEventListener(kind, (message: MessageEvent<string>) => {
      const data = JSON.parse(message.data) as Omit<LiveEvent, 'kind'>;
      for (const handler of handlers) handler({ ...data, kind });
    });
}
function close() {
  clearTimeout(again);
  source?.close();
  source = null;
  status.connected = false;
}
function listen(handler: Handler): () => void {
  handlers.add(handler);
  return () => handlers.delete(handler);
}
export const live = { open, close, listen, connected: () => status.connected };

// In a component: reloads when an event of these kinds comes, many at once only once; and slowly while there is no stream.
export function reload_on(of: LiveKind[], reload: () => unknown, subject?: () => string) {
  $effect(() => {
    let pending = false;
    const soon = () => {
      if (pending) return;
      pending = true;
      setTimeout(() => ((pending = false), reload()), 60);
    };
    const stop = live.listen((event) => of.includes(event.kind) && (!subject || event.subject === subject()) && soon());
    const poll = setInterval(() => live.connected() || reload(), again_after_ms);
    return () => {
      stop();
      clearInterval(poll);
    };
  });
}
