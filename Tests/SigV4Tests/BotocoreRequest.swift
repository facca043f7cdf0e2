import FoundationEssentials
import SigV4
import Testing

/// A request signed by botocore 1.43.11 at 2026-11-21T03:30:00Z with the keys of AWS's documentation.
struct BotocoreRequest: Decodable, CustomTestStringConvertible, Sendable {
    let name: String
    /// The service signed for, or `v2`.
    let kind: String
    let method: String
    let path: String
    let query: String
    let headers: [[String]]
    let body: String

    var testDescription: String { name }

    var request: SignableRequest {
        SignableRequest(
            method: method, rawPath: path.isEmpty ? "/" : path, rawQuery: query,
            headers: headers.map { ($0[0], $0[1]) })
    }

    static let all: [BotocoreRequest] = {
        let file =
            #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/") + "/Fixtures/botocore-requests.json"
        guard let data = try? Data(contentsOf: URL(filePath: file)) else { return [] }
        return (try? JSONDecoder().decode([BotocoreRequest].self, from: data)) ?? []
    }()
}
