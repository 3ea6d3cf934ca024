/** The entry for servers: the readers of what a client asks. */
export { readConnectRequest } from './connect.js'
export { readPullRequest } from './change-log.js'
export { readHeadsRequest } from './heads.js'
export { readHistoryQuery } from './history.js'
export { readGetFileRequest, readPutFileRequest } from './files.js'
export { readOperationRequest } from './operation-requests.js'
