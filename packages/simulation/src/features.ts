import { blacklistFeature, callsFeature, type Chat, type FeatureMethods } from '@latchkey/core'

/** Everything optional that the clients of a schedule have. */
export const features = [blacklistFeature, callsFeature] as const

export type SimulatedChat = Chat & FeatureMethods<typeof features>
