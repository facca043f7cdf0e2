/// Where the albums are, and who may see them.
package struct AlbumsSettings: Sendable, Equatable {
    /// A user pool whose people sign in; without it whoever has the page is a guest of the identity pool.
    package struct SignIn: Sendable, Equatable {
        /// The pool's name for the identity pool: `cognito-idp.REGION.amazonaws.com/POOL`.
        package var provider: String
        /// The address of the pool's domain, or its path on this server.
        package var domain: String
        /// A client without a secret, with the page's address among its callbacks.
        package var clientID: String

        package init(provider: String, domain: String, clientID: String) {
            self.provider = provider
            self.domain = domain
            self.clientID = clientID
        }
    }

    /// Of the services; nil is this server, by whatever name the page was reached.
    package var endpoint: String?
    package var region: String
    package var identityPoolID: String
    package var bucket: String
    package var signIn: SignIn?
    /// Asked for before the page is shown.
    package var password: String?
    /// Addresses and ranges that the page is shown to; empty is everybody.
    package var networks: [String]

    package init(
        endpoint: String? = nil, region: String, identityPoolID: String, bucket: String, signIn: SignIn? = nil,
        password: String? = nil, networks: [String] = []
    ) {
        self.endpoint = endpoint
        self.region = region
        self.identityPoolID = identityPoolID
        self.bucket = bucket
        self.signIn = signIn
        self.password = password
        self.networks = networks
    }
}
