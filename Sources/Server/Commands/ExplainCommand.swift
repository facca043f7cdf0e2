import ArgumentParser
import FoundationEssentials
import Outbound
import ServiceKit
import SigV4
import Wire

/// `hanok explain REQUEST-ID`: asks the running server why a request was denied.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why a request was denied.",
        discussion: """
            The request id stands in every answer (x-amzn-RequestId, x-amz-request-id) and in the SDKs' errors. \
            Keys are taken from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from the data folder's root key.
            """)

    @Argument(help: "The denied request's id.")
    var requestID: String

    @Option(help: "Where the server is. (default: AWS_ENDPOINT_URL, or http://localhost:4566)")
    var endpoint: String?

    @Option(help: "The data folder whose root key is used where the environment has none. (default: ./hanok-data)")
    var data: String = "./hanok-data"

    @Flag(help: "Print the whole explanation as JSON.")
    var json = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let base = endpoint ?? environment["AWS_ENDPOINT_URL"] ?? "http://localhost:4566"
        guard requestID.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            throw ValidationError("that is no request id: \(requestID)")
        }
        let answer = try await ask(base, try Self.keys(environment, data))
        guard answer.status == 200, let document = try? JSONValue(parsing: answer.body) else {
            throw Failure(Self.refusal(answer))
        }
        if json {
            print(String(decoding: answer.body, as: UTF8.self))
        } else {
            print(ExplanationText(document).text)
        }
    }

    private func ask(_ base: String, _ keys: Keys) async throws -> OutboundAnswer {
        guard let scheme = base.firstRange(of: "://") else { throw ValidationError("the endpoint is no URL: \(base)") }
        let host = base[scheme.upperBound...].prefix { $0 != "/" }
        var request = SignableRequest(
            method: "GET", rawPath: ExplanationPage.path + requestID, rawQuery: "",
            headers: [(name: "Host", value: String(host))])
        let signer = RequestSigner(
            accessKeyID: keys.id, secretAccessKey: keys.secret, sessionToken: keys.token, region: "us-east-1",
            service: "sts")
        signer.sign(&request, payloadHash: RequestSigner.payloadHash(of: []), at: Date())
        do {
            return try await HTTPCalls(caFile: ProcessInfo.processInfo.environment["AWS_CA_BUNDLE"]).call(
                OutboundRequest(
                    url: String(base.prefix(upTo: scheme.upperBound)) + host + request.rawPath,
                    headers: request.headers.filter { $0.name.lowercased() != "host" }))
        } catch { throw Failure("\(base) does not answer: is the server running?") }
    }

    /// What went wrong, told without the command's usage.
    private struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    private struct Keys {
        var id: String
        var secret: String
        var token: String?
    }

    private static func keys(_ environment: [String: String], _ data: String) throws -> Keys {
        if let id = environment["AWS_ACCESS_KEY_ID"], let secret = environment["AWS_SECRET_ACCESS_KEY"] {
            return Keys(id: id, secret: secret, token: environment["AWS_SESSION_TOKEN"])
        }
        if let (id, secret) = RootKeys.stored(in: data) { return Keys(id: id, secret: secret, token: nil) }
        throw Failure("no keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name the data folder")
    }

    private static func refusal(_ answer: OutboundAnswer) -> String {
        switch answer.status {
        case 403: "these keys may not read explanations: that takes sts:DecodeAuthorizationMessage"
        case 404: "no denial of that request id is kept there"
        default: "the server answered \(answer.status)"
        }
    }
}
