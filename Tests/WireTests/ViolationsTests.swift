import CognitoUserPoolsModel
import IAMModel
import Testing
import Wire

@Suite struct ViolationsTests {
    private func message<Input: OperationInput>(_: Input.Type, json: String) throws -> String {
        var violations = Violations()
        _ = try Input.decode(WireRequest(body: Array(json.utf8)), &violations)
        return violations.message
    }

    private func message<Input: OperationInput>(_: Input.Type, form: String) throws -> String {
        try message(Input.self, json: form)
    }

    @Test(arguments: ["", " ", "{}", "null", #"{"UserPoolId":null,"Unknown":{"a":[1]}}"#])
    func missingMembers(_ body: String) throws {
        #expect(
            try message(DescribeUserPoolRequest.self, json: body)
                == "1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: "
                + "Member must not be null")
    }

    @Test func patternsAndLengths() throws {
        #expect(
            try message(DescribeUserPoolRequest.self, json: #"{"UserPoolId":"nope"}"#)
                == "1 validation error detected: Value 'nope' at 'userPoolId' failed to satisfy constraint: "
                + #"Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+"#)
        #expect(
            try message(DescribeUserPoolRequest.self, json: #"{"UserPoolId":""}"#)
                == "1 validation error detected: Value '' at 'userPoolId' failed to satisfy constraint: "
                + "Member must have length greater than or equal to 1")
        let long = String(repeating: "a", count: 56)
        #expect(
            try message(DescribeUserPoolRequest.self, json: #"{"UserPoolId":"\#(long)"}"#)
                == "1 validation error detected: Value '\(long)' at 'userPoolId' failed to satisfy constraint: "
                + "Member must have length less than or equal to 55")
    }

    @Test func severalAreCounted() throws {
        #expect(
            try message(
                CognitoUserPoolsModel.ListUsersRequest.self,
                json: #"{"UserPoolId":"p_1","Limit":61,"Filter":null}"#)
                == "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: "
                + "Member must have value less than or equal to 60")
        let both = try message(AdminGetUserRequest.self, json: "{}")
        #expect(both.hasPrefix("2 validation errors detected: Value null at 'userPoolId' failed"))
        #expect(
            both.contains("; Value null at 'username' failed to satisfy constraint: Member must not be null"))
    }

    @Test func secretsAreNotRepeated() throws {
        let body = #"{"UserPoolId":"p_1","Username":"u","Password":"se cret "}"#
        #expect(
            try message(AdminSetUserPasswordRequest.self, json: body).hasPrefix(
                "1 validation error detected: Value at 'password' failed to satisfy constraint: "))
        #expect(try !message(AdminSetUserPasswordRequest.self, json: body).contains("cret"))
    }

    @Test func enumerationsAndTheirLists() throws {
        #expect(
            try message(CreateUserPoolRequest.self, json: #"{"PoolName":"p","MfaConfiguration":"X"}"#)
                == "1 validation error detected: Value 'X' at 'mfaConfiguration' failed to satisfy constraint: "
                + "Member must satisfy enum value set: [OFF, ON, OPTIONAL]")
        let list = try message(
            CreateUserPoolRequest.self, json: #"{"PoolName":"p","AliasAttributes":["email","fax"]}"#)
        #expect(
            list
                == "1 validation error detected: Value '[email, fax]' at 'aliasAttributes' failed to satisfy "
                + "constraint: Member must satisfy constraint: "
                + "[Member must satisfy enum value set: [phone_number, email, preferred_username]]")
    }

    @Test func pathsOfNestedMembers() throws {
        let body = #"{"UserPoolId":"p_1","Username":"u","UserAttributes":[{"Name":"a"},{"Value":"x"}]}"#
        #expect(
            try message(AdminUpdateUserAttributesRequest.self, json: body)
                == "1 validation error detected: Value null at 'userAttributes.2.member.name' failed to satisfy "
                + "constraint: Member must not be null")
        #expect(
            try message(
                CreateUserRequest.self,
                form: "UserName=u&Tags.member.1.Key=k&Tags.member.1.Value=v&Tags.member.2.Key=k")
                == "1 validation error detected: Value null at 'tags.2.member.value' failed to satisfy "
                + "constraint: Member must not be null")
    }

    @Test func manyAreCountedButNotAllKept() throws {
        let list = Array(repeating: "{}", count: 5000).joined(separator: ",")
        let text = try message(
            AdminUpdateUserAttributesRequest.self,
            json: #"{"UserPoolId":"p_1","Username":"u","UserAttributes":[\#(list)]}"#)
        #expect(text.hasPrefix("5000 validation errors detected: "))
        #expect(text.utf8.count < 20_000)
    }

    @Test func refusalsComeAfterLimits() {
        var violations = Violations()
        violations.refuse("LambdaConfig", isPresent: false)
        #expect(violations.isEmpty)
        violations.refuse("LambdaConfig", isPresent: true)
        #expect(violations.message == "LambdaConfig is not supported.")
        violations.require(false, "poolName")
        #expect(violations.message.hasPrefix("1 validation error detected: "))
    }
}
