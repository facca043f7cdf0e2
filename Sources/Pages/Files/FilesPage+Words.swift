import Design
import ServiceKit

extension FilesPage {
    /// What the documents without a script say.
    struct Words: Sendable {
        let language: PageLanguage

        init(_ request: PageRequest) { language = PageLanguage(of: request) }

        private func say(_ english: String, _ korean: String) -> String { language == .korean ? korean : english }

        var product: String { say("Files", "파일") }
        var welcome: String { say("Your files", "내 파일") }
        var lead: String {
            say(
                "Sign in to see, upload and share what is in your storage.",
                "로그인하면 저장소에 있는 파일을 보고, 올리고, 공유할 수 있습니다.")
        }
        var signIn: String { say("Sign in", "로그인") }
        var ended: String {
            say("Your session has ended. Please sign in again.", "로그인이 만료되었습니다. 다시 로그인해 주세요.")
        }
        var notSignedIn: String { say("You are not signed in", "로그인하지 못했습니다") }
        var notSetUp: String { say("Files are not set up yet", "아직 파일 관리자가 설정되지 않았습니다") }
        var howToSetUp: String {
            say(
                "Name a user pool's client, an identity pool and a bucket below pages.files of the configuration, or start with a demonstration that has all of them:",
                "설정 파일의 pages.files에 사용자 풀 클라이언트, 자격 증명 풀, 버킷을 적어 주세요. 모두 갖춘 데모로 시작할 수도 있습니다:")
        }
        var linkEnded: String { say("This link has ended", "링크가 만료되었습니다") }
        var linkEndedLead: String {
            say("Ask whoever sent it for a new one.", "링크를 보낸 분에게 새 링크를 요청해 주세요.")
        }
        var notFound: String { say("There is nothing here", "이 주소에는 아무것도 없습니다") }
        var back: String { say("To the files", "파일로 가기") }

        func reason(_ failure: Failure) -> String {
            switch failure {
            case .unreachable:
                say("The user pool could not be reached.", "사용자 풀에 연결하지 못했습니다.")
            case .otherAttempt:
                say(
                    "This sign-in was not begun in this browser, or too long ago. Please try again.",
                    "이 브라우저에서 시작한 로그인이 아니거나 너무 오래되었습니다. 다시 시도해 주세요.")
            case .refused:
                say("The user pool did not sign you in. Please try again.", "사용자 풀이 로그인을 허용하지 않았습니다. 다시 시도해 주세요.")
            }
        }
    }
}
