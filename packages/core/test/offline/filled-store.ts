import { memoryStorage } from '@latchkey/storage-memory'
import { createChat } from '../../src/chat.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import type { ScenarioNetwork } from '../scenario/client-scenario.js'
import { everyFeature, type EveryChat } from './every-chat.js'

export const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
export const inTeam = { conversationType: 'group', conversationID: 'team' } as const
export const peer = (userID: string) => ({ conversationType: 'peer', conversationID: userID }) as const
export const text = (value: string) => ({ type: 'text', text: value }) as const

export const pictureBytes = Uint8Array.from({ length: 2_000 }, (_, index) => index % 251)
const picture = { type: 'image', bytes: pictureBytes, fileName: 'boat.png', mimeType: 'image/png', width: 4, height: 3 } as const // prettier-ignore

/** The messages of one person with Ada. */
export interface MessageIDs {
  readonly greeting: string
  readonly question: string
  readonly picture: string
  /** Ada's own, an answer to the question. */
  readonly answer: string
}

/** What Ada's device holds after real use. */
export interface Filled {
  readonly bob: MessageIDs
  readonly eve: MessageIDs
  /** Messages of the group: Bob's, and Eve's answer to it. */
  readonly minutes: string
  readonly thanks: string
  /** Ada's own, which Bob and Eve have read. */
  readonly note: string
  /** Ada's own, which combines it. */
  readonly digest: string
}

const noMessages: MessageIDs = { greeting: 'greeting', question: 'question', picture: 'picture', answer: 'answer' }

/** The same on a device that holds nothing: nothing is found by these. */
export const nothing: Filled = {
  bob: noMessages,
  eve: noMessages,
  minutes: 'minutes',
  thanks: 'thanks',
  note: 'note',
  digest: 'digest',
}

/** Who is there. Zoe has logged in and done nothing. */
const people = {
  ada: 'Ada Lovelace',
  bob: 'Bob Hopper',
  eve: 'Eve Moneypenny',
  dan: 'Dan Rower',
  frank: 'Frank Drake',
  mallory: 'Mallory Archer',
  trudy: 'Trudy Lime',
  zoe: 'Zoe Newman',
}

export async function addPeople(network: ScenarioNetwork): Promise<void> {
  for (const [userID, userName] of Object.entries(people)) await network.addUser(userID, userName)
}

/** A chat with every feature. `app` tells devices apart that share one origin. */
export function launch(network: ScenarioNetwork, storage: StorageDriver = memoryStorage(), app = 'table'): EveryChat {
  const { tokenReader } = network
  return createChat({
    app,
    storage,
    transport: network.transport(),
    ...(tokenReader === undefined ? {} : { tokenReader }),
    features: everyFeature,
  })
}

/**
 * Resolves when the backend has confirmed everything that the chat has told it, and the clock shows a later time: what comes
 * next is newer. Throws what the backend refused.
 */
export async function allSent(chat: EveryChat): Promise<void> {
  const { operationList } = await chat.queryOperationList({ count: 100 })
  for (const { operationID } of operationList) {
    const settlement = await chat.whenSettled(operationID)
    if (settlement.outcome === 'failed') throw settlement.error
  }
  const now = Date.now()
  while (Date.now() === now) await new Promise((resolve) => setTimeout(resolve))
}

/** Ada, Bob and Eve, online, use everything that there is. Ada's device has all of it when this resolves. */
export async function fill(ada: EveryChat, { bob, eve }: { readonly bob: EveryChat; readonly eve: EveryChat }) {
  await makeFriends(ada, eve)
  await follow(ada, bob)
  const inGroups = await meetInGroups(ada, bob, eve)
  const filled: Filled = { bob: await talk(ada, bob, 'bob'), eve: await talk(ada, eve, 'eve'), ...inGroups }
  await arrange(ada)
  await bob.callInvite(['ada'], { timeoutSeconds: 600 })
  await allSent(bob)
  const { callInvitation } = await eve.callInvite(['ada'], { timeoutSeconds: 600, extendedData: 'tea' })
  await ada.syncNow()
  await ada.callReject(callInvitation.callID)
  for (const chat of [ada, bob, eve]) await allSent(chat)
  await ada.syncNow()
  await ada.queryGroupMemberList('team', { count: 100, isQueryFromServer: true })
  return filled
}

async function makeFriends(ada: EveryChat, eve: EveryChat): Promise<void> {
  await ada.updateUserName('Ada, Countess')
  await ada.updateUserExtendedData('{"title":"countess"}')
  await ada.updateUserOfflinePushRule({ onlinePlatforms: ['desktop'], notToReceiveOfflinePushPlatforms: [] })
  await ada.addFriend('bob', { friendAlias: 'Bobby', friendAttributes: { k0: 'work' } })
  await ada.addFriend('dan')
  await ada.sendFriendApplication('frank', { wording: 'We met in Green Bank' })
  await allSent(ada)
  await eve.sendFriendApplication('ada', { wording: 'From the office' })
  await ada.addUsersToBlacklist(['mallory', 'trudy'])
  for (const chat of [ada, eve]) await allSent(chat)
}

