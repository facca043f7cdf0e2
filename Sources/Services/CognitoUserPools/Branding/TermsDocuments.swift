import CognitoUserPoolsModel
import ServiceKit
import Storage

extension Snapshot {
    func requireTerms(_ id: String, of pool: UserPool) throws -> Terms {
        guard let terms = try find(Terms.self, Terms.key(pool.id, id)) else {
            throw ServiceError(CognitoUserPoolsErrors.resourceNotFound, "Terms \(id) do not exist.")
        }
        return terms
    }

    /// A client's documents, at most one of each name.
    func terms(ofClient id: String, in pool: UserPool) throws -> [Terms] {
        try list(index: Terms.listing(pool.id, clientID: id), limit: 100).records
    }
}

/// The addresses of a document by language.
enum TermsLinks {
    static func check(_ links: [String: String]) throws {
        for (language, link) in links.sorted(by: { $0.key < $1.key }) {
            guard link.hasPrefix("https://") || link.hasPrefix("http://") else {
                throw ServiceError.invalidParameter("Invalid link for \(language): \(link)")
            }
        }
    }
}

extension Transaction {
    /// A client has one document of a name.
    func requireNoTerms(_ name: String, of clientID: String, besides id: String?, in pool: UserPool) throws {
        let row = Terms.listing(pool.id, clientID: clientID).text(name)
        guard let other = try find(Terms.self, index: row), other.id != id else { return }
        throw ServiceError(
            CognitoUserPoolsErrors.termsExists, "Terms \(name) already exist for client \(clientID).")
    }
}
