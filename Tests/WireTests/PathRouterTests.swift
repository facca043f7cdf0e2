import S3ControlModel
import Testing
import Wire

@Suite struct PathRouterTests {
    private static let router = PathRouter([
        PathRoute("List", "GET", "/v1/things"), PathRoute("Get", "GET", "/v1/things/{id}"),
        PathRoute("Put", "PUT", "/v1/things/{id}"), PathRoute("Part", "GET", "/v1/things/{id}/parts/{part}"),
        PathRoute("Tags", "GET", "/v1/tags/{arn+}"), PathRoute("Policy", "GET", "/v1/tags/{arn+}/policy"),
    ])

    @Test(
        arguments: [
            ("GET", "/v1/things", "List", [:]), ("GET", "/v1/things/a", "Get", ["id": "a"]),
            ("PUT", "/v1/things/a%20b%2Fc", "Put", ["id": "a b/c"]),
            ("GET", "/v1/things/a/parts/b", "Part", ["id": "a", "part": "b"]),
            ("GET", "/v1/tags/arn:aws:s3:::b", "Tags", ["arn": "arn:aws:s3:::b"]),
            ("GET", "/v1/tags/arn%3Aaws%3As3%3A%3A%3Ab/k//x%252F", "Tags", ["arn": "arn:aws:s3:::b/k//x%2F"]),
            ("GET", "/v1/tags/a/b/policy", "Policy", ["arn": "a/b"]),
            ("GET", "/v1/tags/policy", "Tags", ["arn": "policy"]),
        ] as [(String, String, String, [String: String])])
    func findsOperationAndLabels(_ method: String, _ path: String, _ operation: String, _ labels: [String: String]) {
        let match = Self.router.match(method: method, path: path)
        #expect(match?.operation == operation)
        #expect(match?.labels == labels)
    }

    @Test(arguments: [
        ("DELETE", "/v1/things"), ("GET", "/v1"), ("GET", "/"), ("GET", ""), ("GET", "/v1/things/"),
        ("GET", "/v1/things/a/parts"), ("GET", "/v1/things/a/b/c"), ("GET", "/v1/tags/"), ("GET", "/v1/tags"),
        ("GET", "/v1/things/%zz"), ("GET", "/V1/things"),
    ])
    func knowsNoOther(_ method: String, _ path: String) {
        #expect(Self.router.match(method: method, path: path) == nil)
    }

    @Test func aParameterTellsOperationsApart() {
        let router = PathRouter([PathRoute("Make", "POST", "/v1"), PathRoute("Import", "POST", "/v1?mode=import")])
        #expect(router.match(method: "POST", path: "/v1")?.operation == "Make")
        #expect(router.match(method: "POST", path: "/v1", query: "a=b&mode=import")?.operation == "Import")
        #expect(router.match(method: "POST", path: "/v1", query: "mode=imported")?.operation == "Make")
    }

    @Test func everyOperationOfTheModelHasItsPath() {
        let match = S3ControlRoutes.router.match(method: "GET", path: "/v20180820/mrap/instances/a/policystatus")
        #expect(match?.operation == "GetMultiRegionAccessPointPolicyStatus")
        #expect(S3ControlRoutes.router.match(method: "GET", path: "/v20180820/jobs/1")?.operation == "DescribeJob")
    }
}
