export { zimTokenReader } from './zim-token-reader.js'
