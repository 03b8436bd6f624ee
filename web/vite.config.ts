import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// Nothing is inlined: the server sends `default-src 'self'`, so a data: URL or an inline script would be refused.
export default defineConfig({
  plugins: [svelte()],
  json: { stringify: true },
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: true },
  server: { proxy: { '/api': 'http://127.0.0.1:8631' } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
} as import('vite').UserConfig & { test: unknown });
