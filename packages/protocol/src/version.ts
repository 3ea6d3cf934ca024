/** One version of the wire. A new one is needed only when an older side could misread it (docs/wire.md, "Growing"). */
export interface WireVersion {
  /** The name of its WebSocket subprotocol. */
  readonly subprotocol: string
  /** Changes that one pull may ask for. */
  readonly maxPullLimit: number
  /** Changes in one page or push, people included. */
  readonly maxChanges: number
  /** Whether there is a method `heads`. */
  readonly hasHeads: boolean
}

/** What every version of the wire starts its name with; by it a server knows a client that is too old or too new. */
export const subprotocolPrefix = 'latchkey.'

/** The versions that this build speaks, the best first. */
const wireVersions: readonly WireVersion[] = [
  { subprotocol: `${subprotocolPrefix}2`, maxPullLimit: 1_000, maxChanges: 2_000, hasHeads: true },
  { subprotocol: `${subprotocolPrefix}1`, maxPullLimit: 500, maxChanges: 1_000, hasHeads: false },
]

/** Their subprotocols, the best first: what a client offers and a server selects from. */
export const subprotocols: readonly string[] = wireVersions.map(({ subprotocol }) => subprotocol)

/** The version that goes by this name; `undefined` when this build does not speak it. */
export function findWireVersion(subprotocol: string): WireVersion | undefined {
  return wireVersions.find((version) => version.subprotocol === subprotocol)
}
