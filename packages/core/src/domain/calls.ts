import type { CallInvitation } from '../contract/backend-facts.js'
import type { Chat } from '../contract/chat.js'
import type { Platform } from '../contract/platform.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import {
  requireIdentifier,
  requireInteger,
  requireList,
  requireOneOf,
  requireOptions,
  requirePage,
  requireText,
  requireUserID,
} from '../runtime/argument.js'
import type { Session } from '../session/session.js'
import type { Store } from '../store/store.js'
import { applyChanges } from '../sync/apply-change.js'
import { decodeCursor, encodeCursor } from './cursor.js'
import { readRows } from './rows.js'
import type { SessionAccess } from './session-access.js'

type CallDomain = Pick<Chat, 'queryCallInvitationList' | 'callInvite' | 'callCancel' | 'callAccept' | 'callReject'>

const defaultTimeoutSeconds = 90

export function createCallDomain(
  access: SessionAccess,
  { platform, idRule }: { readonly platform: Platform; readonly idRule: TransportDriver['idRule'] },
): CallDomain {
  async function store(session: Session, callInvitation: CallInvitation): Promise<void> {
    const { writer } = await session.opened()
    const change = { type: 'callInvitationChanged', callInvitation } as const
    await writer.write((update) =>
      applyChanges(update, [change], { clockOffsetMs: trustedNow(session) - platform.clock.now() }),
    )
  }

  /** The later of the device's clock and the last seen server time: an expiry is not undone by setting a clock back. */
  function trustedNow(session: Session): number {
    return Math.max(platform.clock.now(), session.latestServerTime)
  }

  async function answer(operation: 'callCancel' | 'callAccept' | 'callReject', callID: unknown) {
    const wanted = requireIdentifier('callID', callID)
    const session = access.require()
    const options = { operationID: access.newID(), signal: session.signal }
    const { callInvitation } = await session.connected().call(operation, { callID: wanted }, options)
    await store(session, callInvitation)
    return { callInvitation }
  }

  return {
    async queryCallInvitationList(options) {
      const { count, cursor } = requirePage(options)
      const place = decodeCursor('calls', cursor, 2)
      const session = access.require()
      const opened = await session.opened()
      const { callInvitationList, hasMore } = await readCallInvitationList(opened.store, {
        count,
        now: trustedNow(session),
        ...(place === undefined ? {} : { to: place }),
      })
      const last = callInvitationList.at(-1)
      return {
        callInvitationList,
        ...(hasMore && last !== undefined ? { nextCursor: encodeCursor('calls', [last.createTime, last.callID]) } : {}),
      }
    },

    async callInvite(invitees, options) {
      const invited = requireList('invitees', invitees, (argument, value) => requireUserID(argument, value, idRule), {
        maxCount: 9,
      })
      const given = requireOptions('options', options, { isOptional: true })
      const mode =
        given['mode'] === undefined ? 'general' : requireOneOf('options.mode', given['mode'], ['general', 'advanced'])
      const timeoutSeconds =
        given['timeoutSeconds'] === undefined
          ? defaultTimeoutSeconds
          : requireInteger('options.timeoutSeconds', given['timeoutSeconds'], { from: 1, to: 600 })
      const extendedData =
        given['extendedData'] === undefined
          ? ''
          : requireText('options.extendedData', given['extendedData'], { maxBytes: 1_024 })
      const session = access.require()
      const parameters = { callID: access.newID(), invitees: invited, mode, timeoutSeconds, extendedData }
      const callOptions = { operationID: access.newID(), signal: session.signal }
      const { callInvitation } = await session.connected().call('callInvite', parameters, callOptions)
      await store(session, callInvitation)
      return { callInvitation }
    },
    callCancel: (callID) => answer('callCancel', callID),
    callAccept: (callID) => answer('callAccept', callID),
    callReject: (callID) => answer('callReject', callID),
  }
}

/** Newest first. An invitation past its expiry has ended, whatever the backend last said (OL-42). */
export async function readCallInvitationList(
  store: Store,
  { count, now, to }: { readonly count: number; readonly now: number; readonly to?: readonly (string | number)[] },
): Promise<{ readonly callInvitationList: readonly CallInvitation[]; readonly hasMore: boolean }> {
  const query = { index: 'by_time', reverse: true, ...(to === undefined ? {} : { to }) }
  const { rows, hasMore } = await readRows(store, 'calls', query, count, (row) => [row.createTime, row.callID])
  return { callInvitationList: rows.map((row) => asOf(row, now)), hasMore }
}

/** An advanced call goes on once somebody has accepted; any other ends with its expiry. */
function asOf(invitation: CallInvitation, now: number): CallInvitation {
  if (invitation.state === 'ended' || invitation.expireTime > now) return invitation
  const callUserList = invitation.callUserList.map((user) =>
    user.state === 'inviting' ? ({ ...user, state: 'timeout' } as const) : user,
  )
  const isAnswered = callUserList.some(({ userID, state }) => userID !== invitation.caller && state === 'accepted')
  if (invitation.mode === 'advanced' && isAnswered) return { ...invitation, callUserList }
  return { ...invitation, state: 'ended', endTime: invitation.expireTime, callUserList }
}
