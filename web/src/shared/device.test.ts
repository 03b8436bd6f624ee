import { expect, test } from 'vitest';
import { device_kinds, device_of, with_first } from './device';

const agents = {
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  macos: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  android: 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36',
  chromeos: 'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36',
  windows: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0',
  linux: 'Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0',
} as const;

test.each(Object.entries(agents))('recognises %s by its agent', (kind, agent) => expect(device_of({ agent })).toBe(kind));

test('an iPad that calls itself a Macintosh is an iPad', () => expect(device_of({ agent: agents.macos, touch_points: 5 })).toBe('ios'));
test('a touch screen makes no iPad of Windows', () => expect(device_of({ agent: agents.windows, touch_points: 10 })).toBe('windows'));
test('a platform hint wins over the agent', () => expect(device_of({ agent: agents.linux, platform: 'Chrome OS' })).toBe('chromeos'));
test('an unknown hint leaves the agent', () => expect(device_of({ agent: agents.linux, platform: 'Haiku' })).toBe('linux'));
test('nothing known is other', () => expect(device_of({ agent: 'curl/8' })).toBe('other'));
test('the present device comes first and none is lost', () => {
  expect(with_first('chromeos')[0]).toBe('chromeos');
  expect(with_first('chromeos').toSorted()).toEqual([...device_kinds].toSorted());
});
