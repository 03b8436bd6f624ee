// Which kind of device somebody looks at the page with, as far as browsers say.
export const device_kinds = ['linux', 'windows', 'macos', 'ios', 'android', 'chromeos', 'other'] as const;
export type DeviceKind = (typeof device_kinds)[number];

export type Hints = { agent: string; platform?: string; touch_points?: number };

const by_platform: Record<string, DeviceKind> = { Linux: 'linux', Windows: 'windows', macOS: 'macos', iOS: 'ios', Android: 'android', 'Chrome OS': 'chromeos', 'Chromium OS': 'chromeos' };
// In this order: Android's and ChromeOS's agents name Linux-like things, too.
const by_agent: [RegExp, DeviceKind][] = [
  [/iPhone|iPad|iPod/, 'ios'],
  [/Android/, 'android'],
  [/\bCrOS\b/, 'chromeos'],
  [/Windows/, 'windows'],
  [/Macintosh|Mac OS X/, 'macos'],
  [/Linux|X11/, 'linux'],
];

export function device_of({ agent, platform, touch_points = 0 }: Hints): DeviceKind {
  const kind = (platform && by_platform[platform]) || by_agent.find(([pattern]) => pattern.test(agent))?.[1] || 'other';
  // An iPad calls itself a Macintosh, but no Macintosh is touched with several fingers.
  return kind === 'macos' && touch_points > 1 ? 'ios' : kind;
}

export const this_device = () =>
  device_of({
    agent: navigator.userAgent,
    platform: (navigator as { userAgentData?: { platform?: string } }).userAgentData?.platform,
    touch_points: navigator.maxTouchPoints,
  });

// This one first, the others in their order.
export const with_first = (kind: DeviceKind): DeviceKind[] => [kind, ...device_kinds.filter((other) => other !== kind)];
