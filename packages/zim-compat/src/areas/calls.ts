import type { CallInvitation } from '@latchkey/core'

import { ZIMCallInvitationMode, ZIMCallState, ZIMCallUserState } from '../enums.js'
import { given, numbered, refuse } from '../errors/zim-error.js'
import { pageOptions } from '../flags.js'
import type { Scene } from '../scene.js'
import type {
  ZIMCallAnswerConfig,
  ZIMCallInfo,
  ZIMCallInvitationQueryConfig,
  ZIMCallInviteConfig,
  ZIMCallUserInfo,
} from '../types/call-types.js'
import type { ZIMErrorUserInfo } from '../types/user-types.js'

export interface CallMethods {
  /** 1 to 9 invitees. Needs a connection. `errorUserList` is empty: one who is not known refuses the whole call. */
  callInvite(
    invitees: readonly string[],
    config: ZIMCallInviteConfig,
  ): Promise<{ readonly callID: string; readonly timeout: number; readonly errorUserList: readonly ZIMErrorUserInfo[] }>
  /** By the caller, for all invitees: `invitees` is empty, or names them all. Needs a connection. */
  callCancel(
    invitees: readonly string[],
    callID: string,
    config?: ZIMCallAnswerConfig,
  ): Promise<{ readonly callID: string; readonly errorInvitees: readonly string[] }>
  /** Needs a connection. */
  callAccept(callID: string, config?: ZIMCallAnswerConfig): Promise<{ readonly callID: string }>
  /** Needs a connection. */
  callReject(callID: string, config?: ZIMCallAnswerConfig): Promise<{ readonly callID: string }>
  /** Newest first. */
  queryCallInvitationList(
    config: ZIMCallInvitationQueryConfig,
  ): Promise<{ readonly callList: readonly ZIMCallInfo[]; readonly nextFlag: number }>
}

const modes = { general: ZIMCallInvitationMode.General, advanced: ZIMCallInvitationMode.Advanced } as const

const userStates = {
  inviting: ZIMCallUserState.Inviting,
  accepted: ZIMCallUserState.Accepted,
  rejected: ZIMCallUserState.Rejected,
  cancelled: ZIMCallUserState.Cancelled,
  timeout: ZIMCallUserState.Timeout,
} as const

export function callMethods({ chat, flags }: Scene): CallMethods {
  /** A call is cancelled for all or not at all. A call of long ago is left to the backend to refuse. */
  async function requireAllInvitees(invitees: readonly string[], callID: string): Promise<void> {
    if (!Array.isArray(invitees)) refuse('invitees', 'must be an array')
    if (invitees.length === 0) return
    const { callInvitationList } = await chat.queryCallInvitationList({ count: 100 })
    const call = callInvitationList.find((known) => known.callID === callID)
    const invited = call?.callUserList.filter(({ userID }) => userID !== call.caller) ?? []
    if (invited.some(({ userID }) => !invitees.includes(userID))) refuse('invitees', 'must name all or nobody')
  }

  return {
    callInvite: numbered('calls', async (invitees, config) => {
      const { timeout, mode, extendedData } = given('config', config)
      const { callInvitation } = await chat.callInvite(invitees, {
        ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
        ...(mode === undefined ? {} : { mode: modeOf(mode) }),
        ...(extendedData === undefined ? {} : { extendedData }),
      })
      return { callID: callInvitation.callID, timeout: timeoutOf(callInvitation), errorUserList: [] }
    }),
    callCancel: numbered('calls', async (invitees, callID) => {
      await requireAllInvitees(invitees, callID)
      await chat.callCancel(callID)
      return { callID, errorInvitees: [] }
    }),
    callAccept: numbered('calls', async (callID) => {
      await chat.callAccept(callID)
      return { callID }
    }),
    callReject: numbered('calls', async (callID) => {
      await chat.callReject(callID)
      return { callID }
    }),
    queryCallInvitationList: numbered('calls', async (config) => {
      const page = await chat.queryCallInvitationList(pageOptions(flags, given('config', config)))
      return { callList: page.callInvitationList.map(zimCall), nextFlag: flags.flagOf(page.nextCursor) }
    }),
  }
}

function zimCall(call: CallInvitation): ZIMCallInfo {
  return {
    callID: call.callID,
    caller: call.caller,
    inviter: call.caller,
    createTime: call.createTime,
    endTime: call.endTime ?? 0,
    state: call.state === 'started' ? ZIMCallState.Started : ZIMCallState.Ended,
    mode: modeNumberOf(call),
    extendedData: call.extendedData,
    callUserList: zimCallUsers(call),
  }
}

export function zimCallUsers(call: CallInvitation): readonly ZIMCallUserInfo[] {
  return call.callUserList.map(({ userID, state, extendedData }) => ({
    userID,
    state: userStates[state],
    extendedData,
  }))
}

export function modeNumberOf({ mode }: CallInvitation): ZIMCallInvitationMode {
  return modes[mode]
}

/** In seconds. */
export function timeoutOf({ createTime, expireTime }: CallInvitation): number {
  return Math.round((expireTime - createTime) / 1_000)
}

function modeOf(mode: ZIMCallInvitationMode): CallInvitation['mode'] {
  if (mode === ZIMCallInvitationMode.General) return 'general'
  return mode === ZIMCallInvitationMode.Advanced ? 'advanced' : refuse('config.mode', 'must be General or Advanced')
}
