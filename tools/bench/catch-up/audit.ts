import type { Message } from '@latchkey/core'
import type { BackendMessage } from '@latchkey/core/driver'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { connectAsAuditor, readExpectedList, readMessages, type ExpectedConversation } from '../log-reader.ts'
import { reader } from './absence.ts'
import { keyOf, launch, nowhere, readHistory, readList, toExpected } from './device.ts'

/** What the device shows otherwise than the server has it. The device is read when the server is gone. */
export const auditDevice = async ({
  serverUrl,
  token,
  deviceFolder,
  expected,
  closeServer,
}: {
  readonly serverUrl: string
  readonly token: string
  readonly deviceFolder: string
  /** As it was foretold. */
  readonly expected: readonly ExpectedConversation[]
  readonly closeServer: () => Promise<void>
}): Promise<readonly string[]> => {
  const auditor = await connectAsAuditor(serverUrl, reader, token)
  const stored = await readExpectedList(auditor)
  const histories = new Map<string, readonly BackendMessage[]>()
  for (const conversation of stored) histories.set(keyOf(conversation), await readMessages(auditor, conversation))
  await auditor.close()
  await closeServer()

  const differences = listDifferences('the server', stored, 'foretold', expected)
  const user = { userID: reader, token, isOfflineLogin: true }
  const chat = await launch(sqliteNodeStorage({ folder: deviceFolder }), webSocketTransport({ url: nowhere }), user)
  const shown = await readList(chat)
  differences.push(...listDifferences('the device', shown.map(toExpected), 'the server', stored))
  const times = shown.map(({ activityTime }) => activityTime)
  if (times.some((time, index) => time > (times[index - 1] ?? Infinity))) differences.push('the list is out of order')
  for (const conversation of stored) {
    const held = (await readHistory(chat, conversation)).map(factsOf)
    // A message that the reader deleted is told as a place with nothing in it, and is on no device.
    const wanted = (histories.get(keyOf(conversation)) ?? [])
      .filter(({ content }) => content.type !== 'deleted')
      .map(factsOf)
    differences.push(...historyDifferences(keyOf(conversation), held, wanted))
  }
  const { operationList } = await chat.queryOperationList({ count: 100 })
  for (const { operation } of operationList) differences.push(`${operation} still waits`)
  await chat.destroy()
  return differences
}

const listDifferences = (
  name: string,
  list: readonly ExpectedConversation[],
  otherName: string,
  others: readonly ExpectedConversation[],
): string[] => {
  const byKey = new Map(list.map((conversation) => [keyOf(conversation), JSON.stringify(conversation)]))
  const wrong = others.filter((other) => byKey.get(keyOf(other)) !== JSON.stringify(other))
  return [
    ...(list.length === others.length ? [] : [`${name} lists ${list.length}, ${otherName} ${others.length}`]),
    ...wrong.map(
      (other) =>
        `${name} has ${byKey.get(keyOf(other)) ?? 'no such conversation'}, ${otherName} ${JSON.stringify(other)}`,
    ),
  ]
}

/** What must be the same of a message on both sides. */
interface MessageFacts {
  readonly messageID: string
  /** What it says, and whether that is as it was sent. */
  readonly facts: string
}

const factsOf = ({ messageID, content, timestamp, order, senderUserID, editTime }: Message | BackendMessage) => ({
  messageID,
  facts: JSON.stringify({ content, timestamp, order, senderUserID, editTime }),
})

const historyDifferences = (
  name: string,
  held: readonly MessageFacts[],
  wanted: readonly MessageFacts[],
): readonly string[] => {
  const byID = new Map(held.map((message) => [message.messageID, message]))
  const missing = wanted.filter(({ messageID }) => !byID.has(messageID))
  const wantedIDs = new Set(wanted.map(({ messageID }) => messageID))
  const surplus = held.filter(({ messageID }) => !wantedIDs.has(messageID))
  const changed = wanted.filter(({ messageID, facts }) => byID.has(messageID) && byID.get(messageID)?.facts !== facts)
  const order = wanted.filter(({ messageID }) => byID.has(messageID)).map(({ messageID }) => messageID)
  const shown = [...byID.keys()].filter((messageID) => wantedIDs.has(messageID))
  return [
    ...missing.map(({ messageID }) => `${name} lacks ${messageID}`),
    ...surplus.map(({ messageID }) => `${name} has ${messageID} beyond what the server has`),
    ...(byID.size === held.length ? [] : [`${name} has ${held.length - byID.size} messages twice`]),
    ...changed.map(({ messageID }) => `${name} has ${messageID} otherwise than the server`),
    ...shown.flatMap((messageID, index) => (messageID === order[index] ? [] : [`${name} has ${messageID} elsewhere`])),
  ]
}
