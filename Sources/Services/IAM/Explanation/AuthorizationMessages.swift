import ServiceKit

/// What a denied caller may carry to somebody with the right to read it: the request's id, sealed. It says
/// nothing by itself.
package struct AuthorizationMessages: Sendable {
    private let sealer: PurposeSealer

    package init(_ sealer: Sealer) { self.sealer = sealer.bound(to: .authorizationMessage) }

    package func message(forRequest id: String) -> String? {
        (try? sealer.seal(Array(id.utf8))).map { Base64URL.encode($0) }
    }

    package func requestID(in message: String) -> String? {
        guard let sealed = Base64URL.decode(message), let plain = try? sealer.open(sealed) else { return nil }
        return String(decoding: plain, as: UTF8.self)
    }
}
