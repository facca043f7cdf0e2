import PolicyEngine
import Testing

/// Which actions and resources a statement takes in.
@Suite struct StatementTests {
    static let cases = RuleCase.table(
        #"""
        # Action and Resource must both match
        {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        s3:PutObject arn:aws:s3:::b/k -> implicitDeny
        s3:GetObject arn:aws:s3:::c/k -> implicitDeny
        # Actions are compared without regard to case
        {"Effect":"Allow","Action":"S3:getobject","Resource":"*"}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        # Resources are compared with regard to case
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/Key"}
        s3:GetObject arn:aws:s3:::b/key -> implicitDeny
        s3:GetObject arn:aws:s3:::b/Key -> allowed
        # An action of * is every action of every service
        {"Effect":"Allow","Action":"*","Resource":"*"}
        dynamodb:GetItem arn:aws:dynamodb:us-east-1:111122223333:table/t -> allowed
        # A wildcard in an action
        {"Effect":"Allow","Action":["s3:*Object","iam:Get?ser"],"Resource":"*"}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        s3:GetObjectAcl arn:aws:s3:::b/k -> implicitDeny
        iam:GetUser * -> allowed
        iam:GetRole * -> implicitDeny
        # A question mark is exactly one character, which may be of several bytes
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/?.txt"}
        s3:GetObject arn:aws:s3:::b/é.txt -> allowed
        s3:GetObject arn:aws:s3:::b/.txt -> implicitDeny
        s3:GetObject arn:aws:s3:::b/ab.txt -> implicitDeny
        # An asterisk goes over slashes and colons
        {"Effect":"Allow","Action":"*","Resource":"arn:aws:logs:*:log-group:/a/*"}
        logs:PutLogEvents arn:aws:logs:us-east-1:111122223333:log-group:/a/b/c:log-stream:d -> allowed
        # Several asterisks
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*/x/*.jpg"}
        s3:GetObject arn:aws:s3:::b/a/x/b.jpg.jpg -> allowed
        s3:GetObject arn:aws:s3:::b/x/b.jpg -> implicitDeny
        # A bucket's ARN does not take in its objects, nor the other way round
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b"}
        s3:ListBucket arn:aws:s3:::b -> allowed
        s3:GetObject arn:aws:s3:::b/k -> implicitDeny
        # NotAction takes in every action but those
        {"Effect":"Allow","NotAction":["iam:*","sts:*"],"Resource":"*"}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        iam:GetUser * -> implicitDeny
        # NotResource takes in every resource but those
        {"Effect":"Deny","Action":"s3:*","NotResource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]}
        s3:GetObject arn:aws:s3:::b/k -> implicitDeny
        s3:GetObject arn:aws:s3:::c/k -> explicitDeny
        # An explicit deny wins over any allow
        {"Effect":"Allow","Action":"*","Resource":"*"}
        {"Effect":"Deny","Action":"s3:Delete*","Resource":"*"}
        s3:DeleteObject arn:aws:s3:::b/k -> explicitDeny
        s3:GetObject arn:aws:s3:::b/k -> allowed
        # Nothing said is denied
        {"Effect":"Deny","Action":"s3:DeleteObject","Resource":"*"}
        s3:GetObject arn:aws:s3:::b/k -> implicitDeny
        # NotAction with Allow does not deny what it leaves out
        {"Effect":"Allow","NotAction":"iam:*","Resource":"*"}
        {"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}
        iam:GetUser * -> allowed
        iam:DeleteUser * -> implicitDeny
        s3:GetObject arn:aws:s3:::b/k -> allowed
        # NotAction with Deny denies every action but those, and allows none of them
        {"Effect":"Allow","Action":"*","Resource":"*"}
        {"Effect":"Deny","NotAction":["iam:*","sts:GetSessionToken"],"Resource":"*"}
        iam:GetUser * -> allowed
        sts:GetSessionToken * -> allowed
        sts:AssumeRole arn:aws:iam::111122223333:role/r -> explicitDeny
        s3:GetObject arn:aws:s3:::b/k -> explicitDeny
        # NotAction with Deny grants nothing
        {"Effect":"Deny","NotAction":"iam:*","Resource":"*"}
        iam:GetUser * -> implicitDeny
        s3:GetObject arn:aws:s3:::b/k -> explicitDeny
        # NotAction on some resources
        {"Effect":"Allow","NotAction":"s3:DeleteBucket","Resource":"arn:aws:s3:::*"}
        s3:CreateBucket arn:aws:s3:::b -> allowed
        s3:DeleteBucket arn:aws:s3:::b -> implicitDeny
        iam:GetUser arn:aws:iam::111122223333:user/ada -> implicitDeny
        # NotAction is compared without regard to case
        {"Effect":"Allow","NotAction":"S3:DELETE*","Resource":"*"}
        s3:DeleteObject arn:aws:s3:::b/k -> implicitDeny
        s3:GetObject arn:aws:s3:::b/k -> allowed
        # NotResource with Allow allows everywhere but there
        {"Effect":"Allow","Action":"s3:*","NotResource":["arn:aws:s3:::hr","arn:aws:s3:::hr/*"]}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        s3:GetObject arn:aws:s3:::hr/k -> implicitDeny
        s3:ListBucket arn:aws:s3:::hr -> implicitDeny
        iam:GetUser * -> implicitDeny
        # NotResource with NotAction
        {"Effect":"Deny","NotAction":"s3:Get*","NotResource":"arn:aws:s3:::open/*"}
        {"Effect":"Allow","Action":"*","Resource":"*"}
        s3:PutObject arn:aws:s3:::open/k -> allowed
        s3:PutObject arn:aws:s3:::b/k -> explicitDeny
        s3:GetObject arn:aws:s3:::b/k -> allowed
        # A statement alone needs no list
        {"Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::b/k"]}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        # Several actions and several resources: any of each
        {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        s3:PutObject arn:aws:s3:::a/k -> allowed
        s3:PutObject arn:aws:s3:::c/k -> implicitDeny
        s3:DeleteObject arn:aws:s3:::a/k -> implicitDeny
        # Wildcards within an action's name
        {"Effect":"Allow","Action":"iam:*AccessKey*","Resource":"*"}
        iam:CreateAccessKey * -> allowed
        iam:ListAccessKeys * -> allowed
        iam:GetAccessKeyLastUsed * -> allowed
        iam:GetUser * -> implicitDeny
        # A wildcard in an action does not go into another service
        {"Effect":"Allow","Action":"s3:*","Resource":"*"}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        s3-object-lambda:GetObject arn:aws:s3-object-lambda:us-east-1:111122223333:accesspoint/a -> implicitDeny
        sqs:SendMessage arn:aws:sqs:us-east-1:111122223333:q -> implicitDeny
        # Actions of services that are not there are valid
        {"Effect":"Allow","Action":["mobileanalytics:PutEvents","cognito-sync:*"],"Resource":["*"]}
        mobileanalytics:PutEvents * -> allowed
        cognito-sync:ListRecords * -> allowed
        s3:GetObject arn:aws:s3:::b/k -> implicitDeny
        # Several question marks
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/??-*"}
        s3:GetObject arn:aws:s3:::b/ab- -> allowed
        s3:GetObject arn:aws:s3:::b/ab-c/d -> allowed
        s3:GetObject arn:aws:s3:::b/a-c -> implicitDeny
        s3:GetObject arn:aws:s3:::b/한글-x -> allowed
        # A wildcard at the end may stand for nothing
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::bucket*"}
        s3:ListBucket arn:aws:s3:::bucket -> allowed
        s3:ListBucket arn:aws:s3:::bucket-two -> allowed
        s3:GetObject arn:aws:s3:::bucket/k -> allowed
        s3:ListBucket arn:aws:s3:::bucke -> implicitDeny
        # A folder's pattern does not take in the folder's name alone
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/home/*"}
        s3:GetObject arn:aws:s3:::b/home/ -> allowed
        s3:GetObject arn:aws:s3:::b/home -> implicitDeny
        s3:GetObject arn:aws:s3:::b/homely -> implicitDeny
        # Keys are taken as they are: dots and slashes are not folded
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/home/ada/*"}
        s3:GetObject arn:aws:s3:::b/home/ada/../bob/k -> allowed
        s3:GetObject arn:aws:s3:::b/home//ada/k -> implicitDeny
        s3:GetObject arn:aws:s3:::b/home/./ada/k -> implicitDeny
        # A resource of * takes in every resource, and actions without one
        {"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}
        s3:ListAllMyBuckets * -> allowed
        # An action without a resource is not allowed by a statement about one
        {"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"arn:aws:s3:::b"}
        s3:ListAllMyBuckets * -> implicitDeny
        # Deny with a resource denies there only
        {"Effect":"Allow","Action":"s3:*","Resource":"*"}
        {"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b/secret/*"}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        s3:GetObject arn:aws:s3:::b/secret/k -> explicitDeny
        # The same Sid may not come twice, but an empty one may
        {"Sid":"","Effect":"Allow","Action":"s3:*","Resource":"*"}
        {"Sid":"","Effect":"Deny","Action":"s3:Put*","Resource":"*"}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        s3:PutObject arn:aws:s3:::b/k -> explicitDeny
        # Region and account of an ARN may be wildcards
        {"Effect":"Allow","Action":"dynamodb:*","Resource":"arn:aws:dynamodb:*:*:table/books"}
        dynamodb:GetItem arn:aws:dynamodb:us-east-1:111122223333:table/books -> allowed
        dynamodb:GetItem arn:aws:dynamodb:us-east-1:111122223333:table/people -> implicitDeny
        # The partition may be a wildcard
        {"Effect":"Allow","Action":"s3:*","Resource":"arn:*:s3:::b/*"}
        s3:GetObject arn:aws:s3:::b/k -> allowed
        s3:GetObject arn:aws-cn:s3:::b/k -> allowed
        """#)

    @Test(arguments: cases) func decides(_ rule: RuleCase) throws { try StatementTable.check(rule) }
}
