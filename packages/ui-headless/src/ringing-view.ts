import { ChatError, ConnectionState, type CallInvitation } from '@latchkey/core'
import { avatarView, type AvatarView } from './avatar.js'
import { othersOf, outcomeOf } from './call-outcome.js'
import { commandProblem } from './command-problem.js'
import type { Kit } from './kit.js'
import { createNames, namesOf } from './names.js'
import { offersCalls } from './offered.js'
import { createWritable, derive, type Readable } from './readable.js'

/** The one call that is to be seen whatever else is on the screen. */
export interface RingingView {
  /** Empty for one that could not be made. */
  readonly callID: string
  /** `over`: a call that rang here or was made here, until it is put away. */
  readonly state: 'incoming' | 'outgoing' | 'over'
  readonly name: string
  readonly avatar: AvatarView
  readonly text: string
  /** What was refused just now. */
  readonly problem?: string
  /** Why it can be neither answered nor cancelled now; absent when it can. */
  readonly offlineReason?: string
}

export interface Ringing extends Readable<RingingView | undefined> {
  /** A call cannot wait: what is refused is shown as a call that is over. */
  call(userID: string): Promise<void>
  accept(): Promise<void>
  reject(): Promise<void>
  cancel(): Promise<void>
  putAway(): void
}

interface Noted {
  /** The call whose end is to be told: made here, or accepted here. */
  readonly callID?: string
  readonly problem?: string
  /** Whom the user tried to call. */
  readonly refused?: { readonly userID: string; readonly text: string }
  readonly isConnected: boolean
}

const maxRinging = 10
/** How long somebody has to answer. */
const timeoutSeconds = 60

/**
 * Whether somebody calls, or is called. It stops when anybody answers on whatever device, when it is cancelled, and when its
 * time is over. `undefined` for a chat that was made without `callsFeature`.
 */
export function createRinging(kit: Kit): Ringing | undefined {
  const { chat, texts, surroundings } = kit
  if (!offersCalls(chat)) return undefined
  const live = chat.live.queryCallInvitationList({ count: maxRinging })
  const names = createNames(kit)
  const isConnected = () => chat.connectionState === ConnectionState.Connected
  const noted = createWritable<Noted>({ isConnected: isConnected() }, () => {
    noted.set({ ...noted.getSnapshot(), isConnected: isConnected() })
    return chat.on('connectionStateChanged', () => {
      // Nothing of one user is shown to the next.
      noted.set(
        chat.userID === undefined ? { isConnected: false } : { ...noted.getSnapshot(), isConnected: isConnected() },
      )
    })
  })
  const clock = createExpiry(kit, () => live.getSnapshot().callInvitationList)

  const view = derive<RingingView | undefined>([live, names, noted, clock], () => {
    const { callInvitationList } = live.getSnapshot()
    const { callID, problem, refused, isConnected: canAnswer } = noted.getSnapshot()
    const now = surroundings.now()
    const incoming = callInvitationList.find((call) => isRinging(call, chat.userID, now))
    const call = incoming ?? callInvitationList.find((other) => other.callID === callID)
    if (call === undefined) return refused === undefined ? undefined : toRefused(refused)
    const isOver = incoming === undefined && (call.caller !== chat.userID || !isWaited(call, now))
    const name = namesOf(incoming === undefined ? othersOf(call, chat.userID) : [call.caller], names)
    const isOutgoing = call.caller === chat.userID
    const outcome = call.state === 'started' && isOver ? 'noAnswer' : outcomeOf(call, chat.userID)
    return {
      callID: call.callID,
      state: isOver ? 'over' : isOutgoing ? 'outgoing' : 'incoming',
      name,
      avatar: avatarView(isOutgoing ? (othersOf(call, chat.userID)[0] ?? '') : call.caller, name),
      text: isOver
        ? outcome === 'answered'
          ? texts.callAnswered
          : texts.callOutcome(outcome, isOutgoing)
        : isOutgoing
          ? texts.calling
          : texts.calls,
      ...(problem === undefined ? {} : { problem }),
      ...(canAnswer ? {} : { offlineReason: texts.notConnected }),
    }
  })

  function toRefused({ userID, text }: NonNullable<Noted['refused']>): RingingView {
    const name = namesOf([userID], names)
    return { callID: '', state: 'over', name, avatar: avatarView(userID, name), text }
  }

  /** Says a refusal where the call is; afterwards it stays to be seen how it ended. */
  async function attempt(command: (callID: string) => Promise<unknown>, isNoted: boolean): Promise<void> {
    const shown = view.getSnapshot()
    if (shown === undefined) throw new ChatError('call-not-found')
    try {
      await command(shown.callID)
      noted.set({ isConnected: isConnected(), ...(isNoted ? { callID: shown.callID } : {}) })
    } catch (failure) {
      noted.set({ ...noted.getSnapshot(), problem: commandProblem(kit, failure) })
    }
  }

  return {
    ...view,
    async call(userID) {
      try {
        const { callInvitation } = await chat.callInvite([userID], { timeoutSeconds })
        noted.set({ callID: callInvitation.callID, isConnected: isConnected() })
      } catch (failure) {
        noted.set({ refused: { userID, text: commandProblem(kit, failure) }, isConnected: isConnected() })
      }
    },
    accept: () => attempt((callID) => chat.callAccept(callID), true),
    reject: () => attempt((callID) => chat.callReject(callID), false),
    cancel: () => attempt((callID) => chat.callCancel(callID), false),
    putAway() {
      noted.set({ isConnected: isConnected() })
    },
  }
}

function isRinging(call: CallInvitation, self: string | undefined, now: number): boolean {
  const own = call.callUserList.find(({ userID }) => userID === self)
  return call.state === 'started' && own?.state === 'inviting' && (own.expireTime ?? call.expireTime) > now
}

/** Somebody can still answer. */
function isWaited(call: CallInvitation, now: number): boolean {
  const others = call.callUserList.filter(({ state }) => state === 'inviting')
  return call.state === 'started' && others.some(({ expireTime }) => (expireTime ?? call.expireTime) > now)
}

/** Changes when the next of the calls is over without anybody saying so. */
function createExpiry({ surroundings }: Kit, calls: () => readonly CallInvitation[]): Readable<number> {
  const ticks = createWritable(0, () => {
    let stopTimer = look()

    function look(): () => void {
      return surroundings.startTimer(1_000, () => {
        stopTimer = look()
        // Only while something rings, so that nothing is computed anew otherwise.
        if (calls().some(({ state }) => state === 'started')) ticks.set(ticks.getSnapshot() + 1)
      })
    }

    return () => {
      stopTimer()
    }
  })
  return ticks
}
