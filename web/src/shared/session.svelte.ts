// Who is signed in.
import { get, patch, post, remove, when_signed_out } from './api';
import { live } from './live.svelte';
import { go } from './route.svelte';
import { forget_shared } from './shared';
import type { Language, Me } from './types';
import { speak } from './words.svelte';

const session = $state<{ me: Me | null; known: boolean }>({ me: null, known: false });

export const known = () => session.known;
export const signed_in = () => session.me;
// For screens that only exist for somebody signed in.
export function me(): Me {
  if (!session.me) throw new Error('nobody is signed in');
  return session.me;
}

async function welcome(person: Me) {
  await speak(person.language === 'ja' ? 'ja' : 'en');
  Object.assign(session, { me: person, known: true });
  live.open();
}
export async function resume() {
  when_signed_out(() => {
    session.me = null;
    live.close();
  });
  try {
    await welcome(await get<Me>('/me'));
  } catch {
    session.known = true;
  }
}
export async function refresh_me() {
  session.me = await get<Me>('/me');
}
export const sign_in = async (login: string, password: string) => welcome(await post<Me>('/session', { login, password }));
export const sign_in_by_link = async (token: string) => welcome(await post<Me>('/session/link', { token }));
export async function sign_out() {
  await remove('/session').catch(() => {});
  await forget_shared().catch(() => {});
  live.close();
  session.me = null;
  go('/');
}
export async function change_language(language: Language) {
  await speak(language);
  if (session.me) session.me = await patch<Me>('/me', { language });
}
