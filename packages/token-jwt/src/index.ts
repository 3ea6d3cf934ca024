export { jwtReader, type JWTReaderOptions } from './jwt-reader.js'
