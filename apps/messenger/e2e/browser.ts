import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { chromium as playwright, type BrowserContext, type Page } from 'playwright-core'

export type { Page }

export interface LaunchOptions {
  readonly serviceWorkers?: 'allow' | 'block'
  /** Whether a page that crashes leaves the others alone. Takes more memory. */
  readonly isProcessPerTab?: boolean
  /** Device pixels per pixel of the page. Default 1. */
  readonly deviceScaleFactor?: number
  /** More arguments for the browser. */
  readonly args?: readonly string[]
}

/** One browser profile on disk: it outlives the browser, as a person's does. */
export interface Profile {
  /** Starts the browser, or starts it again. */
  launch(options?: LaunchOptions): Promise<BrowserContext>
  remove(): void
}

const oneProcess = ['--single-process', '--no-zygote']

export function createProfile(): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-profile-'))
  return {
    launch: async ({ serviceWorkers = 'allow', isProcessPerTab = false, deviceScaleFactor = 1, args = [] } = {}) => {
      const ownArgs = chromium.args.filter((arg) => !isProcessPerTab || !oneProcess.includes(arg))
      return playwright.launchPersistentContext(folder, {
        executablePath: await chromium.executablePath(),
        args: [...ownArgs, '--no-sandbox', ...args],
        viewport: { width: 1_280, height: 800 },
        deviceScaleFactor,
        serviceWorkers,
      })
    },
    remove() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Opens the messenger of one account and signs in where it asks to. */
export async function openMessenger(context: BrowserContext, origin: string, userID: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${origin}/?profile=${userID}`)
  const signIn = page.getByRole('button', { name: 'Sign in' })
  const list = page.getByRole('listbox', { name: 'Conversations' })
  await signIn.or(list).first().waitFor()
  if (await signIn.isVisible()) await signIn.click()
  await list.waitFor()
  return page
}

export async function openConversation(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('option', { name }).first().click()
  await page.getByRole('textbox', { name: 'Message' }).waitFor()
}

export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.keyboard.press('Enter')
}

/** The bubbles with this text. */
export function bubbles(page: Page, text: string) {
  return page.getByRole('article').filter({ hasText: text })
}

/** Ends the page's process, as running out of memory does. */
export async function crash(page: Page): Promise<void> {
  const crashed = new Promise((resolve) => page.once('crash', resolve))
  // Never answered: whoever would answer is gone.
  page.goto('chrome://crash').catch(() => undefined)
  await crashed
}
