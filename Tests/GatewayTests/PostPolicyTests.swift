import FoundationEssentials
import ServiceKit
import TestSupport
import Testing

import Gateway

/// The policies of upload forms, and S3's words about them.
@Suite struct PostPolicyTests {
    private func form(_ fields: [String: String] = [:]) throws -> FormFields {
        func head(_ name: String) throws -> PartHead {
            try #require(PartHead(Array("Content-Disposition: form-data; name=\"\(name)\"".utf8)[...]))
        }
        let all = fields.merging(["key": "user/eric/cat.jpg"]) { first, _ in first }.sorted { $0.key < $1.key }
        return try FormFields(try all.map { (try head($0.key), $0.value) }, file: try head("file"))
    }

    private func document(_ conditions: String) -> String {
        #"{"expiration":"2015-12-30T12:00:00.000Z","conditions":[{"bucket":"photos"},["starts-with","$key",""]"#
            + (conditions.isEmpty ? "" : ",") + conditions + "]}"
    }

    private func check(_ document: String, _ form: FormFields) throws -> FormFileSizes {
        try PostPolicy(base64: Data(document.utf8).base64EncodedString())
            .check(form, bucket: "photos", now: UploadForm.now)
    }

    private func refusal(_ document: String, _ form: FormFields) -> ServiceError? {
        do {
            _ = try check(document, form)
            return nil
        } catch {
            return error as? ServiceError
        }
    }

