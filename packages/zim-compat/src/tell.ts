import type { ZIMEventName, ZIMEventPayloads } from './types/event-types.js'

/** Calls the listener of an event, if there is one. */
export type Tell = <Name extends ZIMEventName>(name: Name, payload: ZIMEventPayloads[Name]) => void
