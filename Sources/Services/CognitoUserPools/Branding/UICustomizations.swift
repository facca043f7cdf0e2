import CognitoUserPoolsModel
import ServiceKit
import Storage

extension Snapshot {
    /// The look of a client's hosted pages: its own, else that of all.
    func customization(of clientID: String?, in pool: UserPool) throws -> UICustomization? {
        if let clientID,
            let own = try find(UICustomization.self, UICustomization.key(pool.id, clientID))
        {
            return own
        }
        return try find(UICustomization.self, UICustomization.key(pool.id, UICustomization.allClients))
    }

    func image(_ id: String, of pool: UserPool) throws -> PoolImage? {
        try find(PoolImage.self, PoolImage.key(pool.id, id))
    }
}

extension Transaction {
    /// What hangs on a client that is deleted: its look, its style, its terms.
    func removeBranding(of client: UserPoolClient) throws {
        if let look = try find(UICustomization.self, UICustomization.key(client.poolID, client.id)) {
            if let image = look.imageID { try delete(PoolImage.key(client.poolID, image).bytes) }
            try remove(look)
        }
        let style = ManagedLoginBranding.index(client.poolID, clientID: client.id)
        if let branding = try find(ManagedLoginBranding.self, index: style) { try removeBranding(branding) }
        let terms: RecordPage<Terms> = try list(
            index: Terms.listing(client.poolID, clientID: client.id), limit: 100)
        for terms in terms.records { try remove(terms) }
    }

    func removeBranding(_ branding: ManagedLoginBranding) throws {
        for image in branding.assets.compactMap(\.imageID) {
            try delete(PoolImage.key(branding.poolID, image).bytes)
        }
        try remove(branding)
    }
}

extension CognitoUserPools {
    func reply(_ look: UICustomization, at domain: UserPoolDomain?) -> UICustomizationType {
        let image = look.imageID.flatMap { id in domain.map { imageAddress(id, at: $0) } }
        return UICustomizationType(
            userPoolId: look.poolID, clientId: look.clientID, imageUrl: image, css: look.css,
            cssVersion: look.cssVersion, lastModifiedDate: look.modifiedAt, creationDate: look.createdAt)
    }

    func imageAddress(_ id: String, at domain: UserPoolDomain) -> String {
        "\(issuers.publicURL)/_hanok/auth/\(domain.name)/assets/\(id)"
    }
}
