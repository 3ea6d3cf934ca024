import type { CallInvitation } from '@latchkey/core'

import { modeNumberOf, timeoutOf, zimCallUsers } from '../areas/calls.js'
import { createBoundedSet } from '../bounded-set.js'
import type { AppChat } from '../configuration.js'
import type { Tell } from '../tell.js'

const toldCount = 1_000

export function tellOfCalls(chat: AppChat, tell: Tell): void {
  /** Own calls that were told, and invitations whose end was told. */
  const told = createBoundedSet(toldCount)

  function tellOnce(key: string, tellIt: () => void): void {
    if (told.has(key)) return
    told.add(key)
    tellIt()
  }

  function facts(call: CallInvitation) {
    const { callID, caller, extendedData, createTime } = call
    const callUserList = zimCallUsers(call)
    const mode = modeNumberOf(call)
    return { callID, mode, caller, extendedData, timeout: timeoutOf(call), createTime, callUserList }
  }

  chat.on('callInvitationReceived', ({ callInvitation }) => {
    tell('callInvitationReceived', { ...facts(callInvitation), inviter: callInvitation.caller })
  })
  chat.on('callInvitationUpdated', ({ callInvitation }) => {
    const { callID, caller, extendedData, state } = callInvitation
    const mode = modeNumberOf(callInvitation)
    if (caller === chat.userID && state === 'started') {
      tellOnce(callID, () => {
        tell('callInvitationCreated', facts(callInvitation))
      })
    }
    tell('callUserStateChanged', { callID, callUserList: zimCallUsers(callInvitation) })
    const own = callInvitation.callUserList.find(({ userID }) => userID === chat.userID)
    if (own?.state === 'cancelled' && caller !== chat.userID) {
      tellOnce(callID, () => {
        tell('callInvitationCancelled', { callID, mode, inviter: caller, extendedData })
      })
    }
    if (own?.state === 'timeout') {
      tellOnce(callID, () => {
        tell('callInvitationTimeout', { callID, mode })
      })
    }
  })
}
