/// Where a listing goes on, sealed so that callers neither read nor make one.
package struct PagingTokens: Sendable {
    private let sealer: PurposeSealer

    package init(_ sealer: Sealer) { self.sealer = sealer.bound(to: .pagingToken) }

    /// `scope` names the listing: a token of one account or pool goes on nowhere else.
    package func token(for key: [UInt8], scope: String) throws -> String {
        Base64URL.encode(try sealer.seal(key, context: Array(scope.utf8)))
    }

    /// Nil for a token that was not made here for this listing.
    package func key(of token: String, scope: String) -> [UInt8]? {
        guard let sealed = Base64URL.decode(token) else { return nil }
        return try? sealer.open(sealed, context: Array(scope.utf8))
    }
}
