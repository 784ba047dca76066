// The handler in a Hono application: `app.all("/*", toHono(handler))`, or under a path of its own with
// `app.mount("/wonvoice", handler)`, which takes the path off.

/**
 * @param {(request: Request) => Response | Promise<Response>} handler
 * @returns {(context: { req: { raw: Request } }) => Response | Promise<Response>}
 */
export const toHono = (handler) => (context) => handler(context.req.raw);
