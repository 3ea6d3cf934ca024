import axe from 'axe-core'
import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ChatLayout } from '../src/index.js'
import { createWorld, mount, sendAll, withAda, withBob, type Theme, type World } from './support/world.js'

let unmount: (() => Promise<void>) | undefined
afterEach(async () => {
  await unmount?.()
  unmount = undefined
})

const crew = { conversationType: 'group', conversationID: 'crew' } as const
const field = () => page.getByRole('textbox', { name: 'Message' })
const article = (text: string) => page.getByRole('article').filter({ hasText: text })

async function open(world: World, name: RegExp, options: { readonly theme?: Theme; readonly width?: number } = {}) {
  unmount = await mount(world.ada, <ChatLayout onLogOut={() => world.ada.logout()} />, options)
  await page.getByRole('option', { name }).click()
  await expect.element(page.getByRole('article').last()).toBeVisible()
}

/** Focuses a message, as somebody does who comes to it with the arrows. */
function focus(text: string): void {
  const element = article(text).element()
  if (element instanceof HTMLElement) element.focus()
}

async function violations(): Promise<readonly string[]> {
  const found = await axe.run(document.querySelector('.lk') ?? document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  })
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

test('R answers the message that has the focus, Escape stops answering, and the answer leads back to it', async () => {
  const world = await createWorld()
  await sendAll(world.bob, withAda, [
    'Which ferry?',
    ...Array.from({ length: 30 }, (_, index) => `Line ${String(index)}`),
  ])
  await open(world, /Bob Hopper/)
  focus('Which ferry?')
  await userEvent.keyboard('r')
  await expect.element(page.getByRole('button', { name: 'Stop replying' })).toBeVisible()
  expect(document.activeElement).toBe(field().element())
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('button', { name: 'Stop replying' })).not.toBeInTheDocument()
  focus('Which ferry?')
  await userEvent.keyboard('r')
  await field().fill('The one at 6:40')
  await userEvent.keyboard('{Enter}')
  const quote = article('The one at 6:40').getByRole('button', { name: /Bob Hopper Which ferry/ })
  await expect.element(quote).toBeInViewport()
  await quote.click()
  await vi.waitFor(() => {
    expect(document.activeElement?.textContent).toMatch(/^.*Which ferry\?/)
  })
  await expect.element(article('Which ferry?').first()).toBeInViewport()
})

test('what answers a message is listed, and a press goes to one of them', async () => {
  const world = await createWorld()
  await sendAll(world.bob, withAda, ['Which ferry?'])
  const [original] = (await world.bob.queryHistoryMessage(withAda, { count: 1 })).messageList
  const options = { repliedMessageID: original?.messageID ?? '' }
  const { operationID } = await world.bob.sendMessage(withAda, { type: 'text', text: 'At 6:40?' }, options)
  await world.bob.whenSettled(operationID)
  await open(world, /Bob Hopper/)
  await page.getByRole('button', { name: '1 reply' }).click()
  await page
    .getByRole('dialog', { name: 'Replies' })
    .getByRole('button', { name: /At 6:40/ })
    .click()
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await vi.waitFor(() => {
    expect(document.activeElement).toBe(article('At 6:40?').element())
  })
})

test('what is pinned stands in a bar that leads to it, and goes when it is unpinned', async () => {
  const world = await createWorld()
  await sendAll(world.bob, withAda, [
    'The code is 4711',
    ...Array.from({ length: 30 }, (_, index) => `Line ${String(index)}`),
  ])
  await open(world, /Bob Hopper/)
  focus('The code is 4711')
  await userEvent.keyboard('p')
  const bar = page.getByRole('region', { name: 'Pinned messages' })
  await expect.element(bar.getByText('The code is 4711')).toBeVisible()
  await page.getByRole('button', { name: 'Jump to the newest message' }).click()
  await expect.element(article('Line 29')).toBeInViewport()
  await bar.getByRole('button', { name: /The code is 4711/ }).click()
  await vi.waitFor(() => {
    expect(document.activeElement).toBe(article('The code is 4711').element())
  })
  await userEvent.keyboard('{Enter}')
  await page.getByRole('menuitem', { name: 'Unpin' }).click()
  await expect.element(bar).not.toBeInTheDocument()
})

