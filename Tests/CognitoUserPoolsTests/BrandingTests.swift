import FoundationEssentials
import ServiceKit
import TestSupport
import Testing
import Wire

@Suite struct BrandingTests {
    let directory: Directory
    init() throws { directory = try Directory() }

    private let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]

    private func base64(_ bytes: [UInt8]) -> JSONValue { .string(Data(bytes).base64EncodedString()) }

    private func input(_ pool: String, _ client: String? = nil, _ more: JSONValue = [:]) -> JSONValue {
        var input: JSONValue = ["UserPoolId": .string(pool)]
        if let client { input = input.merging(["ClientId": .string(client)]) }
        return input.merging(more)
    }

    @Test func aClientsLookFallsBackToThatOfAll() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        let css = ".banner-customizable { background-color: #fff } .submitButton-customizable:hover { color: red }"
        #expect(
            try await directory.refusal("SetUICustomization", input(pool, nil, ["CSS": .string(css)]))
                == "InvalidParameterException: There has to be an existing domain associated with this user pool")
        try await directory.call("CreateUserPoolDomain", input(pool, nil, ["Domain": "people"]))
        #expect(
            try await directory.call("GetUICustomization", input(pool, client)) == ["UICustomization": [:]])
        let set = try await directory.call(
            "SetUICustomization", input(pool, nil, ["CSS": .string(css), "ImageFile": base64(png)]))
        let address = try #require(set.text("UICustomization", "ImageUrl"))
        #expect(address.hasPrefix("http://localhost:4566/_hanok/auth/people/assets/"))
        #expect(set.text("UICustomization", "ClientId") == "ALL")
        let inherited = try await directory.call("GetUICustomization", input(pool, client))
        #expect(inherited == set)
        try await directory.call(
            "SetUICustomization", input(pool, client, ["CSS": ".label-customizable { color: blue }"]))
        let own = try await directory.call("GetUICustomization", input(pool, client))
        #expect(own.text("UICustomization", "CSS") == ".label-customizable { color: blue }")
        #expect(own["UICustomization"]?["ImageUrl"] == nil)
        // What is not given stays; what is empty goes.
        let cleared = try await directory.call("SetUICustomization", input(pool, nil, ["CSS": ""]))
        #expect(cleared["UICustomization"]?["CSS"] == nil)
        #expect(cleared.text("UICustomization", "ImageUrl") == address)
        #expect(
            try await directory.refusal("SetUICustomization", input(pool, "none", ["CSS": ""]))
                == "ResourceNotFoundException: User pool client none does not exist.")
    }

    @Test(
        arguments: [
            ("body { color: red }", "Invalid CSS: body is not a customizable class."),
            (".label-customizable .x { }", "Invalid CSS: .label-customizable .x is not a customizable class."),
            ("@import 'x';", "Invalid CSS: @ is not permitted."),
            (".label-customizable { } </style>", "Invalid CSS: < is not permitted."),
            (".label-customizable { color: red", "Invalid CSS: a rule is not closed."),
            (".label-customizable { background: url(JavaScript:x) }", "Invalid CSS: javascript: is not permitted."),
        ])
    func styleSheetsThatCannotBe(css: String, expected: String) async throws {
        let pool = try await directory.makePool()
        try await directory.call("CreateUserPoolDomain", input(pool, nil, ["Domain": "people"]))
        #expect(
            try await directory.refusal("SetUICustomization", input(pool, nil, ["CSS": .string(css)]))
                == "InvalidParameterException: \(expected)")
    }

    @Test func imagesThatCannotBe() async throws {
        let pool = try await directory.makePool()
        try await directory.call("CreateUserPoolDomain", input(pool, nil, ["Domain": "people"]))
        #expect(
            try await directory.refusal(
                "SetUICustomization", input(pool, nil, ["ImageFile": base64(Array("<svg/>".utf8))]))
                == "InvalidParameterException: Image file must be a PNG, JPG or JPEG.")
        let large = png + [UInt8](repeating: 0, count: 100 * 1024)
        #expect(
            try await directory.refusal("SetUICustomization", input(pool, nil, ["ImageFile": base64(large)]))
                == "InvalidParameterException: Image file size exceeds the limit of 100 KB.")
    }

    @Test func stylesOfManagedLogin() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        let logo: JSONValue = [
            "Category": "FORM_LOGO", "ColorMode": "LIGHT", "Extension": "PNG", "Bytes": base64(png),
        ]
        let made = try await directory.call(
            "CreateManagedLoginBranding",
            input(pool, client, ["Settings": ["a": ["b": 1, "c": "x"]], "Assets": [logo]]))
        let style = try #require(made["ManagedLoginBranding"])
        let id = try #require(style.text("ManagedLoginBrandingId"))
        #expect(style["Assets"] == [logo])
        #expect(style["UseCognitoProvidedValues"]?.bool == false)
        #expect(
            try await directory.refusal("CreateManagedLoginBranding", input(pool, client))
                .hasPrefix("ManagedLoginBrandingExistsException: "))
        let named = input(pool, nil, ["ManagedLoginBrandingId": .string(id)])
        let other = logo.merging(["Bytes": base64(png + [4])])
        let updated = try await directory.call(
            "UpdateManagedLoginBranding",
            named.merging(["Settings": ["a": ["b": 2], "d": true], "Assets": [other]]))
        #expect(updated["ManagedLoginBranding"]?["Settings"] == ["a": ["b": 2, "c": "x"], "d": true])
        #expect(updated["ManagedLoginBranding"]?["Assets"] == [other])
        #expect(
            try await directory.call("DescribeManagedLoginBranding", named)["ManagedLoginBranding"]
                == updated["ManagedLoginBranding"])
        #expect(
            try await directory.call("DescribeManagedLoginBrandingByClient", input(pool, client)).text(
                "ManagedLoginBranding", "ManagedLoginBrandingId") == id)
        #expect(
            try await directory.refusal(
                "UpdateManagedLoginBranding",
                named.merging(["UseCognitoProvidedValues": true, "Settings": ["a": 1]]))
                == "InvalidParameterException: Settings and Assets cannot be given when UseCognitoProvidedValues is "
                + "true.")
        try await directory.call("UpdateManagedLoginBranding", named.merging(["UseCognitoProvidedValues": true]))
        let plain = try await directory.call("DescribeManagedLoginBranding", named)
        #expect(plain["ManagedLoginBranding"]?["Settings"] == nil)
        try await directory.call("DeleteManagedLoginBranding", named)
        #expect(
            try await directory.refusal("DescribeManagedLoginBranding", named)
                == "ResourceNotFoundException: Managed login branding \(id) does not exist.")
    }

    @Test func termsOfAClient() async throws {
        let pool = try await directory.makePool()
        let client = try await directory.makeClient(pool)
        let terms: JSONValue = [
            "TermsName": "terms-of-use", "TermsSource": "LINK", "Enforcement": "NONE",
            "Links": ["cognito:default": "https://example.com/terms"],
        ]
        let made = try await directory.call("CreateTerms", input(pool, client, terms))
        let id = try #require(made.text("Terms", "TermsId"))
        #expect(
            try await directory.refusal("CreateTerms", input(pool, client, terms))
                == "TermsExistsException: Terms terms-of-use already exist for client \(client).")
        #expect(
            try await directory.refusal(
                "CreateTerms",
                input(pool, client, terms.merging(["Links": ["cognito:korean": "javascript:alert(1)"]])))
                == "InvalidParameterException: Invalid link for cognito:korean: javascript:alert(1)")
        try await directory.call("CreateTerms", input(pool, client, terms.merging(["TermsName": "privacy-policy"])))
        let named = input(pool, nil, ["TermsId": .string(id)])
        #expect(
            try await directory.refusal("UpdateTerms", named.merging(["TermsName": "privacy-policy"]))
                .hasPrefix("TermsExistsException: "))
        let links: JSONValue = ["cognito:korean": "https://example.com/ko"]
        try await directory.call("UpdateTerms", named.merging(["Links": links]))
        #expect(try await directory.call("DescribeTerms", named)["Terms"]?["Links"] == links)
        let listed = try await directory.call("ListTerms", input(pool, nil, ["MaxResults": 1]))
        #expect(listed["Terms"]?.array?.count == 1 && listed["NextToken"] != nil)
        try await directory.call("DeleteTerms", named)
        #expect(
            try await directory.refusal("DescribeTerms", named).hasPrefix("ResourceNotFoundException: "))
        // A deleted client takes its documents along.
        try await directory.call("DeleteUserPoolClient", input(pool, client))
        #expect(try await directory.call("ListTerms", input(pool))["Terms"] == [])
    }
}
