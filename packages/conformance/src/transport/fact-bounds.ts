import type {
  BackendMessage,
  Change,
  ConversationReference,
  ConversationSettings,
  MessageReaction,
} from '@latchkey/core/driver'

/** The bounds of the contract that a fact breaks, in words. */
export function breachesOf(change: Change): string[] {
  return parts(change).flatMap(([name, holds]) => (holds ? [] : [`${change.type}: ${name}`]))
}

/** Whether a text is a place in the change log. */
export function isCursor(text: string): boolean {
  return isIdentifier(text, 256)
}

const maxDraftBytes = 48 * 1_024

type Part = readonly [name: string, holds: boolean]

function parts(change: Change): Part[] {
  switch (change.type) {
    case 'userChanged':
      return [
        ['userName', fits(change.user.userName, 256)],
        ['userAvatarUrl', fits(change.user.userAvatarUrl, 500)],
        ['userExtendedData', fits(change.user.userExtendedData, 1_024)],
      ]
    case 'groupChanged':
      return [
        ['groupName', fits(change.group.groupName, 256)],
        ['groupAvatarUrl', fits(change.group.groupAvatarUrl, 500)],
        ['groupNotice', fits(change.group.groupNotice, 1_024)],
        ['createTime', isCount(change.group.createTime)],
        ['memberCount', isCount(change.group.memberCount)],
      ]
    case 'groupLeft':
      return [['groupID', isIdentifier(change.groupID, 512)]]
    case 'groupMembersChanged':
      return [
        ['memberList', change.memberList.length <= 100],
        ['removedUserIDs', change.removedUserIDs.length <= 100],
        ['enterTime', change.memberList.every(({ enterTime }) => isCount(enterTime))],
        ['memberNickname', change.memberList.every(({ memberNickname }) => fits(memberNickname, 256))],
      ]
    case 'messageAdded':
      return messageParts(change.message)
    case 'messageChanged':
      return [
        ...messageParts(change.message),
        ['removedCount', isCount(change.removedCount)],
        ['readMark', change.readMark === undefined || isOrder(change.readMark.order)],
      ]
    case 'readMarkMoved':
      return [
        ...conversationParts(change.readMark),
        ['order', isOrder(change.readMark.order)],
        ['countedSeq', isCount(change.readMark.countedSeq)],
        ['removedCount', isCount(change.removedCount)],
      ]
    case 'conversationSettingsChanged':
      return [...conversationParts(change.settings), ...settingsParts(change.settings)]
    case 'conversationHead':
      return [
        ...conversationParts(change.head),
        ['removedCount', isCount(change.head.removedCount)],
        ...settingsParts(change.head),
        ...(change.head.lastMessage ? messageParts(change.head.lastMessage) : []),
        ['readMark', change.head.readMark === undefined || isOrder(change.head.readMark.order)],
      ]
    case 'callInvitationChanged':
      return [
        ['callID', isIdentifier(change.callInvitation.callID, 128)],
        ['createTime', isCount(change.callInvitation.createTime)],
        ['expireTime', isCount(change.callInvitation.expireTime)],
        ['extendedData', fits(change.callInvitation.extendedData, 1_024)],
      ]
    case 'registerChanged':
      return [
        ...(change.register.conversation ? conversationParts(change.register.conversation) : []),
        ['key', change.register.key !== '' && fits(change.register.key, 128)],
        ['revision', isCount(change.register.revision)],
        ['value', fits(JSON.stringify(change.register.value ?? null), 16 * 1_024)],
      ]
  }
}

function settingsParts({
  draft,
  flags = [],
  deletedOrder,
}: Omit<ConversationSettings, keyof ConversationReference>): Part[] {
  return [
    ['draft', fits(draft, maxDraftBytes)],
    ['flags', flags.length <= 100 && flags.every((flag) => isIdentifier(flag, 32))],
    ['deletedOrder', deletedOrder === undefined || isOrder(deletedOrder)],
  ]
}

function messageParts(message: BackendMessage): Part[] {
  const { messageID, timestamp, order, follows, messageSeq, countedSeq } = message
  const { revision = 0, editTime = 0, reactionList = [] } = message
  return [
    ...conversationParts(message),
    ['messageID', isIdentifier(messageID, 128)],
    ['timestamp', isCount(timestamp)],
    ['order', isOrder(order)],
    ['follows', follows === undefined || follows === null || (isOrder(follows) && follows < order)],
    ['messageSeq', messageSeq === undefined || (isCount(messageSeq) && messageSeq > 0)],
    ['countedSeq', countedSeq === undefined || isCount(countedSeq)],
    ['revision', isCount(revision)],
    ['editTime', isCount(editTime)],
    ['reactionList', reactionList.length <= 100 && reactionList.every(isReaction)],
  ]
}

function isReaction({ reactionType, totalCount, userIDs }: MessageReaction): boolean {
  const isSign = reactionType !== '' && fits(reactionType, 32)
  return isSign && isCount(totalCount) && totalCount >= 1 && userIDs.length <= Math.min(totalCount, 5)
}

function conversationParts({ conversationType, conversationID }: ConversationReference): Part[] {
  return [
    ['conversationType', ['peer', 'group'].includes(conversationType)],
    ['conversationID', isIdentifier(conversationID, 512)],
  ]
}

function isIdentifier(text: string, maxLength: number): boolean {
  return text.length <= maxLength && /^[\x20-\x7e]+$/.test(text)
}

function isOrder(text: string): boolean {
  return /^[\x20-\x7d]{1,64}$/.test(text)
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function fits(text: string, maxBytes: number): boolean {
  return new TextEncoder().encode(text).length <= maxBytes
}
