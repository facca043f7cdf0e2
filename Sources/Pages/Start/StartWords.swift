import Design
import ServiceKit
import Wire

/// The start page's texts.
struct StartWords: Sendable {
    let language: PageLanguage
    /// Keeps a language that was chosen here for the pages that are opened from here.
    let suffix: String

    init(_ request: PageRequest) {
        language = PageLanguage(of: request)
        suffix = request.query.contains { $0.name == "lang" } ? "?lang=" + language.rawValue : ""
    }

    private func say(_ english: String, _ korean: String) -> String { language == .korean ? korean : english }

    var welcome: String { say("Your server is running", "서버가 실행 중입니다") }
    var lead: String {
        say(
            "Sign-in, temporary credentials, storage, functions and APIs, by the protocols of AWS.",
            "로그인, 임시 자격 증명, 저장소, 함수, API를 AWS 프로토콜 그대로 제공합니다.")
    }
    var connect: String { say("Connect the AWS CLI and the SDKs", "AWS CLI와 SDK 연결하기") }
    var connectLead: String {
        say("Programs need nothing but this address and a key:", "프로그램에는 이 주소와 키만 있으면 됩니다:")
    }
    var keysComment: String {
        say("# keys: root-credentials in the data folder", "# 키: 데이터 폴더의 root-credentials 파일")
    }
    var notSetUp: String { say("not set up", "설정 필요") }
    var files: String { say("Files", "파일") }
    var filesLead: String {
        say(
            "Folders, uploads with progress, and links that end.", "폴더, 진행률이 보이는 업로드, 만료되는 공유 링크.")
    }
    var albums: String { say("Albums", "앨범") }
    var albumsLead: String {
        say("Photos straight from the browser into a bucket.", "브라우저에서 버킷으로 바로 올리는 사진 앨범.")
    }
    var posts: String { say("Posts", "글쓰기") }
    var postsLead: String {
        say(
            "A protected API: token, gateway, function and table.", "보호된 API: 토큰, 게이트웨이, 함수, 테이블.")
    }
    var mail: String { say("Mail", "편지함") }
    var mailLead: String {
        say("What the server would have sent, codes included.", "서버가 보낸 편지와 그 안의 인증 코드.")
    }
    var why: String { say("Why was I refused?", "왜 거부되었나요?") }
    var whyLead: String {
        say("The policy and the statement that decided.", "어떤 정책의 어떤 문장이 막았는지 보여 줍니다.")
    }
    var fiveMinutes: String { say("Five minutes", "5분 만에 둘러보기") }
    var programs: String { say("And a program, by its scope", "프로그램은 스코프로") }
    var noDemonstration: String {
        say("This page is part of the demonstration:", "이 페이지는 데모에 들어 있습니다:")
    }
    var steps: [String] {
        language == .korean
            ? [
                "파일을 열고 로그인을 누른 뒤, 이메일과 비밀번호로 가입하세요.",
                "편지함에서 인증 코드를 찾아 입력하세요.",
                "로그인하고 파일을 끌어다 놓으면 진행률이 보입니다.",
                "파일의 공유 버튼으로 만료되는 링크를 만드세요.",
                "글쓰기에서 같은 계정으로 보호된 API에 글을 올려 보세요.",
            ]
            : [
                "Open Files, press Sign in, and sign up with an address and a password.",
                "Find the code in Mail and enter it.",
                "Sign in and drop some files: their progress is shown.",
                "Share one by a link that ends.",
                "In Posts, with the same account, post through the protected API.",
            ]
    }
}
