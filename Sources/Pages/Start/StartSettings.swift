/// What there is on this server for people.
package struct StartSettings: Sendable {
    /// What a demonstration made.
    package struct Demonstration: Sendable {
        /// Of the API for who is signed in, and of the one for programs.
        package var postPath: String
        package var testsPath: String
        package var domain: String
        package var clientID: String
        package var machineClientID: String
        package var table: String
        package var function: String
        package var poolID: String

        package init(
            postPath: String, testsPath: String, domain: String, clientID: String, machineClientID: String,
            table: String, function: String, poolID: String
        ) {
            self.postPath = postPath
            self.testsPath = testsPath
            self.domain = domain
            self.clientID = clientID
            self.machineClientID = machineClientID
            self.table = table
            self.function = function
            self.poolID = poolID
        }
    }

    package var address: String
    package var region: String
    package var isDevelopment: Bool
    package var hasFiles: Bool
    package var hasAlbums: Bool
    package var demonstration: Demonstration?

    package init(
        address: String, region: String, isDevelopment: Bool, hasFiles: Bool, hasAlbums: Bool,
        demonstration: Demonstration?
    ) {
        self.address = address
        self.region = region
        self.isDevelopment = isDevelopment
        self.hasFiles = hasFiles
        self.hasAlbums = hasAlbums
        self.demonstration = demonstration
    }
}
