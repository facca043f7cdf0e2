import APIGatewayV2Model
import FoundationEssentials
import ServiceKit
import Wire

/// The line that a stage writes for each request, as its owner composed it of `$context` variables.
struct AccessLogFormat: Sendable {
    private enum Piece: Sendable {
        case text(String)
        case variable(String)
    }

    let destinationARN: String
    private let pieces: [Piece]

    init?(_ settings: AccessLogSettings) {
        guard let destination = settings.destinationArn, let format = settings.format else { return nil }
        self.init(destinationARN: destination, format: format)
    }

    /// AWS's limit of a format, in bytes.
    private static let longestFormat = 3072
    /// Lines wait in memory until they are written.
    private static let longestLine = 64 << 10

    static func check(format: String) throws {
        guard format.utf8.count <= longestFormat else {
            throw ServiceError.badRequest("Access log format must not be longer than \(longestFormat) bytes")
        }
    }

    /// Log groups are the destinations there are.
    static func check(_ destinationARN: String) throws {
        guard AccessLogs.place(destinationARN, "") != nil else {
            if destinationARN.contains(":firehose:") { throw ServiceError.unsupported("A stream for access logs") }
            throw ServiceError.badRequest(
                "Invalid ARN specified in the request. ARNs must start with 'arn:' and the "
                    + "destination must be a log group.")
        }
    }

    init(destinationARN: String, format: String) {
        // A log group's ARN may end with the star that policies want.
        self.destinationARN = destinationARN.hasSuffix(":*") ? String(destinationARN.dropLast(2)) : destinationARN
        var pieces: [Piece] = []
        var rest = format[...]
        while let start = rest.firstRange(of: "$context.") {
            pieces.append(.text(String(rest[..<start.lowerBound])))
            var name = rest[start.upperBound...].prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || "._-:".contains($0))
            }
            while let last = name.last, ".:-".contains(last) { name = name.dropLast() }
            pieces.append(.variable(String(name)))
            rest = rest[name.endIndex...]
        }
        pieces.append(.text(String(rest)))
        self.pieces = pieces
    }

    /// What has no value is written as a dash.
    func line(_ call: APICall, _ reply: APIReply, at now: Date) -> String {
        var line = ""
        for piece in pieces where line.utf8.count < Self.longestLine {
            switch piece {
            case .text(let text): line += text
            case .variable(let name): line += Self.value(name, call, reply, now) ?? "-"
            }
        }
        return line.utf8.count <= Self.longestLine
            ? line : String(decoding: line.utf8.prefix(Self.longestLine), as: UTF8.self)
    }

    private static func value(_ name: String, _ call: APICall, _ reply: APIReply, _ now: Date) -> String? {
        switch name {
        case "status": String(reply.status)
        case "responseLength": String(reply.body.count)
        case "responseLatency": String(max(0, Int(now.timeIntervalSince(call.time) * 1000)))
        case "error.message", "integrationErrorMessage": reply.error
        case "error.messageString":
            reply.error.map { String(decoding: JSONValue.string($0).serialized(), as: UTF8.self) }
        case "integrationStatus", "integration.status", "integration.integrationStatus":
            reply.integrationStatus.map(String.init)
        default: call.context(name)
        }
    }
}
