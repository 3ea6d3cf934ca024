import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      // The page that is open is never replaced under somebody's hands: a new version takes over with the next visit.
      registerType: 'prompt',
      injectRegister: false,
      workbox: {
        globPatterns: ['**/*.{html,js,css,wasm,woff2,svg,png}'],
        // SQLite is the largest part.
        maximumFileSizeToCacheInBytes: 4_000_000,
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/config\.json/, /^\/demo\//],
        // `?profile=` chooses an account and not a page.
        ignoreURLParametersMatching: [/.*/],
      },
      manifest: {
        name: 'Latchkey Messenger',
        short_name: 'Latchkey',
        description: 'A messenger that opens before the network does.',
        theme_color: '#0b7a75',
        background_color: '#f4f6f6',
        display: 'standalone',
        start_url: '/',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
  build: { target: 'es2023', assetsInlineLimit: 0 },
  optimizeDeps: { exclude: ['@latchkey/storage-sqlite-wasm', '@sqlite.org/sqlite-wasm'] },
})
