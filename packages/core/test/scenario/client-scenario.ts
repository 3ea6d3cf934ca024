import type { TestChat } from '../support/world.js'
import { memoryStorage } from '@latchkey/storage-memory'
import { expect, onTestFinished, test } from 'vitest'
import { createChat } from '../../src/chat.js'
import { attachmentsFeature } from '../../src/features/attachments.js'
import { callsFeature } from '../../src/features/calls.js'
import { groupsFeature } from '../../src/features/groups.js'
import { ConnectionState } from '../../src/contract/connection-state.js'
import type { ChatEventName, ChatEvents } from '../../src/contract/events.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import type { TokenReader } from '../../src/contract/token-reader.js'
import type { TransportDriver } from '../../src/contract/transport-driver.js'

/** A backend and the way to it, as the scenario needs them. */
export interface ScenarioNetwork {
  readonly tokenReader?: TokenReader
  transport(): TransportDriver
  addUser(userID: string, userName: string): Promise<unknown>
  issueToken(userID: string): Promise<string>
  /** Ends every connection and lets none be made, or lets them be made again. */
  setReachable(isReachable: boolean): Promise<void>
}

/** What the story is told over. Both must be fresh, and go away with the test. */
export interface ScenarioParts {
  /** The storage of one device: every launch of the app on it uses the driver that comes back. */
  createStorage(): Promise<StorageDriver>
  createNetwork(): Promise<ScenarioNetwork>
}

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const withEve = { conversationType: 'peer', conversationID: 'eve' } as const
const inTeam = { conversationType: 'group', conversationID: 'team' } as const

