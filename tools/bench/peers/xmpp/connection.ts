import { client, xml, type Client } from '@xmpp/client'

type Element = ReturnType<typeof xml>

export const domain = 'localhost'
export const roomsDomain = `rooms.${domain}`
export const jidOf = (userID: string): string => `${userID}@${domain}`
export const roomJidOf = (groupID: string): string => `${groupID}@${roomsDomain}`

/** How long anything may take before the bench is given up. */
const patienceMs = 120_000

/** Logs in to the server on `port` of this machine. Every account of the bench has its name for a password. */
export const connectAs = async (userID: string, port: number, resource: string): Promise<Client> => {
  const connection = client({
    service: `xmpp://127.0.0.1:${port}`,
    domain,
    resource,
    // In the clear: it does not leave this machine, and SCRAM would be half a second of each login.
    credentials: (authenticate) => authenticate({ username: userID, password: userID }, 'PLAIN', xml('user-agent')),
  })
  connection.on('error', (error: unknown) => {
    throw error
  })
  // Each room that is gone into listens for a moment.
  connection.setMaxListeners(0)
  // Its own attempts to come back would hide that the link was lost.
  connection.reconnect.stop()
  await connection.start()
  return connection
}

export const ask = (connection: Client, stanza: Element): Promise<Element> =>
  connection.iqCaller.request(stanza, patienceMs)

/** Resolves when the server has dealt with everything that was sent before: it answers in order. */
export const untilHandled = async (connection: Client): Promise<void> => {
  await ask(connection, xml('iq', { type: 'get', to: domain }, xml('ping', { xmlns: 'urn:xmpp:ping' })))
}

/** Goes into a room, without its history. Resolves with the server's word that one is in it. */
export const join = async (connection: Client, groupID: string, nick: string): Promise<void> => {
  const address = `${roomJidOf(groupID)}/${nick}`
  const joined = new Promise<void>((resolve, reject) => {
    const listen = (stanza: Element): void => {
      if (!stanza.is('presence') || stanza.attrs['from'] !== address) return
      connection.off('stanza', listen)
      if (stanza.attrs['type'] === 'error')
        reject(new Error(`${nick} may not go into ${groupID}: ${stanza.toString()}`))
      else resolve()
    }
    connection.on('stanza', listen)
  })
  const history = xml('history', { maxstanzas: '0' })
  await connection.send(
    xml('presence', { to: address }, xml('x', { xmlns: 'http://jabber.org/protocol/muc' }, history)),
  )
  await joined
}
