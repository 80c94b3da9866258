/** One status code: what the server says by it, and what a program that called should do. */
export interface Status {
  readonly code: number;
  readonly name: string;
  readonly meaning: string;
  readonly advice: string;
}

/** The codes of the standard that a client meets, in order. */
export const statuses: readonly Status[] = [
  [
    200,
    'OK',
    'The request did what it should, and the body is the result',
    'read the body, but check its type first: a log-in page also comes with 200',
  ],
  [
    201,
    'Created',
    'Something new exists now, and `Location` says where',
    'keep the address from the header instead of building it yourself',
  ],
  [
    202,
    'Accepted',
    'The work has been written down, and is not done yet',
    'ask again later at the address the answer names, with growing pauses',
  ],
  [
    204,
    'No Content',
    'It worked, and there is nothing to say',
    'do not parse a body: there is none, and an empty text is not JSON',
  ],
  [
    206,
    'Partial Content',
    'This is the range that was asked for',
    'compare `Content-Range` with what you wanted before you join the pieces',
  ],
  [
    301,
    'Moved Permanently',
    'The thing lives elsewhere, for good',
    'follow it for pages; with a key in the header stop, and let a person look',
  ],
  [302, 'Found', 'The thing is elsewhere just now', 'follow it, but keep asking at the old address the next time'],
  [
    303,
    'See Other',
    'The result of a POST can be read at another address',
    'get that address; do not send the POST again',
  ],
  [304, 'Not Modified', 'What you have is still right', 'use your copy, and keep its `ETag` for the next time'],
  [
    307,
    'Temporary Redirect',
    'Elsewhere just now, with the same method and body',
    'send the same request there, unless it carries a secret for this origin',
  ],
  [
    308,
    'Permanent Redirect',
    'Elsewhere for good, with the same method and body',
    'change the address in your configuration rather than paying for two requests each time',
  ],
  [
    400,
    'Bad Request',
    'The server could not make sense of the request',
    'show the message of the server as it stands: it knows better than you which field is wrong',
  ],
  [
    401,
    'Unauthorized',
    'The key is missing, wrong or withdrawn',
    'ask the person for a key once; trying again with the same one changes nothing',
  ],
  [402, 'Payment Required', 'The account has no credit left', 'say so plainly and link to the page where one pays'],
  [
    403,
    'Forbidden',
    'The key is right, and may not do this',
    'say what was refused; another key or another region may be allowed',
  ],
  [
    404,
    'Not Found',
    'There is nothing by this name',
    'check the name and the base address: one path element too many is the usual reason',
  ],
  [
    405,
    'Method Not Allowed',
    'The address exists, the method does not',
    'look at `Allow`; most often a POST went to an address that only answers GET',
  ],
  [
    406,
    'Not Acceptable',
    'Nothing in the form that `Accept` asks for',
    'ask for less: `application/json` is nearly always there',
  ],
  [
    408,
    'Request Timeout',
    'The request did not arrive in time',
    'send it again, once, if sending it twice does no harm',
  ],
  [
    409,
    'Conflict',
    'Somebody else changed the thing first',
    'read it again, put your change on top, and try once more',
  ],
  [410, 'Gone', 'It was here, and will not come back', 'forget the address; a retired model looks like this'],
  [412, 'Precondition Failed', 'The thing is not in the state you named', 'read it again, as with 409'],
  [
    413,
    'Content Too Large',
    'The body is larger than the server takes',
    'send less; for a chat: fewer attachments or a shorter conversation',
  ],
  [
    414,
    'URI Too Long',
    'The address is longer than the server takes',
    'move what is in the query into the body of a POST',
  ],
  [
    415,
    'Unsupported Media Type',
    'The body has a form that is not known here',
    'check `Content-Type`: a missing `application/json` is the usual reason',
  ],
  [
    416,
    'Range Not Satisfiable',
    'The range begins behind the end',
    'your copy is complete, or the file became shorter: begin anew',
  ],
  [
    418,
    "I'm a Teapot",
    'A joke of 1998 that some servers tell to robots',
    'slow down; it is most often meant as a polite 403',
  ],
  [
    422,
    'Unprocessable Content',
    'The request is well formed, and its values are wrong',
    'show which field and why; do not send the same again',
  ],
  [423, 'Locked', 'Somebody holds the thing', 'wait, or ask the person who holds it'],
  [
    425,
    'Too Early',
    'The server does not act on what may be a replay',
    'send it again after the handshake is complete',
  ],
  [
    426,
    'Upgrade Required',
    'Another protocol is needed here',
    'look at `Upgrade`; for web sockets the handshake was incomplete',
  ],
  [
    428,
    'Precondition Required',
    'The change has to name the state it is for',
    'read the thing first and send its `ETag` in `If-Match`',
  ],
  [
    429,
    'Too Many Requests',
    'You ask faster than you may',
    'wait as long as `Retry-After` says, then go on at half the pace',
  ],
  [
    431,
    'Request Header Fields Too Large',
    'The headers are larger than the server takes',
    'look for a cookie that grows with every answer',
  ],
  [
    451,
    'Unavailable For Legal Reasons',
    'A law keeps the server from answering',
    'say so, and name who asked for it if the answer does',
  ],
  [
    500,
    'Internal Server Error',
    'Something broke on the other side',
    'try again once after a second; then report it with the request id',
  ],
  [501, 'Not Implemented', 'The server does not know how', 'do without it: trying again changes nothing'],
  [
    502,
    'Bad Gateway',
    'A server in front got nonsense from the one behind',
    'try again after a short pause; it is often a restart',
  ],
  [
    503,
    'Service Unavailable',
    'Overloaded, or down for work',
    'wait as long as `Retry-After` says, or double the pause each time',
  ],
  [
    504,
    'Gateway Timeout',
    'A server in front waited too long for the one behind',
    'try again with a smaller request: long answers should be streamed',
  ],
  [
    507,
    'Insufficient Storage',
    'There is no room for what you send',
    'remove something, or ask the person who pays for the room',
  ],
  [
    529,
    'Site Is Overloaded',
    'Not in the standard; some providers say it when all of their machines are busy',
    'treat it as 503, and offer another model',
  ],
].map(([code, name, meaning, advice]) => ({ code, name, meaning, advice }) as Status);
