import FoundationEssentials
import ServiceKit
import Synchronization

/// Short addresses of shared links, whose own are too long for a camera. They are kept in memory until they end.
final class ShortLinks: Sendable {
    private struct Link: Sendable {
        let url: String
        let end: Date
    }

    private static let most = 10_000
    private let randomness: any Randomness
    private let links = Mutex<[String: Link]>([:])

    init(_ randomness: any Randomness) { self.randomness = randomness }

    func add(_ url: String, until end: Date, at now: Date) -> String {
        let id = Base64URL.encode(randomness.bytes(15))
        links.withLock { links in
            if links.count >= Self.most {
                links = links.filter { $0.value.end > now }
                if links.count >= Self.most, let first = links.min(by: { $0.value.end < $1.value.end }) {
                    links[first.key] = nil
                }
            }
            links[id] = Link(url: url, end: end)
        }
        return id
    }

    func url(of id: String, at now: Date) -> String? {
        links.withLock { links in links[id].flatMap { $0.end > now ? $0.url : nil } }
    }
}
