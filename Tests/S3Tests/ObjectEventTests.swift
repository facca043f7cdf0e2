import CivilTime
import FoundationEssentials
import ServiceKit
import Testing

import S3

@Suite struct ObjectEventTests {
    private var event: ObjectEvent {
        ObjectEvent(
            name: "s3:ObjectCreated:Put", time: Date(timeIntervalSince1970: 1_795_000_000.25), region: "us-east-1",
            bucket: "photos", bucketOwner: "111122223333", principalID: "AWS:AIDAEXAMPLE", sourceAddress: "127.0.0.1",
            requestID: "REQ", hostID: "HOST", key: "a b/\u{E9}+c.jpg", size: 11, entityTag: "abc", versionID: "v1",
            sequencer: ObjectEvent.sequencer(255))
    }

    @Test func aMessage() {
        let head =
            #"{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","#
            + #""eventTime":"2026-11-18T11:06:40.250Z","eventName":"ObjectCreated:Put","#
            + #""userIdentity":{"principalId":"AWS:AIDAEXAMPLE"},"requestParameters":{"sourceIPAddress":"127.0.0.1"},"#
            + #""responseElements":{"x-amz-request-id":"REQ","x-amz-id-2":"HOST"},"#
            + #""s3":{"s3SchemaVersion":"1.0","configurationId":"config","bucket":{"name":"photos","#
            + #""ownerIdentity":{"principalId":"111122223333"},"arn":"arn:aws:s3:::photos"},"object":{"#
        #expect(
            String(decoding: event.message(configurationID: "config"), as: UTF8.self)
                == head + #""key":"a+b/%C3%A9%2Bc.jpg","size":11,"eTag":"abc","versionId":"v1","#
                + #""sequencer":"0000000000000000FF"}}}]}"#)
        var removed = event
        removed.size = nil
        removed.entityTag = nil
        removed.versionID = nil
        #expect(
            String(decoding: removed.message(configurationID: "config"), as: UTF8.self)
                == head + #""key":"a+b/%C3%A9%2Bc.jpg","sequencer":"0000000000000000FF"}}}]}"#)
    }

    @Test func newerEventsHaveANewerVersion() {
        var tagged = event
        tagged.name = "s3:ObjectTagging:Put"
        #expect(String(decoding: tagged.message(configurationID: ""), as: UTF8.self).contains(#""eventVersion":"2.3""#))
    }

    @Test func whoCausedIt() {
        #expect(ObjectEvent.principalID(of: .anonymous) == "Anonymous")
        let user = UserCaller(accountID: "111122223333", userName: "ada", userID: "AIDAEXAMPLE", arn: "arn")
        #expect(ObjectEvent.principalID(of: .user(user)) == "AWS:AIDAEXAMPLE")
        let account = Account(id: "111122223333", name: "a", email: "e", canonicalUserID: "c")
        #expect(ObjectEvent.principalID(of: .root(account)) == "111122223333")
    }

    @Test func theFirstMessage() {
        let first = TestEvent(
            time: Date(timeIntervalSince1970: 1_795_000_000), bucket: "photos", requestID: "REQ", hostID: "HOST")
        #expect(
            String(decoding: first.message, as: UTF8.self)
                == #"{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-11-18T11:06:40.000Z","#
                + #""Bucket":"photos","RequestId":"REQ","HostId":"HOST"}"#)
    }

    @Test func aHouseWithoutDestinations() async throws {
        let none = NoDestinations()
        #expect(await !none.mayDeliver(to: "arn", from: "arn:aws:s3:::photos", account: "111122223333"))
        try await none.deliver([], to: "arn", from: "arn:aws:s3:::photos", account: "111122223333")
    }
}
