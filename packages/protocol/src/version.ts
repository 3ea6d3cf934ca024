/**
 * The name of the one WebSocket subprotocol that this version speaks. The number counts versions of the wire: it rises
 * only when an older side could misread a newer one (docs/wire.md, "Growing").
 */
export const subprotocol = 'latchkey.1'

/** What every version of the wire starts its name with; by it a server knows a client that is too old or too new. */
export const subprotocolPrefix = 'latchkey.'

/** The subprotocols that this version speaks, the best first: what a client offers and a server selects from. */
export const subprotocols: readonly string[] = [subprotocol]
