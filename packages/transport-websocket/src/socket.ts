import { ChatError } from '@latchkey/core/driver'

/** The part of a WebSocket that this driver uses: the browser's, Node's own, or that of the `ws` package. */
export interface WebSocketLike {
  readonly protocol: string
  binaryType: string
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'open' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void
}

export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike

/** What a socket reports. Nothing is reported once `close` was called. */
export interface SocketListener {
  opened(protocol: string): void
  received(data: unknown): void
  closed(code: number): void
}

export interface Socket {
  /** Whether the frame was handed over; `false` when the socket is not open. */
  send(frame: string | Uint8Array<ArrayBuffer>): boolean
  /** Gives the socket up, also while it is still opening. Idempotent. */
  close(code: number, description: string): void
}

// The description of a close frame has 123 bytes (RFC 6455 §5.5).
const maxDescriptionLength = 123

/** Opens one socket. Throws `transport-unreachable`. */
export function openSocket(
  WebSocket: WebSocketConstructor,
  address: { readonly url: string; readonly subprotocols: readonly string[] },
  listener: SocketListener,
): Socket {
  const socket = construct(WebSocket, address.url, [...address.subprotocols])
  // The default, `blob`, is read by promise, and frames would change places.
  socket.binaryType = 'arraybuffer'
  let state: 'opening' | 'open' | 'closed' = 'opening'

  socket.addEventListener('open', () => {
    if (state !== 'opening') return
    state = 'open'
    listener.opened(socket.protocol)
  })
  socket.addEventListener('message', ({ data }) => {
    if (state === 'open') listener.received(data)
  })
  socket.addEventListener('close', ({ code }) => {
    if (state === 'closed') return
    state = 'closed'
    listener.closed(code)
  })
  // Every stack reports an error as a close as well; without a listener, `ws` would throw it.
  socket.addEventListener('error', () => undefined)

  return {
    send(frame) {
      if (state !== 'open') return false
      socket.send(frame)
      return true
    },
    close(code, description) {
      if (state === 'closed') return
      state = 'closed'
      socket.close(code, printable(description).slice(0, maxDescriptionLength))
    },
  }
}

// A page served over https may not open `ws:`: its browser throws.
function construct(WebSocket: WebSocketConstructor, url: string, subprotocols: string[]): WebSocketLike {
  try {
    return new WebSocket(url, subprotocols)
  } catch (cause) {
    throw new ChatError('transport-unreachable', { cause })
  }
}

function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?')
}
