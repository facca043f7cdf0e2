import IAMModel
import Testing
import Wire

@Suite struct QueryNodeTests {
    private func node(_ form: String) throws -> QueryNode { try QueryNode(form: Array(form.utf8)) }

    @Test func readsFormEncoding() throws {
        let form = try node("UserName=a+b%2Bc%C3%A9&Empty=&Bare&&MaxItems=7&Flag=TRUE")
        #expect(form["UserName"]?.value == "a b+cé")
        #expect(form["Empty"]?.value == "")
        #expect(form["Bare"]?.value == "")
        #expect(try form["MaxItems"]?.int() == 7)
        #expect(try form["Flag"]?.bool() == true)
        #expect(form["Missing"] == nil)
    }

    @Test func ordersListsByNumber() throws {
        let form = try node("T.member.10=c&T.member.2=b&T.member.1=a&F.2=y&F.1=x&E=")
        #expect(form["T"]?.list(member: "member")?.map(\.value) == ["a", "b", "c"])
        #expect(form["F"]?.list(member: nil)?.map(\.value) == ["x", "y"])
        #expect(form["E"]?.list(member: "member")?.isEmpty == true)
    }

    @Test func readsMaps() throws {
        let form = try node("M.entry.1.key=k&M.entry.1.value=v&M.entry.2.key=l&M.entry.2.value.N=w")
        let map = try #require(form["M"]?.map(entry: "entry", key: "key", value: "value"))
        #expect(map.map(\.0) == ["k", "l"])
        #expect(map.first?.1.value == "v")
        #expect(map.last?.1["N"]?.value == "w")
    }

    @Test(arguments: ["a=%zz", "a=%1", "%ff=1", "a=%C3"])
    func refusesBadEncoding(_ form: String) {
        #expect(throws: SerializationError.self) { try node(form) }
    }

    @Test func limitsDepthAndCount() throws {
        _ = try node(Array(repeating: "a", count: 32).joined(separator: ".") + "=1")
        #expect(throws: SerializationError.self) {
            try node(Array(repeating: "a", count: 33).joined(separator: ".") + "=1")
        }
        _ = try node(String(repeating: "a=1&", count: 10_000))
        #expect(throws: SerializationError.self) { try node(String(repeating: "a=1&", count: 10_001)) }
    }

    @Test(arguments: ["MaxItems=ten", "MaxItems=", "MaxItems=1.5", "MaxItems=99999999999999999999"])
    func badNumbersAreMalformedInput(_ form: String) throws {
        var violations = Violations()
        let request = WireRequest(body: Array(form.utf8))
        let error = try #require(throws: SerializationError.self) {
            try ListUsersRequest.decode(request, &violations)
        }
        let reply = ErrorReply(error, in: .query)
        #expect(reply.code == "MalformedInput")
        #expect(reply.status == 400)
    }

    @Test func readsTheQueryStringOfGET() throws {
        let request = WireRequest(method: "GET", query: [QueryParameter("UserName", "ada")])
        var violations = Violations()
        #expect(try GetUserRequest.decode(request, &violations).userName == "ada")
    }
}
