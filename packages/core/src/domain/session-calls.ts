import type { Platform } from '../contract/platform.js'
import { ChatError } from '../errors/chat-error.js'
import { createIdentifier } from '../runtime/identifier.js'
import type { TabSession } from '../session/tab-session.js'

/** How many identifiers a call is given beforehand: more than any call makes. */
const identifiersPerCall = 4

/** Calls as objects of methods, made anew for each call with the source of its identifiers. */
export type MethodsOf<Methods extends object> = (newID: () => string) => Methods

/**
 * The same methods, run where the session is: here, or in the tab that leads it. Each call takes its identifiers along, so
 * that one which is repeated in another tab makes the same things again.
 */
export function relayMethods<Methods extends object>(
  source: { readonly tab: TabSession | undefined },
  platform: Platform,
  methodsOf: MethodsOf<Methods>,
): Methods {
  const methods = methodsOf(() => createIdentifier(platform))
  const relayed = Object.keys(methods).map((name) => [
    name,
    async (...parameters: readonly unknown[]) => {
      const { tab } = source
      const identifiers: string[] = []
      while (identifiers.length < identifiersPerCall) identifiers.push(createIdentifier(platform))
      const run = async () => runMethod(platform, methodsOf, { name, parameters, identifiers })
      return tab === undefined ? run() : tab.call({ name, parameters, identifiers }, run)
    },
  ])
  return Object.fromEntries(relayed) as Methods
}

/** Runs one call here. Rejects `operation-unknown` for a name that no method has. */
export async function runMethod<Methods extends object>(
  platform: Platform,
  methodsOf: MethodsOf<Methods>,
  call: { readonly name: string; readonly parameters: readonly unknown[]; readonly identifiers: readonly string[] },
): Promise<unknown> {
  let made = 0
  const methods = methodsOf(() => call.identifiers[made++] ?? createIdentifier(platform))
  const method = methodOf(methods, call.name)
  if (method === undefined) throw new ChatError('operation-unknown')
  return Reflect.apply(method, methods, call.parameters)
}

/** Only what the object itself has: names come from other tabs. */
export function methodOf(methods: object, name: string): ((...parameters: never[]) => unknown) | undefined {
  const method: unknown = Object.hasOwn(methods, name) ? Reflect.get(methods, name) : undefined
  return typeof method === 'function' ? (method as (...parameters: never[]) => unknown) : undefined
}
