import FoundationEssentials
import Testing
import Wire

@Suite("URLs of functions")
struct FunctionURLTests {
    private static let path = "/2021-10-31/functions/f/url"

    private func path(of answer: House.Answer) throws -> String {
        let url = try #require(answer.json["FunctionUrl"]?.string)
        return String(url[try #require(url.firstRange(of: "/_aws/")).lowerBound...])
    }

    @Test func configurations() async throws {
        let house = try await FunctionHouse()
        expect(
            try await house.call("POST", Self.path, ["AuthType": "NONE"]), 404, "ResourceNotFoundException",
            "Function does not exist")
        try await house.create("f")
        expect(
            try await house.call("GET", Self.path), 404, "ResourceNotFoundException", FunctionHouse.missing)
        let made = try await house.call("POST", Self.path, ["AuthType": "NONE"])
        #expect(made.status == 201)
        #expect(made.json["FunctionArn"]?.string == FunctionHouse.arn + "f")
        #expect(made.json["InvokeMode"] == nil)
        expect(
            try await house.call("POST", Self.path, ["AuthType": "NONE"]), 409, "ResourceConflictException",
            "Failed to create function url config for [functionArn = \(FunctionHouse.arn)f]. Error message:  "
                + "FunctionUrlConfig exists for this Lambda function")
        let got = try await house.call("GET", Self.path)
        #expect(got.json["InvokeMode"]?.string == "BUFFERED")
        #expect(try await house.call("PUT", Self.path, ["AuthType": "AWS_IAM"]).json["AuthType"]?.string == "AWS_IAM")
        let streaming = try await house.call("PUT", Self.path, ["InvokeMode": "RESPONSE_STREAM"])
        #expect(streaming.status == 400 && streaming.message?.contains("not served here") == true)
        let list = try await house.call("GET", "/2021-10-31/functions/f/urls")
        #expect(list.json["FunctionUrlConfigs"]?.array?.count == 1)
        #expect(try await house.call("DELETE", Self.path).status == 204)
        #expect(try await house.call("DELETE", Self.path).status == 404)
    }

    @Test func openOnesNeedBothPermissions() async throws {
        let house = try await FunctionHouse()
        try await house.create("f", [.init("Environment", [:])])
        let url = try path(of: try await house.call("POST", Self.path, ["AuthType": "NONE"]))
        func status() async -> Int { await house.house.send("GET", url).status }
        let denied = await house.house.send("GET", url)
        #expect(denied.status == 403)
        #expect(denied.headers.first("x-amzn-ErrorType") == "AccessDeniedException")
        #expect(denied.json["Message"]?.string?.hasPrefix("Forbidden.") == true)
        try await house.permit("f", "one", "lambda:InvokeFunctionUrl", [.init("FunctionUrlAuthType", "AWS_IAM")])
        #expect(await status() == 403)
        try await house.permit("f", "two", "lambda:InvokeFunctionUrl", [.init("FunctionUrlAuthType", "NONE")])
        #expect(await status() == 403)
        try await house.permit("f", "three", "lambda:InvokeFunction", [.init("InvokedViaFunctionUrl", true)])
        // Nothing runs in this house, which is the caller's first sight of the function.
        #expect(await status() == 502)
        // Invoking it directly is not open by that.
        let user = try await house.house.user("nobody")
        let direct = try await house.call("POST", "/2015-03-31/functions/f/invocations", [:], as: user)
        #expect(direct.status == 403)
    }

    @Test func signedOnes() async throws {
        let house = try await FunctionHouse()
        try await house.create("f")
        let url = try path(of: try await house.call("POST", Self.path, ["AuthType": "AWS_IAM"]))
        // An open policy does not make up for a signature.
        try await house.permit("f", "one", "lambda:InvokeFunctionUrl")
        try await house.permit("f", "two", "lambda:InvokeFunction")
        #expect(await house.house.send("GET", url).status == 403)
        #expect(try await house.call("GET", url).status == 502)
        let wrong = try await house.house.signed("GET", url, service: "execute-api")
        #expect(wrong.status == 403)
        let tampered = try await house.house.signed("GET", url, service: "lambda") { headers in
            headers.append((name: "X-Amz-Date", value: "20200101T000000Z"))
        }
        #expect(tampered.status == 403)
    }

    @Test func browsers() async throws {
        let house = try await FunctionHouse()
        try await house.create("f")
        let cors: JSONValue = [
            "AllowOrigins": ["https://app.example"], "AllowMethods": ["GET", "POST"], "AllowHeaders": ["x-a"],
            "MaxAge": 60, "AllowCredentials": true,
        ]
        let url = try path(of: try await house.call("POST", Self.path, ["AuthType": "NONE", "Cors": cors]))
        func preflight(_ origin: String) async -> House.Answer {
            await house.house.send(
                "OPTIONS", url,
                headers: [
                    (name: "Origin", value: origin), (name: "Access-Control-Request-Method", value: "GET"),
                ])
        }
        let allowed = await preflight("https://app.example")
        #expect(allowed.status == 200)
        #expect(allowed.headers.first("access-control-allow-origin") == "https://app.example")
        #expect(allowed.headers.first("access-control-allow-methods") == "GET,POST")
        #expect(allowed.headers.first("access-control-allow-credentials") == "true")
        #expect(allowed.headers.first("access-control-max-age") == "60")
        #expect(await preflight("https://evil.example").headers.first("access-control-allow-origin") == nil)
        let denied = await house.house.send("GET", url, headers: [(name: "Origin", value: "https://app.example")])
        #expect(denied.status == 403)
        #expect(denied.headers.first("access-control-allow-origin") == "https://app.example")
    }

    @Test func hosts() async throws {
        let house = try await FunctionHouse()
        try await house.create("f")
        let url = try path(of: try await house.call("POST", Self.path, ["AuthType": "NONE"]))
        let id = try #require(url.split(separator: "/").last)
        for host in ["\(id).lambda-url.us-east-1.localhost:4566", "\(id).lambda-url.us-east-1.on.aws"] {
            let answer = await house.house.send("GET", "/a", headers: [(name: "Host", value: host)])
            #expect(answer.status == 403, "\(host): \(answer.text)")
            #expect(answer.headers.first("x-amzn-ErrorType") == "AccessDeniedException")
        }
        #expect(await house.house.send("GET", "/_aws/lambda-url/none/").status == 403)
    }
}
