import FoundationEssentials
import LocalCA
import NIOCore
import NIOSSL
import ServiceKit

/// `--tls local`: https with certificates of an authority of the data folder's own, one for each
/// name that a client asks for. The authority stays over resets and restarts.
struct LocalTLS: Sendable {
    static let certificateFile = "ca.pem"
    private static let keyFile = "ca-key.pem"
    /// Names are a client's to choose: so many certificates are kept.
    private static let keptLeaves = 512

    let authority: LocalCA
    private let names: [String]
    private let leaves = BoundedCache<String, Identity>(limit: keptLeaves)

    private struct Identity: Sendable {
        let override: NIOSSLContextConfigurationOverride
        let renewAt: Date
    }

    /// - Parameter names: by which the server is reached without saying which: addresses and its public host.
    init(_ folder: DataFolder, names: [String]) throws {
        self.names = names
        if let certificate = try folder.secretFile(Self.certificateFile),
            let key = try folder.secretFile(Self.keyFile)
        {
            authority = try LocalCA(certificatePEM: certificate, keyPEM: key)
            return
        }
        let made = try LocalCA(
            named: "Hanok local CA \(SystemRandomness().text(6, from: Alphabet.upperAlphanumeric))", at: Date())
        try folder.write(made.keyPEM + "\n", to: Self.keyFile)
        try folder.write(made.certificatePEM + "\n", to: Self.certificateFile)
        authority = made
    }

    func context() throws -> NIOSSLContext {
        let leaf = try authority.leaf(for: names, at: Date())
        var settings = TLSConfiguration.makeServerConfiguration(
            certificateChain: try Self.chain(leaf, authority), privateKey: try Self.key(leaf))
        settings.minimumTLSVersion = .tlsv12
        settings.applicationProtocols = ["http/1.1"]
        settings.sslContextCallback = { values, promise in
            promise.completeWith(Result { try override(for: values.serverHostname) })
        }
        return try NIOSSLContext(configuration: settings)
    }

    private func override(for name: String?) throws -> NIOSSLContextConfigurationOverride {
        guard let name = name?.lowercased(), Self.isHostName(name), !names.contains(name) else { return .noChanges }
        let now = Date()
        if let known = leaves[name], now < known.renewAt { return known.override }
        let leaf = try authority.leaf(for: [name], at: now)
        var override = NIOSSLContextConfigurationOverride()
        override.certificateChain = try Self.chain(leaf, authority)
        override.privateKey = try Self.key(leaf)
        leaves[name] = Identity(
            override: override, renewAt: now.addingTimeInterval(leaf.expiresAt.timeIntervalSince(now) / 2))
        return override
    }

    private static func isHostName(_ name: String) -> Bool {
        (1...253).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
                    || byte == 0x5F
            }
    }

    private static func chain(_ leaf: LocalCA.Leaf, _ authority: LocalCA) throws -> [NIOSSLCertificateSource] {
        try NIOSSLCertificate.fromPEMBytes(Array((leaf.certificate + "\n" + authority.certificatePEM).utf8))
            .map { .certificate($0) }
    }

    private static func key(_ leaf: LocalCA.Leaf) throws -> NIOSSLPrivateKeySource {
        .privateKey(try NIOSSLPrivateKey(bytes: Array(leaf.key.utf8), format: .pem))
    }
}