    @Test(arguments: [
        (#"["eq","$acl","private"]"#, ["acl": "private"]), (#"{"ACL":"private"}"#, ["acl": "private"]),
        (
            #"["StArTs-WiTh","$Success_Action_Redirect","http://localhost/"]"#,
            ["success_action_redirect": "http://localhost/done"]
        ),
        (#"{"x-amz-meta-test-2":"v"}"#, ["x-amz-meta-TEST-2": "v"]),
        (#"["starts-with","$Content-Type","image/"]"#, ["Content-Type": "image/png"]),
        (#"["starts-with","$Content-Type","image/"]"#, ["Content-Type": "image/jpg,image/png, image/gif"]),
        (#"["starts-with","$x-amz-meta-list","a"]"#, ["x-amz-meta-list": "a,b"]),
        ("", ["x-ignore-this": "1", "X-Ignore-That": "2", "policy": "p", "x-amz-signature": "s"]),
        ("", ["AWSAccessKeyId": "AKID", "signature": "s"]),
        (#"["eq","$acl",""]"#, ["acl": ""]),
    ])
    func holds(_ conditions: String, _ fields: [String: String]) throws {
        #expect(try check(document(conditions), form(fields)) == FormFileSizes())
    }

    @Test(
        arguments: [
            (#"["eq","$acl","private"]"#, ["acl": "public-read"], #"["eq", "$acl", "private"]"#),
            (#"{"acl":"private"}"#, ["acl": "public-read"], #"["eq", "$acl", "private"]"#),
            (#"["eq","acl","private"]"#, ["acl": "private"], #"["eq", "acl", "private"]"#),
            (#"["eq","$acl","Private"]"#, ["acl": "private"], #"["eq", "$acl", "Private"]"#),
            (#"["starts-with","$Content-Type",""]"#, [:], #"["starts-with", "$Content-Type", ""]"#),
            (
                #"["starts-with","$Content-Type","image/"]"#, ["Content-Type": "image/png,text/html"],
                #"["starts-with", "$Content-Type", "image/"]"#
            ),
            (#"["eq","$key","e\u0301"]"#, ["key": "\u{E9}"], "[\"eq\", \"$key\", \"e\u{301}\"]"),
            (
                #"["eq","$Content-Disposition","filename=\"a\""]"#, ["Content-Disposition": "inline"],
                #"["eq", "$Content-Disposition", "filename=\"a\""]"#
            ),
            (#"{"bucket":"others"}"#, [:], #"["eq", "$bucket", "others"]"#),
            (#"["content-length-range","test","10"]"#, [:], #"["content-length-range", "test", "10"]"#),
        ] as [(String, [String: String], String)])
    func fails(_ conditions: String, _ fields: [String: String], _ shown: String) throws {
        let error = refusal(document(conditions), try form(fields))
        #expect(error?.code == "AccessDenied")
        #expect(error?.status == 403)
        #expect(error?.message == "Invalid according to Policy: Policy Condition failed: \(shown)")
    }

    @Test func eachFieldNeedsACondition() throws {
        let error = refusal(document(""), try form(["Content-Type": "image/png"]))
        #expect(error?.message == "Invalid according to Policy: Extra input fields: content-type")
        #expect(error?.code == "AccessDenied")
        let bare = #"{"expiration":"2015-12-30T12:00:00Z","conditions":[["starts-with","$key",""]]}"#
        #expect(refusal(bare, try form())?.message == "Invalid according to Policy: Extra input fields: bucket")
        let checksum = refusal(document(""), try form(["x-amz-checksum-sha256": "x"]))
        #expect(checksum?.message == "Invalid according to Policy: Extra input fields: x-amz-checksum-sha256")
    }

    @Test func sizesAreBounded() throws {
        #expect(try check(document(#"["content-length-range",5,10]"#), form()) == FormFileSizes(least: 5, most: 10))
        #expect(try check(document(#"["content-length-range","5","10"]"#), form()) == FormFileSizes(least: 5, most: 10))
        let two = #"["content-length-range",0,100],["content-length-range",5,1000]"#
        #expect(try check(document(two), form()) == FormFileSizes(least: 5, most: 100))
    }

    @Test func aPolicyEnds() throws {
        let over = #"{"expiration":"2015-12-29T12:00:00Z","conditions":[]}"#
        let error = refusal(over, try form())
        #expect(error?.message == "Invalid according to Policy: Policy expired.")
        #expect(error?.status == 403)
    }

    @Test(arguments: [
        ("not json", "Invalid JSON."), ("[]", "Invalid JSON."), (#"{"conditions":[]}"#, "Policy missing expiration."),
        (#"{"expiration":"2015-12-30T12:00:00Z"}"#, "Policy missing conditions."),
        (#"{"EXPIRATION":"2015-12-30T12:00:00Z","conditions":[]}"#, "Unexpected: 'expiration'"),
        (#"{"Version":"2012-10-17","Statement":[]}"#, "Unexpected: 'version'"),
        (
            #"{"expiration":"2015-12-30T12:00:00+00:00","conditions":[]}"#,
            "Invalid 'expiration' value: '2015-12-30T12:00:00+00:00'"
        ),
        (
            #"{"expiration":"2015-12-30 12:00:00Z","conditions":[]}"#,
            "Invalid 'expiration' value: '2015-12-30 12:00:00Z'"
        ),
        (
            #"{"expiration":"2015-02-30T12:00:00Z","conditions":[]}"#,
            "Invalid 'expiration' value: '2015-02-30T12:00:00Z'"
        ),
        (#"{"expiration":"tomorrow","conditions":[]}"#, "Invalid 'expiration' value: 'tomorrow'"),
        (#"{"expiration":1,"conditions":[]}"#, "Invalid 'expiration' value: '1'"),
        (#"{"expiration":"2015-12-30T12:00:00Z","conditions":{}}"#, "Invalid 'conditions' value: must be a List."),
    ])
    func whatIsNoPolicy(_ document: String, _ detail: String) throws {
        let error = refusal(document, try form())
        #expect(error?.code == "InvalidPolicyDocument")
        #expect(error?.status == 400)
        #expect(error?.message == "Invalid Policy: " + detail)
    }

    @Test(arguments: [
        (#"{}"#, "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."),
        (
            #"{"acl":"a","key":"b"}"#,
            "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."
        ),
        (#"{"Content-Length":6199034}"#, "Invalid Simple-Condition: value must be a string."),
        (#"{"acl":null}"#, "Invalid JSON."), (#""bucket""#, "Invalid condition test: must be a List or Object."),
        (#"[]"#, "Invalid Condition: missing operation identifier."),
        (#"["ne","$key","k"]"#, "Invalid Condition: unknown operation 'ne'."),
        (#"["starts-with","$key"]"#, "Invalid starts-with: wrong number of arguments."),
        (#"["eq","$key",5]"#, "Invalid JSON."), (#"["content-length-range",0,512.0]"#, "Invalid JSON."),
        (#"["content-length-range",-1,0]"#, "Invalid JSON."),
        (#"["content-length-range",0]"#, "Invalid content-length-range: wrong number of arguments."),
    ])
    func whatIsNoCondition(_ condition: String, _ detail: String) throws {
        let error = refusal(document(condition), try form())
        #expect(error?.code == "InvalidPolicyDocument")
        #expect(error?.message == "Invalid Policy: " + detail)
    }

    @Test func base64MayHaveLineEndsAndNoPadding() throws {
        let text = Data(document("").utf8).base64EncodedString()
        let wrapped = text.prefix(40) + "\r\n" + text.dropFirst(40).filter { $0 != "=" }
        _ = try PostPolicy(base64: String(wrapped)).check(form(), bucket: "photos", now: UploadForm.now)
        let empty = #expect(throws: ServiceError.self) { try PostPolicy(base64: "") }
        #expect(empty?.message == "Invalid Policy: Expecting '{' but found End-of-Input")
        let broken = #expect(throws: ServiceError.self) { try PostPolicy(base64: "{policy}") }
        #expect(broken?.code == "InvalidPolicyDocument")
    }

    @Test func changedPoliciesAreReadOrRefused() throws {
        let fuzzing = Fuzzing(seed: 23, marks: "{}[]\",:$\\-")
        let valid = Array(
            (#"{"expiration":"2030-01-01T00:00:00.000Z","conditions":[{"bucket":"photos"},["starts-with","$key","a/"],"#
                + #"["content-length-range",0,1048576],["eq","$Content-Type","image/png"],{"x-amz-meta-a":"\u00e9"}]}"#)
                .utf8)
        var read = 0
        for _ in 0..<10_000 * Fuzzing.times {
            let document = Data(fuzzing.changed(valid)).base64EncodedString()
            do {
                let policy = try PostPolicy(base64: document)
                read += 1
                _ = try policy.check(form(), bucket: "photos", now: UploadForm.now)
            } catch is ServiceError {}
        }
        #expect(read > 100 * Fuzzing.times)
    }
}
