import Outbound

/// `smtp:` of the configuration.
package struct SMTPSettings: Sendable {
    package var server: SMTPServer
    /// The sender of every mail.
    package var from: String

    /// Nil where no server is set.
    init?(_ settings: [String: String]) throws {
        guard let host = settings["smtp.host"] else {
            if let other = settings.keys.filter({ $0.hasPrefix("smtp.") }).min() {
                throw ConfigurationError("\(other) is set, smtp.host is not")
            }
            return nil
        }
        let name = settings["smtp.security"] ?? SMTPServer.Security.starttls.rawValue
        guard let security = SMTPServer.Security(rawValue: name) else {
            throw ConfigurationError("smtp.security is none of starttls, tls and none: \(name)")
        }
        let standard = security == .tls ? 465 : 587
        guard let port = Int(settings["smtp.port"] ?? String(standard)), (1...65_535).contains(port) else {
            throw ConfigurationError("smtp.port is not a number from 1 to 65535")
        }
        guard let from = settings["smtp.from"], from.contains("@") else {
            throw ConfigurationError("smtp.from is not a mail address: mails need a sender")
        }
        guard (settings["smtp.username"] == nil) == (settings["smtp.password"] == nil) else {
            throw ConfigurationError("smtp.username and smtp.password must be set together")
        }
        if security == .none, settings["smtp.password"] != nil, !["localhost", "127.0.0.1", "::1"].contains(host) {
            throw ConfigurationError("smtp.security none would send the password in the clear")
        }
        self.from = from
        server = SMTPServer(
            host: host, port: port, security: security, username: settings["smtp.username"],
            password: settings["smtp.password"], caFile: settings["smtp.ca"])
    }
}
