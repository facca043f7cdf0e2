import APIGateway
import Testing

@Suite("Routes are found as AWS finds them")
struct RoutingTests {
    private static let keys = [
        "GET /pets", "GET /pets/dog", "GET /pets/{id}", "POST /pets/{id}", "GET /pets/{id}/toys",
        "ANY /pets/{id}/{rest+}",
        "GET /pets/dog/{proxy+}", "GET /", "ANY /files/{name+}", "DELETE /a/{x}/c", "GET /a/b/{y}",
    ]

    private static func tree(_ keys: [String], pathDecides: Bool = false) -> PathTree<String> {
        var tree = PathTree<String>(pathDecides: pathDecides)
        for key in keys {
            let parts = key.split(separator: " ").map(String.init)
            if let template = PathTemplate(parts[1]) { tree.insert(key, method: parts[0], at: template) }
        }
        return tree
    }

    @Test(
        arguments: [
            ("GET", "/", "GET /", ""), ("GET", "/pets", "GET /pets", ""), ("GET", "/pets/dog", "GET /pets/dog", ""),
            ("GET", "/pets/cat", "GET /pets/{id}", "id=cat"), ("POST", "/pets/dog", "POST /pets/{id}", "id=dog"),
            ("GET", "/pets/1/toys", "GET /pets/{id}/toys", "id=1"),
            ("PUT", "/pets/1/toys", "ANY /pets/{id}/{rest+}", "id=1,rest=toys"),
            ("GET", "/pets/dog/x/y", "GET /pets/dog/{proxy+}", "proxy=x/y"),
            ("POST", "/pets/dog/x/y", "ANY /pets/{id}/{rest+}", "id=dog,rest=x/y"),
            ("PUT", "/files/a//b/", "ANY /files/{name+}", "name=a//b/"),
            ("DELETE", "/a/b/c", "DELETE /a/{x}/c", "x=b"), ("GET", "/a/b/c", "GET /a/b/{y}", "y=c"),
        ])
    func finds(_ method: String, _ path: String, _ key: String, _ values: String) {
        let match = Self.tree(Self.keys).match(method: method, path: path)
        #expect(match?.leaf == key)
        #expect(match?.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: ",") == values)
    }

    @Test(arguments: [
        ("POST", "/pets"), ("GET", "/pets/"), ("GET", "/nowhere"), ("GET", "/files"), ("GET", "/files/"), ("GET", "//"),
    ])
    func findsNothing(_ method: String, _ path: String) {
        #expect(Self.tree(Self.keys).match(method: method, path: path) == nil)
    }

    @Test func aPathDecidesWhereItMust() {
        let keys = ["POST /pets", "ANY /{proxy+}"]
        #expect(Self.tree(keys).match(method: "GET", path: "/pets")?.leaf == "ANY /{proxy+}")
        #expect(Self.tree(keys, pathDecides: true).match(method: "GET", path: "/pets") == nil)
        #expect(Self.tree(keys, pathDecides: true).match(method: "GET", path: "/cats")?.leaf == "ANY /{proxy+}")
    }

    @Test(arguments: ["pets", "/{a", "/a}", "/{a+}/b", "/{}", "/{a}/{a}", "/{a b}", "/x{a}"])
    func templatesThatAreNone(_ text: String) { #expect(PathTemplate(text) == nil) }

    @Test func keysOfOneShape() {
        #expect(RouteKey.shape("GET /a/{x}/{y+}") == RouteKey.shape("GET /a/{z}/{w+}"))
        #expect(RouteKey.shape("GET /a/{x}") != RouteKey.shape("GET /a/{x+}"))
        #expect(throws: (any Error).self) { try RouteKey("FETCH /a") }
        #expect(throws: (any Error).self) { try RouteKey("GET") }
    }

    @Test(
        arguments: [
            ("localhost", "/_aws/execute-api/abc/dev/x", "abc", nil, "/dev/x"),
            ("localhost", "/_aws/execute-api/abc", "abc", nil, ""),
            ("localhost", "/restapis/abc/dev/_user_request_/x/y", "abc", "dev", "/x/y"),
            ("localhost", "/restapis/abc/dev/_user_request_", "abc", "dev", ""),
            ("abc.execute-api.us-east-1.localhost", "/dev/x", "abc", nil, "/dev/x"),
            ("abc.execute-api.us-east-1.amazonaws.com", "/x", "abc", nil, "/x"),
        ] as [(String, String, String, String?, String)])
    func addresses(_ host: String, _ path: String, _ id: String, _ stage: String?, _ rest: String) {
        let address = APIAddress(host: host, path: path)
        #expect(address?.apiID == id)
        #expect(address?.path == rest)
        #expect(address?.form == stage.map { .stageNamed($0) } ?? .stageFollows)
    }

    @Test(arguments: [
        ("localhost", "/restapis/abc/dev"), ("localhost", "/restapis/abc/stages/_user_request_x"),
        ("apigateway.us-east-1.amazonaws.com", "/v2/apis"), ("bucket.localhost", "/key"), ("localhost", "/_aws/other"),
        ("execute-api.us-east-1.localhost", "/"), ("abc.execute-api.us-east-1.example.com", "/"),
    ])
    func addressesOfOthers(_ host: String, _ path: String) { #expect(APIAddress(host: host, path: path) == nil) }
}