test('a name is chosen with the arrows and Enter, which sends nothing', async () => {
  const world = await createWorld()
  await world.ada.createGroup('crew', { groupName: 'Harbor Run Crew', userIDs: ['bob'] })
  await sendAll(world.ada, crew, ['Good morning'])
  await open(world, /Harbor Run Crew/)
  await field().click()
  await userEvent.keyboard('Ask @')
  await expect.element(page.getByRole('option', { name: 'Bob Hopper' })).toHaveAttribute('aria-selected', 'true')
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(page.getByRole('option', { name: 'everyone' })).toHaveAttribute('aria-selected', 'true')
  await userEvent.keyboard('{ArrowUp}{Enter}')
  await expect.element(field()).toHaveValue('Ask @Bob Hopper ')
  await userEvent.keyboard('first{Enter}')
  await expect.element(article('Ask').getByText('@Bob Hopper')).toBeVisible()
  await vi.waitFor(async () => {
    const { messageList } = await world.bob.queryHistoryMessage(crew, { count: 1 })
    expect(messageList[0]?.mentionedUserIDs).toEqual(['bob'])
  })
})

test('who reacted is told in a dialog', async () => {
  const world = await createWorld()
  await sendAll(world.ada, withBob, ['We take the ferry'])
  const [message] = (await world.ada.queryHistoryMessage(withBob, { count: 1 })).messageList
  await world.bob.addMessageReaction(withAda, message?.messageID ?? '', '👍')
  await open(world, /Bob Hopper/)
  await expect.element(page.getByRole('button', { name: '👍 1' })).toHaveAttribute('title', 'Bob Hopper')
  await article('We take the ferry').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Who reacted' }).click()
  await expect.element(page.getByRole('dialog', { name: 'Who reacted' }).getByText('Bob Hopper')).toBeVisible()
  expect(await violations()).toEqual([])
})

test.each([
  ['light', 1_200],
  ['dark', 390],
] as const)(
  'axe finds nothing wrong with quotes, pins, files and offered names, %s, %i pixels wide',
  async (theme, width) => {
    const world = await createWorld()
    await world.ada.createGroup('crew', { groupName: 'Harbor Run Crew', userIDs: ['bob'] })
    await sendAll(world.bob, crew, ['Hello @Ada Lovelace, see https://example.org'])
    const [first] = (await world.bob.queryHistoryMessage(crew, { count: 1 })).messageList
    const messageID = first?.messageID ?? ''
    const file = { fileName: 'a.pdf', mimeType: 'application/pdf', bytes: new Blob(['a']) }
    const sent = [
      await world.bob.sendMessage(crew, { type: 'text', text: 'Yes' }, { repliedMessageID: messageID }),
      await world.bob.sendAttachment(crew, { ...file, type: 'file' }),
      await world.bob.sendAttachment(crew, { ...file, type: 'audio', durationMs: 3_000 }),
      await world.bob.sendAttachment(crew, { ...file, type: 'image', width: 400, height: 300 }),
      await world.bob.sendAttachment(crew, { ...file, type: 'video', width: 400, height: 300, durationMs: 3_000 }),
      await world.bob.sendMessage(crew, {
        type: 'location',
        latitude: 52.5,
        longitude: 13.4,
        title: 'Pier',
        address: '',
      }),
    ]
    for (const { operationID } of sent) await world.bob.whenSettled(operationID)
    await world.bob.pinMessage(crew, messageID, true)
    await open(world, /Harbor Run Crew/, { theme, width })
    await expect.element(page.getByRole('region', { name: 'Pinned messages' })).toBeVisible()
    await field().click()
    await userEvent.keyboard('@')
    await expect.element(page.getByRole('listbox', { name: 'Mention somebody' })).toBeVisible()
    expect(await violations()).toEqual([])
  },
)
