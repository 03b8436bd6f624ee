import { mount } from 'svelte';
import App from './App.svelte';
import './shared/css/tokens.css';
import './shared/css/base.css';
import './shared/css/controls.css';
import { take_over_links } from './shared/route.svelte';
import { resume } from './shared/session.svelte';
import { take_shares } from './shared/shared';
import { apply_theme, theme } from './shared/theme';
import { first_language, speak } from './shared/words.svelte';

apply_theme(theme());
take_over_links();
await speak(first_language());
void resume();
take_shares();
mount(App, { target: document.getElementById('app')! });
