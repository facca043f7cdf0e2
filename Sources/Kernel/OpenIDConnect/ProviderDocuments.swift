import FoundationEssentials
import ServiceKit
import Synchronization
import Wire

/// Why a provider could not be asked; the text is for the log and for who set it up.
package struct ProviderFailure: Error {
    package let reason: String
    package init(_ reason: String) { self.reason = reason }
}

/// Discovery documents and key sets of OpenID Connect providers, fetched with limits and kept for a while.
package final class ProviderDocuments: Sendable {
    private struct Fetched: Sendable {
        let document: JSONValue
        let at: Date
    }

    private static let lifetime: TimeInterval = 3600
    /// A provider that just failed is not waited for again at once.
    private static let failurePause: TimeInterval = 10
    private static let timeoutMilliseconds = 5000
    private static let longestDocument = 256 << 10

    private let http: any CallsHTTP
    /// An unknown key is looked for anew this often at most.
    private let keySetPause: TimeInterval
    /// Who asks for what is being fetched waits for that, however many they are.
    private let underWay = Mutex<[String: Task<JSONValue, any Error>]>([:])
    private let documents = BoundedCache<String, Fetched>(limit: 1000)
    private let failures = BoundedCache<String, Date>(limit: 1000)

    package init(http: any CallsHTTP, keySetPause: TimeInterval = 30) {
        self.http = http
        self.keySetPause = keySetPause
    }

    /// The issuer's discovery document (OpenID Connect Discovery 1.0), which must be its own (section 4.3).
    package func discovery(of issuer: String, at time: Date) async throws -> JSONValue {
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        return try await discovery(of: issuer, at: base + "/.well-known/openid-configuration", time: time)
    }

    /// The same where the document is elsewhere than below the issuer.
    package func discovery(of issuer: String, at url: String, time: Date) async throws -> JSONValue {
        let document = try await document(url, atMost: Self.lifetime, at: time)
        guard document["issuer"]?.string == issuer else {
            throw ProviderFailure("the discovery document is of another issuer")
        }
        return document
    }

    /// The key of that id in the key set at `url`.
    package func key(_ id: String, inSetAt url: String, at time: Date) async throws -> ProviderKey? {
        let known = try await document(url, atMost: Self.lifetime, at: time)
        if let key = ProviderKey(id, in: known) { return key }
        return ProviderKey(id, in: try await document(url, atMost: keySetPause, at: time))
    }

    private func document(_ url: String, atMost age: TimeInterval, at time: Date) async throws -> JSONValue {
        if let known = documents[url], time.timeIntervalSince(known.at) < age { return known.document }
        if let failed = failures[url], time.timeIntervalSince(failed) < Self.failurePause {
            throw ProviderFailure("a document of the provider could not be fetched")
        }
        let task = underWay.withLock { tasks in
            if let task = tasks[url] { return task }
            let task = Task { try await fetched(url, at: time) }
            tasks[url] = task
            return task
        }
        return try await task.value
    }

    private func fetched(_ url: String, at time: Date) async throws -> JSONValue {
        defer { underWay.withLock { $0[url] = nil } }
        let answer: OutboundAnswer
        do {
            answer = try await http.call(
                OutboundRequest(
                    url: url, headers: [("Accept", "application/json")], timeoutMilliseconds: Self.timeoutMilliseconds,
                    longestAnswer: Self.longestDocument))
        } catch {
            failures[url] = time
            throw error
        }
        guard answer.status == 200, let document = try? JSONValue(parsing: answer.body, maximumDepth: 16) else {
            failures[url] = time
            throw ProviderFailure("a document of the provider could not be fetched")
        }
        documents[url] = Fetched(document: document, at: time)
        return document
    }
}
