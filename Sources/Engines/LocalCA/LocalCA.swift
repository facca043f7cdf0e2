import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// A certificate authority of this machine's own: it signs a certificate for each name that clients
/// ask for, so that programs which insist on https are served. Whoever trusts it, trusts its key file.
package struct LocalCA: Sendable {
    /// A certificate and its key, PEM.
    package struct Leaf: Sendable {
        package let certificate: String
        package let key: String
        package let expiresAt: Date
    }

    private static let authorityYears: TimeInterval = 10 * 365 * 86_400
    private static let leafDays: TimeInterval = 90 * 86_400

    private let certificate: Certificate
    private let key: Certificate.PrivateKey

    /// The authority's own certificate, PEM: what programs are told to trust.
    package let certificatePEM: String
    /// Its key, PEM: to be kept where nobody else reads.
    package let keyPEM: String

    /// Makes a new authority.
    ///
    /// - Parameter name: shown to people by their programs.
    package init(named name: String, at time: Date) throws {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let subject = try DistinguishedName { CommonName(name) }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
            notValidBefore: time.addingTimeInterval(-86_400),
            notValidAfter: time.addingTimeInterval(Self.authorityYears),
            issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: key.publicKey)
            }, issuerPrivateKey: key)
        try self.init(certificate: certificate, key: key)
    }

    /// The authority that was made before.
    package init(certificatePEM: String, keyPEM: String) throws {
        try self.init(
            certificate: Certificate(pemEncoded: certificatePEM), key: Certificate.PrivateKey(pemEncoded: keyPEM))
    }

    private init(certificate: Certificate, key: Certificate.PrivateKey) throws {
        self.certificate = certificate
        self.key = key
        certificatePEM = try certificate.serializeAsPEM().pemString
        keyPEM = try key.serializeAsPEM().pemString
    }

    /// A certificate for names and addresses of this server.
    ///
    /// - Parameter names: DNS names or IP addresses, the first being the subject.
    package func leaf(for names: [String], at time: Date) throws -> Leaf {
        let leafKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let expiresAt = time.addingTimeInterval(Self.leafDays)
        let subject = try DistinguishedName { CommonName(String((names.first ?? "localhost").prefix(64))) }
        let alternatives = SubjectAlternativeNames(names.compactMap(Self.generalName))
        let leaf = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: leafKey.publicKey,
            notValidBefore: time.addingTimeInterval(-3600), notValidAfter: expiresAt, issuer: certificate.subject,
            subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                alternatives
                try AuthorityKeyIdentifier(keyIdentifier: certificate.extensions.subjectKeyIdentifier?.keyIdentifier)
            }, issuerPrivateKey: key)
        return Leaf(
            certificate: try leaf.serializeAsPEM().pemString, key: try leafKey.serializeAsPEM().pemString,
            expiresAt: expiresAt)
    }

    private static func generalName(_ name: String) -> GeneralName? {
        if let address = IPAddress.bytes(of: name) { return .ipAddress(ASN1OctetString(contentBytes: address[...])) }
        return name.isEmpty ? nil : .dnsName(name)
    }
}
