import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { ChatLayout } from '../src/index.js'
import { createWorld, mount, withAda, type World } from './support/world.js'

let unmount: (() => Promise<void>) | undefined
afterEach(async () => {
  await unmount?.()
  unmount = undefined
})

async function openBob(): Promise<World> {
  const world = await createWorld()
  const { operationID } = await world.bob.sendMessage(withAda, { type: 'text', text: 'Show me' })
  await world.bob.whenSettled(operationID)
  unmount = await mount(world.ada, <ChatLayout onLogOut={() => world.ada.logout()} />)
  await page.getByRole('option', { name: /Bob Hopper/ }).click()
  await expect.element(page.getByRole('article').last()).toBeVisible()
  return world
}

/** A picture of one colour, made here. */
async function picture(fileName: string, width: number, height: number): Promise<File> {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('The browser draws nothing.')
  context.fillStyle = '#2e9e57'
  context.fillRect(0, 0, width, height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw new Error('The browser writes no picture.')
  return new File([blob], fileName, { type: 'image/png' })
}

function transferOf(files: readonly File[]): DataTransfer {
  const transfer = new DataTransfer()
  for (const file of files) transfer.items.add(file)
  return transfer
}

const field = () => page.getByRole('textbox', { name: 'Message' })
const tray = () => page.getByRole('list', { name: 'Files to be sent' })

function paste(files: readonly File[]): void {
  const event = new ClipboardEvent('paste', { clipboardData: transferOf(files), bubbles: true, cancelable: true })
  field().element().dispatchEvent(event)
}

test('a pasted picture is sent with its size and a blurred preview, and shown', async () => {
  const world = await openBob()
  paste([await picture('jetty.png', 640, 320)])
  await expect.element(tray().getByText('jetty.png')).toBeVisible()
  await field().fill('The jetty')
  await userEvent.keyboard('{Enter}')
  const shown = page.getByRole('button', { name: 'Picture: jetty.png' })
  await expect.element(shown).toBeVisible()
  await expect.element(tray()).not.toBeInTheDocument()
  await vi.waitFor(async () => {
    const { messageList } = await world.bob.queryHistoryMessage(withAda, { count: 1 })
    const thumbhash = expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) as string
    expect(messageList[0]?.content).toMatchObject({
      type: 'multiple',
      itemList: [
        { type: 'image', width: 640, height: 320, thumbhash },
        { type: 'text', text: 'The jetty' },
      ],
    })
  })
})

test('a picture takes its room before it is there: nothing moves when it comes', async () => {
  const world = await openBob()
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const { downloadFile } = world.ada
  vi.spyOn(world.ada, 'downloadFile').mockImplementation(async (...parameters) => {
    await held
    return downloadFile(...parameters)
  })
  const bytes = await picture('wide.png', 640, 320)
  const content = {
    type: 'image',
    fileName: 'wide.png',
    mimeType: 'image/png',
    width: 640,
    height: 320,
    bytes,
  } as const
  await world.bob.sendAttachment(withAda, content)
  const shown = page.getByRole('button', { name: 'Picture: wide.png' })
  await expect.element(shown).toBeVisible()
  const before = shown.element().getBoundingClientRect()
  expect(before.width / before.height).toBeCloseTo(2, 1)
  release()
  await vi.waitFor(() => {
    const image = shown.element().querySelector('img')
    expect(image?.src).toMatch(/^blob:/)
    expect(image?.naturalWidth).toBe(640)
  })
  expect(shown.element().getBoundingClientRect()).toEqual(before)
})

test('files that are dropped on the conversation are attached, and one can be left out again', async () => {
  await openBob()
  const files = [new File(['one'], 'one.txt', { type: 'text/plain' }), new File(['two'], 'two.txt')]
  const drop = (type: string) => {
    const dataTransfer = transferOf(files)
    const init = { dataTransfer, bubbles: true, cancelable: true }
    page.getByRole('feed').element().dispatchEvent(new DragEvent(type, init))
  }
  drop('dragenter')
  await expect.element(page.getByText('Drop files to attach them')).toBeVisible()
  drop('drop')
  await expect.element(page.getByText('Drop files to attach them')).not.toBeInTheDocument()
  await expect.element(tray().getByText('two.txt')).toBeVisible()
  await page.getByRole('button', { name: 'Leave out: one.txt' }).click()
  await expect.element(tray().getByText('one.txt')).not.toBeInTheDocument()
  expect(document.activeElement).toBe(field().element())
})

test('a picture opens large, arrows go to the next one, Escape closes it and gives the focus back', async () => {
  const world = await openBob()
  for (const name of ['first.png', 'second.png']) {
    const bytes = await picture(name, 400, 300)
    const content = { type: 'image', fileName: name, mimeType: 'image/png', width: 400, height: 300, bytes } as const
    const { operationID } = await world.bob.sendAttachment(withAda, content)
    await world.bob.whenSettled(operationID)
  }
  const first = page.getByRole('button', { name: 'Picture: first.png' })
  await first.click()
  await expect.element(page.getByRole('dialog').getByRole('img', { name: 'Picture: first.png' })).toBeVisible()
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(page.getByRole('dialog').getByRole('img', { name: 'Picture: second.png' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  expect(document.activeElement).toBe(first.element())
})

test('a file that is received is handed to the device under its own name', async () => {
  const world = await openBob()
  const saved: { readonly name: string; readonly url: string }[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, url: this.href })
  })
  const bytes = new Blob(['Hello'])
  await world.bob.sendAttachment(withAda, { type: 'file', fileName: 'notes.html', mimeType: 'text/html', bytes })
  await page.getByRole('button', { name: /notes.html.*Save/ }).click()
  await vi.waitFor(() => {
    expect(saved[0]?.name).toBe('notes.html')
  })
  const response = await fetch(saved[0]?.url ?? '')
  expect(await response.text()).toBe('Hello')
  // Whatever its sender says that it is, it cannot run in this page.
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  vi.restoreAllMocks()
})
