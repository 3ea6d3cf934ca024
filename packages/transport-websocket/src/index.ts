export { webSocketTransport, type WebSocketTransportOptions } from './web-socket-transport.js'
export type { Skipped } from './link.js'
export type { WebSocketConstructor, WebSocketLike } from './socket.js'
