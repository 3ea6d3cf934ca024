import type { Page } from 'playwright'

/** Somebody who scrolls the list and writes, all the while. */
export interface Interaction {
  /** Stops, and checks that what was typed is there. */
  stop(): Promise<{ readonly keys: number; readonly turns: number }>
}

const keyIntervalMs = 120
const turnIntervalMs = 50
const turnPixels = 90

/** Scrolls the conversation list up and down and types into the composer, as a person would, through the browser's own input. */
export const startInteraction = async (page: Page): Promise<Interaction> => {
  const list = page.getByRole('listbox')
  const field = page.getByRole('textbox', { name: 'Message' })
  const box = await list.boundingBox()
  if (box === null) throw new Error('The list is not on the page.')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await field.focus()
  const before = await field.inputValue()
  let isStopped = false
  let typed = ''
  let turns = 0

  const type = async (): Promise<void> => {
    while (!isStopped) {
      const letter = 'abcdefgh '[typed.length % 9] ?? 'a'
      await page.keyboard.press(letter === ' ' ? 'Space' : letter)
      typed += letter
      await pause(keyIntervalMs)
    }
  }
  const scroll = async (): Promise<void> => {
    while (!isStopped) {
      await page.mouse.wheel(0, turns % 60 < 40 ? turnPixels : -2 * turnPixels)
      turns += 1
      await pause(turnIntervalMs)
    }
  }
  const work = Promise.all([type(), scroll()])
  return {
    async stop() {
      isStopped = true
      await work
      const written = await field.inputValue()
      const wanted = before.length + typed.length
      if (written !== before + typed) throw new Error(`Typed ${wanted} letters, and the field holds ${written.length}.`)
      return { keys: typed.length, turns }
    },
  }
}

const pause = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs))
