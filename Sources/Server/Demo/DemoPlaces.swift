/// What a demonstration made, and what its pages need of it.
package struct DemoPlaces: Sendable, Equatable {
    package var region = ""
    package var accountID = ""
    package var poolID = ""
    package var domain = ""
    package var filesClientID = ""
    package var filesClientSecret = ""
    package var postsClientID = ""
    package var machineClientID = ""
    package var identityPoolID = ""
    package var guestPoolID = ""
    package var filesBucket = "demo-files"
    package var albumsBucket = "demo-albums"
    package var table = "Demo-DynamoDB"
    package var httpAPI = ""
    package var restAPI = ""

    package init() {}

    /// As identity pools name the user pool.
    package var providerName: String { "cognito-idp.\(region).amazonaws.com/\(poolID)" }
    /// Of the HTTP API, below the server's address.
    package var postPath: String { "/_aws/execute-api/\(httpAPI)/$default/post" }
    package var testsPath: String { "/_aws/execute-api/\(restAPI)/dev/tests" }
}