/** Tells the story of one client over the given parts: the same for every storage and every transport. */
export function clientScenario(name: string, { createStorage, createNetwork }: ScenarioParts): void {
  test(`OL-08 OL-11 OL-14 OL-18 OL-36 ${name}: everything that arrived is readable offline, and what is written offline arrives once`, async () => {
    const network = await createNetwork()
    const storage = await createStorage()
    for (const [userID, userName] of [
      ['ada', 'Ada Lovelace'],
      ['bob', 'Bob Hopper'],
      ['eve', 'Eve Moneypenny'],
    ] as const) {
      await network.addUser(userID, userName)
    }
    // Another device: in a browser, where both run on one origin, another app is as good as one.
    const bob = launch(network, memoryStorage(), 'scenario-of-bob')
    await bob.login('bob', { token: await network.issueToken('bob') })
    const messageIDs = await writeAsBob(bob)

    const token = await network.issueToken('ada')
    const ada = launch(network, storage)
    const isCaughtUp = eventOf(ada, 'syncStateChanged', ({ state }) => state === 'finished')
    await ada.login('ada', { token })
    expect(ada.connectionState).toBe(ConnectionState.Connected)
    await isCaughtUp
    await ada.queryGroupMemberList('team', { count: 10, isQueryFromServer: true })
    await expectArrived(ada, messageIDs)
    await changeAsAda(ada, messageIDs)
    const before = await readEverything(ada, messageIDs)
    expectChanged(before)
    await ada.destroy()

    await network.setReachable(false)
    const offline = launch(network, storage)
    const isOpen = eventOf(offline, 'storageStateChanged', ({ state }) => state === 'open')
    await offline.login('ada', { token, isOfflineLogin: true })
    expect(offline.connectionState).toBe(ConnectionState.Connecting)
    await isOpen
    expect(await readEverything(offline, messageIDs)).toEqual(before)

    const { operationID, message } = await offline.sendMessage(withBob, { type: 'text', text: 'From the tunnel' })
    expect(message.sentStatus).toBe('waiting')
    const heard: string[] = []
    bob.on('messageReceived', ({ messageList }) => heard.push(...messageList.map(({ messageID }) => messageID)))
    const hasArrived = eventOf(bob, 'messageReceived', ({ messageList }) =>
      messageList.some(({ messageID }) => messageID === message.messageID),
    )
    await network.setReachable(true)
    expect(await offline.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
    expect(offline.connectionState).toBe(ConnectionState.Connected)
    await hasArrived
    expect(heard).toEqual([message.messageID])
    const history = await bob.queryHistoryMessage(withAda, { count: 100 })
    expect(history.messageList.map(textOf)).toEqual(['Hello, Ada', 'Are you there?', 'From the tunnel'])

    await offline.logout()
    const refused = launch(network, storage)
    await expect(refused.login('ada', { token, isOfflineLogin: true })).rejects.toMatchObject({ code: 'logged-out' })
  }, 30_000)
}

function launch(network: ScenarioNetwork, storage: StorageDriver, app = 'scenario'): TestChat {
  const { tokenReader } = network
  const chat = createChat({
    features: [callsFeature, groupsFeature, attachmentsFeature],
    app,
    storage,
    transport: network.transport(),
    ...(tokenReader === undefined ? {} : { tokenReader }),
  })
  onTestFinished(() => chat.destroy())
  return chat
}

interface MessageIDs {
  readonly greeting: string
  readonly question: string
}

async function writeAsBob(bob: TestChat): Promise<MessageIDs> {
  const greeting = await bob.sendMessage(withAda, { type: 'text', text: 'Hello, Ada' })
  const question = await bob.sendMessage(withAda, { type: 'text', text: 'Are you there?' })
  await bob.createGroup('team', { groupName: 'The team', userIDs: ['ada', 'eve'] })
  const welcome = await bob.sendMessage(inTeam, { type: 'text', text: 'Welcome, all' })
  for (const { operationID } of [greeting, question, welcome]) {
    expect(await bob.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
  }
  await bob.callInvite(['ada'], { timeoutSeconds: 600 })
  return { greeting: greeting.message.messageID, question: question.message.messageID }
}

async function expectArrived(ada: TestChat, messageIDs: MessageIDs): Promise<void> {
  const arrived = await readEverything(ada, messageIDs)
  expect(arrived).toMatchObject({
    self: { selfUserInfo: { userID: 'ada', userName: 'Ada Lovelace' } },
    users: {
      userList: [{ userID: 'bob', userName: 'Bob Hopper' }],
      errorUserList: [{ userID: 'nobody', code: 'user-not-found' }],
    },
    groups: { groupList: [{ groupID: 'team', groupName: 'The team' }] },
    group: { group: { groupID: 'team', memberCount: 3 } },
    members: { groupMemberList: [{ userID: 'ada' }, { userID: 'bob', memberRole: 'owner' }, { userID: 'eve' }] },
    memberCount: { memberCount: 3 },
    messages: { messageList: [{ content: { text: 'Hello, Ada' } }, { content: { text: 'Are you there?' } }] },
    conversation: { conversation: { conversationName: 'Bob Hopper', unreadMessageCount: 2 } },
    pinned: { conversationList: [] },
    unread: { unreadMessageCount: 3 },
    calls: { callInvitationList: [{ caller: 'bob', state: 'started' }] },
  })
  expect(arrived.history.messageList.map(textOf)).toEqual(['Hello, Ada', 'Are you there?'])
  expect(arrived.conversations.conversationList).toHaveLength(2)
}

async function changeAsAda(ada: TestChat, { greeting }: MessageIDs): Promise<void> {
  await ada.insertMessageToLocalDB(withBob, { type: 'text', text: 'A note of my own' }, { senderUserID: 'ada' })
  expect(await ada.deleteMessages(withBob, [greeting])).toEqual({ errorMessageList: [] })
  await ada.setConversationDraft(inTeam, 'Thank you for')
  const toEve = await ada.sendMessage(withEve, { type: 'text', text: 'Never mind' })
  await ada.whenSettled(toEve.operationID)
  await ada.deleteConversation(withEve)
  const read = await ada.clearConversationUnreadMessageCount(withBob)
  expect(read).toBeDefined()
  if (read !== undefined) await ada.whenSettled(read.operationID)
  await ada.whenSettled((await ada.updateConversationPinnedState(inTeam, true)).operationID)
}

function expectChanged(everything: Everything): void {
  expect(everything).toMatchObject({
    conversation: { conversation: { unreadMessageCount: 0, lastMessage: { isUserInserted: true } } },
    conversations: {
      conversationList: [
        { conversationID: 'team', draft: 'Thank you for', isPinned: true },
        { conversationID: 'bob', isPinned: false },
      ],
    },
    pinned: { conversationList: [{ conversationID: 'team' }] },
    unread: { unreadMessageCount: 1 },
    messages: { errorMessageList: [{ code: 'message-not-found' }] },
  })
  expect(everything.history.messageList.map(textOf)).toEqual(['Are you there?', 'A note of my own'])
}

type Everything = Awaited<ReturnType<typeof readEverything>>

/** Every read that a chat answers from local data. */
async function readEverything(chat: TestChat, { greeting, question }: MessageIDs) {
  const page = { count: 20 }
  return {
    self: await chat.querySelfUserInfo(),
    users: await chat.queryUsersInfo(['bob', 'nobody']),
    groups: await chat.queryGroupList(page),
    group: await chat.queryGroupInfo('team'),
    members: await chat.queryGroupMemberList('team', page),
    memberCount: await chat.queryGroupMemberCount('team'),
    history: await chat.queryHistoryMessage(withBob, page),
    messages: await chat.queryMessages(withBob, [greeting, question]),
    conversation: await chat.queryConversation(withBob),
    conversations: await chat.queryConversationList(page),
    pinned: await chat.queryConversationPinnedList(page),
    unread: await chat.queryConversationTotalUnreadMessageCount(),
    calls: await chat.queryCallInvitationList(page),
  }
}

function textOf({ content }: { readonly content: object }): unknown {
  return 'text' in content ? content.text : undefined
}

/** The next event that `accepts`. This file also runs in browsers, so that it has its own. */
function eventOf<Name extends ChatEventName>(
  chat: TestChat,
  name: Name,
  accepts: (event: ChatEvents[Name]) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const stop = chat.on(name, (event) => {
      if (!accepts(event)) return
      stop()
      resolve()
    })
  })
}