async function follow(ada: EveryChat, bob: EveryChat): Promise<void> {
  await ada.updateUserCustomStatus('Computing')
  await bob.updateUserCustomStatus('In the boat', { durationSeconds: 86_400 })
  await allSent(bob)
  const isTold = new Promise<void>((resolve) => {
    ada.on('userStatusUpdated', ({ userStatusList }) => {
      if (userStatusList.some(({ userID }) => userID === 'bob')) resolve()
    })
  })
  await ada.subscribeUsersStatus(['bob'])
  await isTold
}

async function meetInGroups(ada: EveryChat, bob: EveryChat, eve: EveryChat) {
  await bob.createGroup('team', { groupName: 'The team', userIDs: ['ada', 'eve', 'dan'] })
  await ada.createGroup('rowers', { groupName: 'The rowers', userIDs: ['dan'] })
  await bob.updateGroupNotice('team', 'Mondays at nine')
  await bob.setGroupAttributes('team', { room: '12', floor: '3' })
  await bob.setGroupMemberNickname('team', 'eve', 'Evie')
  await ada.syncNow()
  const { message: note } = await ada.sendMessage(inTeam, text('I shall be late'))
  await allSent(ada)
  const combined = { ...inTeam, messageIDs: [note.messageID], title: 'Digest', summary: 'Who is late' }
  const { message: digest } = await ada.sendCombineMessage(inTeam, combined)
  await allSent(ada)
  await eve.syncNow()
  await eve.clearConversationUnreadMessageCount(inTeam)
  await allSent(eve)
  const { message: minutes } = await bob.sendMessage(inTeam, text('Minutes of Monday'), { isMentionAll: true })
  await allSent(bob)
  await eve.syncNow()
  const repliedMessageID = minutes.messageID
  const { message: thanks } = await eve.sendMessage(inTeam, text('Thank you for the minutes'), { repliedMessageID })
  await eve.addMessageReaction(inTeam, minutes.messageID, '👍')
  await allSent(eve)
  await bob.muteGroupMembers('team', ['eve', 'dan'], true)
  await askAboutGroups(ada, bob, eve)
  return { minutes: minutes.messageID, thanks: thanks.messageID, note: note.messageID, digest: digest.messageID }
}

async function askAboutGroups(ada: EveryChat, bob: EveryChat, eve: EveryChat): Promise<void> {
  await bob.createGroup('choir', { groupName: 'The choir', userIDs: [] })
  await bob.updateGroupBeInviteMode('choir', 'application')
  await bob.sendGroupInviteApplications('choir', ['ada'], { wording: 'We need a soprano' })
  await allSent(bob)
  await ada.updateGroupJoinMode('rowers', 'application')
  await eve.sendGroupJoinApplication('rowers', { wording: 'I can swim' })
  await allSent(eve)
  await ada.syncNow()
}

/** The same for Bob and Eve. */
async function talk(ada: EveryChat, other: EveryChat, userID: string): Promise<MessageIDs> {
  const withOther = peer(userID)
  const { message: greeting } = await other.sendMessage(withAda, text('Hello, Ada'))
  const { message: question } = await other.sendMessage(withAda, text('Are you there?'))
  const { message: sent } = await other.sendAttachment(withAda, picture)
  const { message: goodbye } = await other.sendMessage(withAda, text('Good bxe'))
  const { message: slip } = await other.sendMessage(withAda, text('Not for you'))
  await allSent(other)
  await other.editMessage(withAda, goodbye.messageID, text('Good bye'))
  await other.revokeMessage(withAda, slip.messageID)
  await other.pinMessage(withAda, question.messageID, true)
  await allSent(other)
  await other.pinMessage(withAda, greeting.messageID, true)
  await allSent(other)
  await ada.syncNow()
  await ada.addMessageReaction(withOther, greeting.messageID, '👍')
  const options = { repliedMessageID: question.messageID, mentionedUserIDs: [userID] }
  const { message: answer } = await ada.sendMessage(withOther, text('Here I am'), options)
  await allSent(ada)
  await other.syncNow()
  await other.addMessageReaction(withAda, greeting.messageID, '👍')
  await other.sendMessage(withAda, text('So you are there'), { repliedMessageID: question.messageID })
  await allSent(other)
  await ada.syncNow()
  await ada.downloadFile(withOther, sent.messageID)
  return {
    greeting: greeting.messageID,
    question: question.messageID,
    picture: sent.messageID,
    answer: answer.messageID,
  }
}

/** What Ada does with her conversations. */
async function arrange(ada: EveryChat): Promise<void> {
  await ada.updateConversationPinnedState(inTeam, true)
  await ada.updateConversationPinnedState(peer('bob'), true)
  await ada.setConversationDraft(inTeam, 'I shall be')
  await ada.updateGroupAlias('team', 'Work')
  await ada.setConversationMark([peer('bob'), peer('eve')], 7, true)
  await ada.setConversationNotificationStatus({ conversationType: 'group', conversationID: 'rowers' }, 'doNotDisturb')
  for (const userID of ['dan', 'frank']) {
    await ada.sendMessage(peer(userID), text('Old news'))
    await allSent(ada)
    await ada.updateConversationArchivedState(peer(userID), true)
  }
  await allSent(ada)
}
