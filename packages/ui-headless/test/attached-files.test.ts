import { createComposer, createTimeline, type ChosenFile } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle } from './support/surroundings.js'
import { createWorld, follow, withAda, withBob, type World } from './support/world.js'

const file = (fileName: string, mimeType: string, content: string | Uint8Array<ArrayBuffer> = 'bytes'): ChosenFile => ({
  fileName,
  mimeType,
  bytes: new Blob([content]),
})

async function send({ kit }: Pick<World, 'kit'>, files: readonly ChosenFile[], text = ''): Promise<void> {
  const composer = createComposer(kit, withBob)
  composer.attach(files)
  if (text !== '') composer.setText(text)
  await composer.send()
  await settle()
}

/** The last message of the conversation, as a row. */
async function lastRow({ kit }: Pick<World, 'kit'>) {
  const { now } = await follow(createTimeline(kit, withBob))
  const row = now.rows.at(-1)
  if (row?.type !== 'message') throw new Error('There is no message.')
  return row
}

test('a picture is sent with the room that it takes, and shown in it', async () => {
  const world = await createWorld()
  await send(world, [file('harbour 800x600.png', 'image/png')])
  const row = await lastRow(world)
  expect(row.status).toBe('sent')
  expect(row.parts).toEqual([
    {
      type: 'image',
      fileID: expect.any(String) as string,
      fileName: 'harbour 800x600.png',
      mimeType: 'image/png',
      sizeText: '5 byte',
      width: 800,
      height: 600,
      label: 'Picture: harbour 800x600.png',
    },
  ])
})

test('several files and a text are one message, the text last', async () => {
  const world = await createWorld()
  await send(world, [file('a 8x6.png', 'image/png'), file('notes.pdf', 'application/pdf')], 'The jetty')
  expect((await lastRow(world)).parts).toMatchObject([
    { type: 'image', width: 8 },
    { type: 'file', fileName: 'notes.pdf', ending: 'PDF' },
    { type: 'text', text: 'The jetty' },
  ])
})

test('pictures that go together are counted in a line', async () => {
  const world = await createWorld()
  await send(world, [file('a 8x6.png', 'image/png'), file('b 8x6.png', 'image/png')], 'The jetty')
  expect((await lastRow(world)).text).toBe('2 pictures · The jetty')
})

test('a picture that the device cannot show goes as a file', async () => {
  const world = await createWorld()
  await send(world, [file('camera.heic', 'image/heic')])
  expect((await lastRow(world)).parts).toMatchObject([{ type: 'file', ending: 'HEIC' }])
})

test('what is too large is refused by name before anything is sent, and the rest stays', async () => {
  const { kit } = await createWorld()
  const composer = createComposer(kit, withBob)
  const view = await follow(composer)
  const large = new Blob([])
  Object.defineProperty(large, 'size', { value: 100_000_001 })
  composer.attach([{ fileName: 'film.mov', mimeType: 'video/quicktime', bytes: large }, file('a.txt', 'text/plain')])
  expect(view.now.problem).toBe('film.mov is too large: files up to 100 MB can be sent.')
  expect(view.now.files.map(({ fileName }) => fileName)).toEqual(['a.txt'])
})

test('an eleventh file is refused in words', async () => {
  const { kit } = await createWorld()
  const composer = createComposer(kit, withBob)
  const view = await follow(composer)
  composer.attach(Array.from({ length: 12 }, (_, index) => file(`${String(index)}.txt`, 'text/plain')))
  expect(view.now.files).toHaveLength(10)
  expect(view.now.problem).toBe('One message takes up to 10 files.')
  composer.detach(view.now.files[0]?.key ?? '')
  expect(view.now.files).toHaveLength(9)
  expect(view.now.problem).toBeUndefined()
})

test('a file alone can be sent, and is gone from the field once it is', async () => {
  const { kit } = await createWorld()
  const composer = createComposer(kit, withBob)
  const view = await follow(composer)
  expect(view.now).toMatchObject({ canAttach: true, canSend: false })
  composer.attach([file('a.txt', 'text/plain')])
  expect(view.now.canSend).toBe(true)
  await composer.send()
  expect(view.now).toMatchObject({ canSend: false, files: [] })
})

test('what could not be sent is back in the field, files too', async () => {
  const { kit } = await createWorld()
  const composer = createComposer(kit, withBob)
  const view = await follow(composer)
  composer.attach([file('a.txt', 'text/plain')])
  composer.setText('a'.repeat(200_000))
  await expect(composer.send()).rejects.toMatchObject({ code: 'invalid-argument' })
  expect(view.now.files.map(({ fileName }) => fileName)).toEqual(['a.txt'])
  expect(view.now.problem).toBe('Not sent')
})

