import ServiceKit
import Wire

/// CORS of what browsers' programs call: any origin, no cookies.
enum CrossOrigin {
    /// The endpoints that answer other origins.
    static let paths: Set<String> = ["/oauth2/token", "/oauth2/userInfo", "/oauth2/revoke"]

    static func preflight(_ request: PageRequest, methods: String = "GET, POST, OPTIONS") -> HostedReply {
        var reply = HostedReply(status: 204)
        reply.headers.add("Access-Control-Allow-Methods", methods)
        if let wanted = request.headers.first("access-control-request-headers") {
            reply.headers.add("Access-Control-Allow-Headers", wanted)
        }
        reply.headers.add("Access-Control-Max-Age", "86400")
        return open(reply)
    }

    static func open(_ reply: HostedReply) -> HostedReply {
        var reply = reply
        reply.headers.set("Access-Control-Allow-Origin", "*")
        reply.headers.set("Access-Control-Expose-Headers", "WWW-Authenticate")
        return reply
    }
}
