import type { Closure, ClosureReason } from '@latchkey/core/driver'
import { closeCodes, formatNotification } from '@latchkey/protocol'
import type { RawData, WebSocket } from 'ws'

/** One socket as frames, which closes once and with a reason. */
export interface Channel {
  send(frame: string | Uint8Array): void
  /** Says why, and closes. Only the first call counts. */
  close(reason: ClosureReason, description?: string): void
  /** While true, nothing is read from the socket. */
  hold(isHeld: boolean): void
  /** Asks whether the other side is there; one that has said nothing since the last time is given up. */
  checkPulse(): void
}

export interface ChannelListener {
  /** A text frame. */
  received(frame: string): void
  /** A binary frame. */
  receivedBinary(frame: Uint8Array): void
  /** Told once: nothing more comes, and nothing more is sent. */
  closed(closure: Closure): void
}

// The description of a close frame has 123 bytes (RFC 6455 §5.5).
const maxDescriptionLength = 120
// How long a client may take to answer a close frame.
const closeTimeoutMs = 2_000
// What the `ws` package reports for frames that break RFC 6455 or our size.
const violationErrors = /^WS_ERR_/

export function openChannel(
  socket: WebSocket,
  { maxBufferedBytes }: { readonly maxBufferedBytes: number },
  listener: ChannelListener,
): Channel {
  let isClosed = false
  let hasPulse = true

  function end(closure: Closure): void {
    if (isClosed) return
    isClosed = true
    listener.closed(closure)
  }

  function giveUp(description: string): void {
    end({ reason: 'lost', description })
    socket.terminate()
  }

  socket.on('message', (data: RawData, isBinary: boolean) => {
    hasPulse = true
    if (isClosed) return
    if (isBinary) listener.receivedBinary(toBytes(data))
    else listener.received(toText(data))
  })
  socket.on('pong', () => {
    hasPulse = true
  })
  socket.on('close', (code) => end({ reason: 'client', description: `closed with ${code}` }))
  // `ws` closes the socket itself, with the code that fits.
  socket.on('error', (error: Error & { readonly code?: string }) => {
    const isViolation = violationErrors.test(error.code ?? '')
    end({ reason: isViolation ? 'violation' : 'lost', description: error.code ?? 'socket error' })
  })

  return {
    send(frame) {
      if (isClosed) return
      socket.send(frame)
      if (socket.bufferedAmount > maxBufferedBytes) giveUp('the reader is too slow')
    },

    close(reason, description) {
      if (isClosed) return
      const closure = { reason, ...(description !== undefined && { description }) }
      socket.send(formatNotification('closing', closure))
      end(closure)
      socket.resume()
      socket.close(closeCodes[reason], description?.slice(0, maxDescriptionLength))
      setTimeout(() => socket.terminate(), closeTimeoutMs).unref()
    },

    hold(isHeld) {
      if (isHeld) socket.pause()
      else socket.resume()
    },

    checkPulse() {
      if (isClosed) return
      // A socket that is held cannot be heard.
      if (!hasPulse && !socket.isPaused) return giveUp('the client went silent')
      hasPulse = false
      socket.ping()
    },
  }
}

function toBytes(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}

function toText(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : data.toString('utf8')
}