test('a text that is sent right behind a picture stays behind it', async () => {
  const { chat, kit } = await createWorld()
  const composer = createComposer(kit, withBob)
  composer.attach([file('a 8x6.png', 'image/png')])
  const first = composer.send()
  composer.setText('And this')
  await Promise.all([first, composer.send()])
  await settle()
  const { messageList } = await chat.queryHistoryMessage(withBob, { count: 10 })
  expect(messageList.map(({ content }) => content.type)).toEqual(['image', 'text'])
})

test('an upload says how far it is, and can be taken back before it is there', async () => {
  const { chat, kit, network } = await createWorld()
  network.setConnectivity('hung')
  network.cut()
  await settle()
  await send({ kit }, [file('a.bin', '', new Uint8Array(600_000))])
  const timeline = createTimeline(kit, withBob)
  const view = await follow(timeline)
  const row = view.now.rows.at(-1)
  if (row?.type !== 'message' || row.upload === undefined) throw new Error('Nothing is on its way.')
  expect(row).toMatchObject({
    status: 'waiting',
    upload: { text: 'Waiting to upload' },
    hint: 'Will send when you’re back online',
  })
  await timeline.discard(row.upload.operationID)
  await settle()
  expect(view.now.rows).toEqual([])
  expect((await chat.queryHistoryMessage(withBob, { count: 10 })).messageList).toEqual([])
})

test('an upload tells of itself in per cents until the message is sent', async () => {
  const { kit } = await createWorld()
  const view = await follow(createTimeline(kit, withBob))
  await send({ kit }, [file('a.bin', '', new Uint8Array(600_000))])
  const told = view.seen.flatMap(({ rows }) => {
    const row = rows.at(-1)
    return row?.type === 'message' && row.upload?.percent !== undefined ? [row.upload.percent] : []
  })
  expect(told.length).toBeGreaterThan(1)
  expect(told).toEqual(told.toSorted((left, right) => left - right))
  expect((await lastRow({ kit })).upload).toBeUndefined()
})

test('a file that was received is loaded when asked for, and let go of', async () => {
  const world = await createWorld()
  const bob = await world.signIn('bob')
  await bob.sendAttachment(withAda, {
    type: 'file',
    fileName: 'a.txt',
    mimeType: 'text/plain',
    bytes: new Blob(['Hello']),
  })
  await settle()
  const row = await lastRow(world)
  const [part] = row.parts
  if (part?.type !== 'file') throw new Error('There is no file.')
  const attached = createTimeline(world.kit, withBob).openFile(row.key, part.fileID)
  const view = await follow(attached)
  expect(view.now).toEqual({ state: 'idle', note: '' })
  attached.load()
  await settle()
  expect(view.now.state).toBe('ready')
  expect(new TextDecoder().decode(view.now.bytes)).toBe('Hello')
  attached.release()
  expect(view.now).toEqual({ state: 'idle', note: '' })
})

test('a file that is not on the device says so offline, and comes with the connection', async () => {
  const world = await createWorld()
  const { network, time } = world
  const bob = await world.signIn('bob')
  await bob.sendAttachment(withAda, {
    type: 'file',
    fileName: 'a.txt',
    mimeType: 'text/plain',
    bytes: new Blob(['Hello']),
  })
  await settle()
  const row = await lastRow(world)
  const [part] = row.parts
  if (part?.type !== 'file') throw new Error('There is no file.')
  network.setConnectivity('refused')
  network.cut()
  await settle()
  const attached = createTimeline(world.kit, withBob).openFile(row.key, part.fileID)
  const view = await follow(attached)
  attached.load()
  await settle()
  expect(view.now).toEqual({ state: 'waiting', note: 'Loads when you’re online' })
  network.setConnectivity('up')
  await time.advance(120_000)
  expect(view.now.state).toBe('ready')
})

test('an own file is there after a relaunch without a network, while it still waits', async () => {
  const { chat, kit, network, relaunch } = await createWorld()
  network.setConnectivity('refused')
  network.cut()
  await settle()
  await send({ kit }, [file('a 8x6.png', 'image/png', 'picture')])
  await chat.destroy()
  const again = await relaunch()
  const row = await lastRow(again)
  expect(row.status).toBe('waiting')
  const [part] = row.parts
  if (part?.type !== 'image') throw new Error('There is no picture.')
  const attached = createTimeline(again.kit, withBob).openFile(row.key, part.fileID)
  const view = await follow(attached)
  attached.load()
  await settle()
  expect(new TextDecoder().decode(view.now.bytes)).toBe('picture')
})
