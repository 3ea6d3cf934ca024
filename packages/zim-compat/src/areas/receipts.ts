import { ConnectionState, type MessageReceipt } from '@latchkey/core'
import { ZIMMessageReceiptStatus, type ZIMConversationType } from '../enums.js'
import { given, numbered, refuse } from '../errors/zim-error.js'
import { pageOptions } from '../flags.js'
import { messageIDOf, referenceOf } from '../messages.js'
import type { Scene } from '../scene.js'
import type { ZIMGroupMemberInfo, ZIMGroupMemberQueryConfig } from '../types/group-types.js'
import type { ZIMMessage } from '../types/message-types.js'
import { zimMember } from './groups.js'

export interface ZIMMessageReceiptInfo {
  readonly messageID: string
  readonly conversationID: string
  readonly conversationType: ZIMConversationType
  readonly status: ZIMMessageReceiptStatus
  readonly readMemberCount: number
  readonly unreadMemberCount: number
}

type MemberList = Promise<{
  readonly groupID: string
  readonly userList: readonly ZIMGroupMemberInfo[]
  readonly nextFlag: number
}>

export interface ReceiptMethods {
  /** 1 to 100 messages. Offline, of a group, as they were when they were last asked for. */
  queryMessageReceiptsInfo(
    messageList: readonly ZIMMessage[],
    conversationID: string,
    conversationType: ZIMConversationType,
  ): Promise<{ readonly infos: readonly ZIMMessageReceiptInfo[]; readonly errorMessageIDs: readonly string[] }>
  /** Of an own message. Offline those of whom it was asked before. */
  queryGroupMessageReceiptReadMemberList(
    message: ZIMMessage,
    groupID: string,
    config: ZIMGroupMemberQueryConfig,
  ): MemberList
  /** The others. */
  queryGroupMessageReceiptUnreadMemberList(
    message: ZIMMessage,
    groupID: string,
    config: ZIMGroupMemberQueryConfig,
  ): MemberList
}

export function receiptMethods({ chat, flags }: Scene): ReceiptMethods {
  const isConnected = () => chat.connectionState === ConnectionState.Connected

  function membersOf(name: 'queryGroupMessageReceiptReadMemberList' | 'queryGroupMessageReceiptUnreadMemberList') {
    return numbered('groups', async (message: ZIMMessage, groupID: string, config: ZIMGroupMemberQueryConfig) => {
      const options = { ...pageOptions(flags, given('config', config)), isQueryFromServer: isConnected() }
      const { groupMemberList, nextCursor } = await chat[name](groupID, messageIDOf(message), options)
      return { groupID, userList: groupMemberList.map(zimMember), nextFlag: flags.flagOf(nextCursor) }
    })
  }

  return {
    queryMessageReceiptsInfo: numbered('messages', async (messageList, conversationID, conversationType) => {
      const messageIDs = Array.isArray(messageList)
        ? messageList.map(messageIDOf)
        : refuse('messageList', 'must be an array')
      const conversation = referenceOf(conversationID, conversationType)
      const options = { isQueryFromServer: isConnected() }
      const answer = await chat.queryMessageReceiptsInfo(conversation, messageIDs, options)
      return {
        infos: answer.receiptList.map((receipt) => ({
          ...receipt,
          conversationID,
          conversationType,
          status: statusOf(receipt),
        })),
        errorMessageIDs: answer.errorMessageList.map(({ messageID }) => messageID),
      }
    }),
    queryGroupMessageReceiptReadMemberList: membersOf('queryGroupMessageReceiptReadMemberList'),
    queryGroupMessageReceiptUnreadMemberList: membersOf('queryGroupMessageReceiptUnreadMemberList'),
  }
}

/** `None`: nobody else can read it, or it is somebody else's. */
function statusOf({ readMemberCount, unreadMemberCount }: MessageReceipt): ZIMMessageReceiptStatus {
  if (unreadMemberCount > 0) return ZIMMessageReceiptStatus.Processing
  return readMemberCount > 0 ? ZIMMessageReceiptStatus.Done : ZIMMessageReceiptStatus.None
}
