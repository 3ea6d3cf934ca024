export { jwtReader } from './jwt-reader.js'
