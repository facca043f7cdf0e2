import AWSClient
import CivilTime
import FoundationEssentials
import QRCode
import Wire

extension FilesEndpoint {
    private static let longestShare = 7 * 24 * 3600

    /// A link to one file for whoever has it, until it ends: at the time that was asked for, or with the credentials of
    /// the session if they end before.
    static func share(_ call: FilesCall) async throws -> JSONValue {
        let (bucket, key) = (try call.bucket, try call.key)
        let wanted = min(longestShare, max(1, try call.number("seconds")))
        let storage = try await call.session.storage(holding: Double(wanted))
        let seconds = storage.seconds(wanted, at: call.time)
        let url = try storage.client.presigned("s3", "GET", UserStorage.path(bucket, key), seconds: seconds)
        let end = call.time.addingTimeInterval(Double(seconds))
        let short = call.session.settings.address + "/s/" + call.links.add(url, until: end, at: call.time)
        var answer: [JSONValue.Member] = [
            .init("url", .string(url)), .init("short", .string(short)), .init("endsAt", .string(end.iso8601)),
            // Some seconds have gone since the credentials were made: that is no news.
            .init("isShortened", .bool(seconds < wanted - 60)),
        ]
        if let code = QRCode(short) {
            answer.append(.init("code", ["width": .number(String(code.width)), "path": .string(code.path)]))
        }
        return .object(answer)
    }
}
