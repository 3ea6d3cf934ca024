import { createNanoEvents } from 'nanoevents'
import type { ChatEventName, ChatEvents } from '../contract/events.js'
import type { PlatformClock } from '../contract/platform.js'
import type { Journal } from '../runtime/journal.js'

/** What happened, to be told to listeners once it is stored. */
export type ChatEventFact = {
  readonly [Name in ChatEventName]: { readonly name: Name; readonly event: ChatEvents[Name] }
}[ChatEventName]

export interface Emitter {
  on<Name extends ChatEventName>(name: Name, listener: (event: ChatEvents[Name]) => void): () => void
  emit<Name extends ChatEventName>(name: Name, event: ChatEvents[Name]): void
  emitFact(fact: ChatEventFact): void
}

type Listeners = { [Name in ChatEventName]: (event: ChatEvents[Name]) => void }

export function createEmitter(journal: Journal, clock: PlatformClock): Emitter {
  const emitter = createNanoEvents<Listeners>()
  return {
    on(name, listener) {
      // A wrapper of its own for each registration: one listener that throws must stop no other, and removing one
      // registration of a function must not remove another of the same function.
      const isolated = (event: ChatEvents[typeof name]) => {
        try {
          listener(event)
        } catch (error) {
          journal.write('error', 'events', 'A listener threw.', { error, details: { event: name } })
          // Nobody looks at a log that nobody asked for: the error goes where uncaught ones go.
          if (!journal.isKept) void Promise.reject(error)
        }
      }
      return emitter.on(name, isolated as Listeners[typeof name])
    },
    emit(name, event) {
      emitter.emit(name, ...([event] as Parameters<Listeners[typeof name]>))
    },
    emitFact(fact) {
      const { name, event } = asOf(fact, clock.now())
      emitter.emit(name, ...([event] as Parameters<Listeners[typeof name]>))
    },
  }
}

/** What is still true of it: a tab that was stopped before it told of a call must not ring once the call has ended (OL-42). */
function asOf(fact: ChatEventFact, now: number): ChatEventFact {
  if (fact.name !== 'callInvitationReceived' || now < fact.event.ringsUntil) return fact
  return { name: 'callInvitationUpdated', event: { callInvitation: fact.event.callInvitation } }
}
