import { expect, test } from 'vitest'
import type { Chat } from '../../src/contract/chat.js'
import type { AttachmentMethods } from '../../src/contract/attachments.js'
import type { AttachedContent, Message } from '../../src/index.js'
import { createWorld } from '../support/world.js'

const bob = { conversationType: 'peer', conversationID: 'bob' } as const
const file = { type: 'file', mimeType: 'image/png' } as const
const one = { ...file, fileName: 'one.png', bytes: new Uint8Array([1, 1]) }
const two = { ...file, fileName: 'two.png', bytes: new Uint8Array([2, 2, 2]) }

function filesOf({ content }: Message): readonly AttachedContent[] {
  return (content.type === 'multiple' ? content.itemList : [content]).filter((item) => 'fileID' in item)
}

async function bytesOf(chat: Chat & AttachmentMethods, message: Message): Promise<readonly (readonly number[])[]> {
  const all: (readonly number[])[] = []
  for (const { fileID } of filesOf(message)) {
    const { bytes } = await chat.downloadFile(bob, message.messageID, { fileID })
    all.push([...bytes])
  }
  return all
}

test('OL-36 pictures and several files of one message stay with who sent them: they open without a network', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  const chat = device.launch()
  await chat.login('ada', { token })
  const picture = { ...one, type: 'image', width: 4, height: 3 } as const
  const sent = [
    await chat.sendAttachment(bob, picture),
    await chat.sendAttachment(bob, { type: 'multiple', itemList: [one, two] }),
  ]
  for (const { operationID } of sent)
    expect(await chat.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
  world.network.setConnectivity('refused')
  world.network.cut()
  const [first, second] = sent.map(({ message }) => message)
  expect(first && (await bytesOf(chat, first))).toEqual([[1, 1]])
  expect(second && (await bytesOf(chat, second))).toEqual([
    [1, 1],
    [2, 2, 2],
  ])
})

test('OL-36 a message that waits is edited and keeps one of its files: that one is sent, the other is gone', async () => {
  const world = await createWorld()
  const { token, ...device } = await world.returningDevice('ada')
  world.network.setConnectivity('refused')
  const chat = device.launch()
  await chat.login('ada', { token, isOfflineLogin: true })
  const { operationID, message } = await chat.sendAttachment(bob, { type: 'multiple', itemList: [one, two] })
  const [, kept] = filesOf(message)
  if (kept === undefined) throw new Error('The file is gone.')
  await chat.editMessage(bob, message.messageID, { type: 'multiple', itemList: [{ type: 'text', text: 'Two' }, kept] })
  world.network.setConnectivity('up')
  chat.reconnectNow()
  expect(await chat.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
  await chat.destroy()
  const session = await device.storage.open({ app: 'test', userID: 'ada' }, { version: 99, tables: [] })
  const listed = (await session.files?.list({ limit: 10 })) ?? []
  await session.close()
  expect(listed).toEqual([{ name: kept.fileID, size: 3 }])
})
