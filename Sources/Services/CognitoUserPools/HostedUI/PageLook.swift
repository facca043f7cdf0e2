import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// How a client's pages differ from ours: a logo, and rules of its own.
struct PageLook: Sendable {
    var imageID: String?
    var css: String?
    /// Managed login's settings, a JSON document.
    var settings: String?

    var hasStyle: Bool { css != nil || settings != nil }
}

extension CognitoUserPools {
    /// The classic customization of the client or of all, and the client's managed login branding.
    func look(of client: UserPoolClient?, _ site: HostedSite) async throws -> PageLook {
        try await store.read { snapshot in
            let classic = try snapshot.customization(of: client?.id, in: site.pool)
            var look = PageLook(imageID: classic?.imageID, css: classic?.css)
            guard let client else { return look }
            let key = ManagedLoginBranding.index(site.pool.id, clientID: client.id)
            guard let branding = try snapshot.find(ManagedLoginBranding.self, index: key) else { return look }
            look.settings = branding.usesProvidedValues ? nil : branding.settings
            let logo = branding.assets.first { $0.category == .formLogo }
            look.imageID = logo?.imageID ?? look.imageID
            return look
        }
    }

    func styleSheet(_ request: HostedRequest) async throws -> HostedReply {
        var client: UserPoolClient?
        if let id = request.query["client_id"] { client = try await request.site.client(id, store) }
        let look = try await look(of: client, request.site)
        let text = (look.settings.map(BrandingTokens.css) ?? "") + (look.css ?? "")
        return Self.changing(Array(text.utf8), "text/css;charset=UTF-8")
    }

    func image(_ id: String, _ request: HostedRequest) async throws -> HostedReply {
        guard id.utf8.count <= 128 else { return try await notFoundPage(request) }
        let image = try await store.read { snapshot in try snapshot.image(id, of: request.site.pool) }
        guard let image else { return try await notFoundPage(request) }
        return Self.changing(image.bytes, image.contentType)
    }

    /// Kept by browsers for a minute: who changes a look wants to see it.
    private static func changing(_ bytes: [UInt8], _ contentType: String) -> HostedReply {
        var reply = HostedReply.asset(bytes, contentType)
        reply.headers.set("Cache-Control", "public, max-age=60")
        return reply
    }
}

/// The colours of managed login's settings that our pages have tokens for.
enum BrandingTokens {
    static func css(_ settings: String) -> String {
        guard let document = try? JSONValue(parsing: settings) else { return "" }
        let light = rule(document, "lightMode")
        let dark = rule(document, "darkMode")
        return (light.isEmpty ? "" : ":root{\(light)}\n")
            + (dark.isEmpty ? "" : "@media (prefers-color-scheme: dark){:root{\(dark)}}\n")
    }

    private static func rule(_ document: JSONValue, _ mode: String) -> String {
        let button = document["components"]?["primaryButton"]?[mode]
        let form = document["components"]?["form"]?[mode]
        let colours: [(String, JSONValue?)] = [
            ("--brand", button?["defaults"]?["backgroundColor"]),
            ("--on-brand", button?["defaults"]?["textColor"]),
            ("--brand-strong", button?["hover"]?["backgroundColor"]),
            ("--ground", document["components"]?["pageBackground"]?[mode]?["color"]),
            ("--surface", form?["backgroundColor"]),
            ("--text", document["components"]?["pageText"]?[mode]?["headingColor"]),
            ("--text-quiet", document["components"]?["pageText"]?[mode]?["bodyColor"]),
        ]
        return colours.compactMap { name, value in
            guard let colour = value?.string, isColour(colour) else { return nil }
            return "\(name):#\(colour);"
        }.joined()
    }

    /// `RRGGBBAA`, as the settings write colours.
    private static func isColour(_ text: String) -> Bool {
        (text.utf8.count == 8 || text.utf8.count == 6)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
            }
    }
}
