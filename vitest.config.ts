import chromium from '@sparticuz/chromium'
import { playwright } from '@vitest/browser-playwright'
import { defaultClientConditions, defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

/** Packages are read from their sources, so that no test needs a build. */
const fromSource = '@latchkey/source'
const resolve = { conditions: [fromSource, ...defaultClientConditions] }
const ssr = { resolve: { conditions: [fromSource, ...defaultServerConditions] } }

const folders = ['packages/*/test', 'apps/*/test', 'tools/test']

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'node',
          environment: 'node',
          include: folders.map((folder) => `${folder}/**/*.test.{ts,tsx}`),
          exclude: ['**/*.browser.test.{ts,tsx}', '**/node_modules/**'],
        },
      },
      {
        resolve,
        optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm'] },
        test: {
          name: 'browser',
          include: folders.map((folder) => `${folder}/**/*.browser.test.{ts,tsx}`),
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                executablePath: await chromium.executablePath(),
                args: [...chromium.args, '--no-sandbox'],
              },
            }),
          },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['apps/messenger/e2e/**/*.test.ts', 'tools/e2e/**/*.test.ts'],
          globalSetup: 'tools/e2e-setup.ts',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'packed',
          environment: 'node',
          include: ['tools/packed/**/*.test.ts'],
          globalSetup: 'tools/packed/pack-setup.ts',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
