import { blacklistFeature, type Chat, type FeatureMethods } from '@latchkey/core'

/** Everything optional that the clients of a schedule have. */
export const features = [blacklistFeature] as const

export type SimulatedChat = Chat & FeatureMethods<typeof features>
