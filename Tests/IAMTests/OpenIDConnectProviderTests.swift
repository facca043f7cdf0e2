import IAM
import ServiceKit
import Testing

@Suite struct OpenIDConnectProviderTests {
    let house: House
    init() throws { house = try House() }

    private let arn = "arn:aws:iam::111122223333:oidc-provider/id.example.com/realms/main"
    private let print = String(repeating: "ab", count: 20)

    @discardableResult
    private func makeProvider(_ url: String = "https://id.example.com/realms/main") async throws -> Answer {
        try await house.call(
            "CreateOpenIDConnectProvider",
            [
                "Url": url, "ClientIDList.member.1": "app", "ClientIDList.member.2": "app",
                "ThumbprintList.member.1": print, "Tags.member.1.Key": "Team", "Tags.member.1.Value": "one",
            ])
    }

    private func change(_ operation: String, _ more: KeyValuePairs<String, String> = [:]) async throws {
        let pairs = [("OpenIDConnectProviderArn", arn)] + more.map { ($0.key, $0.value) }
        _ = try await house.call(operation, pairs: pairs, as: nil)
    }

    private func shown() async throws -> Answer {
        try await house.call("GetOpenIDConnectProvider", ["OpenIDConnectProviderArn": arn])
    }

    @Test func aProviderIsMadeAndFoundByItsURLWithoutScheme() async throws {
        #expect(try await makeProvider()["OpenIDConnectProviderArn"] == arn)
        let found = try await shown()
        #expect(found["Url"] == "id.example.com/realms/main")
        #expect(found.text.contains("<ClientIDList><member>app</member></ClientIDList>"))
        #expect(found.text.contains("<ThumbprintList><member>\(print)</member></ThumbprintList>"))
        #expect(found["Key"] == "Team" && found["CreateDate"] == "2025-11-24T16:00:00Z")
        #expect(try await house.call("ListOpenIDConnectProviders").all("Arn") == [arn])
        let known = try await house.iam.openIDConnectProvider(
            "id.example.com/realms/main", in: House.account.id)
        #expect(known?.arn == arn && known?.clientIDs == ["app"] && known?.thumbprints == [print])
        #expect(try await house.iam.openIDConnectProvider(arn: arn) == known)
        #expect(
            try await house.iam.openIDConnectProvider("id.example.com/realms/main", in: House.otherAccount.id) == nil)
        await expectRefusal(
            "EntityAlreadyExists", "Provider with url https://id.example.com/realms/main already exists.", status: 409
        ) { try await makeProvider() }
    }

    @Test(arguments: [
        "http://id.example.com", "id.example.com", "https://", "https://id.example.com?x=1",
        "https://id.example.com/#part", "https://user@id.example.com", "https:///path", "https://id example.com",
    ])
    func urlsThatAreNone(_ url: String) async throws {
        await expectRefusal("ValidationError", "Invalid Open ID Connect Provider URL", status: 400) {
            try await makeProvider(url)
        }
        #expect(try await house.call("ListOpenIDConnectProviders").all("Arn") == [])
    }

    @Test func clientsComeAndGoOnceEach() async throws {
        try await makeProvider()
        for _ in 0..<2 { try await change("AddClientIDToOpenIDConnectProvider", ["ClientID": "web"]) }
        #expect(try await shown().text.contains("<member>app</member><member>web</member>"))
        for _ in 0..<2 { try await change("RemoveClientIDFromOpenIDConnectProvider", ["ClientID": "app"]) }
        #expect(try await !shown().text.contains("app"))
    }

    @Test func aHundredClientsAndFiveThumbprintsAreTheMost() async throws {
        try await makeProvider()
        for number in 0..<99 {
            try await change("AddClientIDToOpenIDConnectProvider", ["ClientID": "c\(number)"])
        }
        await expectRefusal(
            "LimitExceeded", "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100", status: 409
        ) { try await change("AddClientIDToOpenIDConnectProvider", ["ClientID": "more"]) }
        try await change("AddClientIDToOpenIDConnectProvider", ["ClientID": "c7"])
        let prints = (1...6).map { ("ThumbprintList.member.\($0)", print) }
        await expectRefusal("InvalidInput", "Thumbprint list must contain fewer than 5 entries.", status: 400) {
            _ = try await house.call(
                "UpdateOpenIDConnectProviderThumbprint", pairs: [("OpenIDConnectProviderArn", arn)] + prints, as: nil)
        }
        let other = String(repeating: "cd", count: 20)
        try await change("UpdateOpenIDConnectProviderThumbprint", ["ThumbprintList.member.1": other])
        #expect(try await shown().text.contains("<ThumbprintList><member>\(other)</member></ThumbprintList>"))
        await expectRefusal("ValidationError") {
            try await change("UpdateOpenIDConnectProviderThumbprint", ["ThumbprintList.member.1": "short"])
        }
    }

    @Test func whatIsNotThere() async throws {
        let missing = "OpenIDConnect Provider not found for arn \(arn)"
        await expectRefusal("NoSuchEntity", missing, status: 404) { _ = try await shown() }
        for operation in ["AddClientIDToOpenIDConnectProvider", "RemoveClientIDFromOpenIDConnectProvider"] {
            await expectRefusal("NoSuchEntity", missing) { try await change(operation, ["ClientID": "app"]) }
        }
        // Deleting one that is gone is no error.
        try await change("DeleteOpenIDConnectProvider")
        await expectRefusal("InvalidInput") {
            try await house.call(
                "GetOpenIDConnectProvider", ["OpenIDConnectProviderArn": "not-an-arn-at-all-no"])
        }
    }

    @Test func anotherAccountsProviderIsNotToBeHad() async throws {
        try await makeProvider()
        await expectRefusal("AccessDenied", status: 403) {
            try await house.call(
                "GetOpenIDConnectProvider", ["OpenIDConnectProviderArn": arn], as: .root(House.otherAccount))
        }
    }

    @Test func tagsCountInConditions() async throws {
        try await makeProvider()
        let ofTeamOne =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","#
            + #""Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/Team":"one"}}}]}"#
        let ada = try await house.user("ada", allowing: ofTeamOne)
        let named: KeyValuePairs = ["OpenIDConnectProviderArn": arn]
        #expect(try await house.call("ListOpenIDConnectProviderTags", named, as: ada).all("Key") == ["Team"])
        try await change("UntagOpenIDConnectProvider", ["TagKeys.member.1": "Team"])
        await expectRefusal("AccessDenied", status: 403) {
            try await house.call("ListOpenIDConnectProviderTags", named, as: ada)
        }
        try await change("TagOpenIDConnectProvider", ["Tags.member.1.Key": "Team", "Tags.member.1.Value": "one"])
        #expect(try await house.call("ListOpenIDConnectProviderTags", named, as: ada)["Value"] == "one")
        try await change("DeleteOpenIDConnectProvider")
        #expect(try await house.call("ListOpenIDConnectProviders").all("Arn") == [])
    }
}
