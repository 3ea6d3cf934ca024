import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2023' },
  server: { host: '127.0.0.1', port: 4190, strictPort: true },
  preview: { host: '127.0.0.1', port: 4190, strictPort: true },
  optimizeDeps: { exclude: ['@latchkey/storage-sqlite-wasm', '@sqlite.org/sqlite-wasm'] },
})
