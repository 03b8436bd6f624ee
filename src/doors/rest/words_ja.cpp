#include "doors/rest/words_ja.h"

#include <utility>

namespace tsuke::doors {

namespace {

using Sentence = std::pair<std::string_view, std::string_view>;

constexpr Sentence signing_in[] = {
    {"not-authenticated", "サインインするか、API トークンを Authorization: Bearer で送ってください。"},
    {"wrong-login-or-password", "ログイン名かパスワードが違います。もう一度入力してください。"},
    {"too-many-tries", "間違いが続きました。15 分待ってからやり直してください。"},
    {"csrf", "ブラウザーからの変更にはヘッダー X-Tsuke: 1 を付けてください。"},
    {"code-used-or-expired", "このコードは使用済みか期限切れです。新しいものを発行してください。"},
    {"weak-password", "パスワードは 8 文字以上、1024 バイト以下にしてください。"},
    {"password-hashing", "いまパスワードを処理できません。しばらくしてからやり直してください。"},
    {"operator-only", "この操作はサービスの運営者だけができます。"},
    {"bad-credential", "ラベルを見直してください。1 文字以上 200 文字以下で入力します。"},
    {"bad-position", "緯度は -90 から 90 度、経度は -180 から 180 度を、100 万分の 1 度の整数で書いてください。"},
    {"too-many-favourites", "お気に入りのプリンターは 200 台までです。先にどれかを外してください。"},
    {"bad-device", "device は linux、windows、macos、ios、android、chromeos、other のどれかにしてください。"},
    {"setup-link-expired", "このリンクは期限切れか取り消し済みです。機器をもう一度追加してください。"},
    {"bad-signing-certificate", "署名用の証明書と鍵の組み合わせを確かめてください。"},
    {"sealed-secret-damaged", "封じた秘密が壊れています。機器をもう一度追加してください。"},
    {"no-such-credential", "このパスワードまたはトークンはありません。一覧を確かめてください。"},
    {"no-such-code", "このコードはありません。新しいものを発行してください。"},
};

constexpr Sentence requests[] = {
    {"bad-json", "本文の JSON が正しくありません。JSON オブジェクトを送ってください。"},
    {"bad-member", "本文の項目が足りないか、型が違います。API の説明で確かめてください。"},
    {"bad-limit", "limit は 1 から 200 の数にしてください。"},
    {"bad-cursor", "cursor には前のページの next をそのまま送ってください。"},
    {"bad-filter", "絞り込みの条件を見直してください。API の説明で確かめてください。"},
    {"bad-state", "state の値が正しくありません。API の説明にある語を使ってください。"},
    {"bad-id", "番号は正の整数で書いてください。"},
    {"bad-host", "Host ヘッダーが正しくありません。サービスのアドレスを確かめてください。"},
    {"bad-idempotency-key", "Idempotency-Key は空白なしの ASCII 文字 1 から 100 文字にしてください。"},
    {"idempotency-key-reused", "この Idempotency-Key は別の内容で使われました。新しいキーを作ってください。"},
    {"bad-multipart", "フォームの形が正しくありません。multipart/form-data で送り直してください。"},
    {"bad-framing", "本文の区切りが正しくありません。送り直してください。"},
    {"bad-compression", "圧縮された本文が壊れています。送り直してください。"},
    {"decompression-bomb", "本文は展開すると大きすぎます。圧縮せずに送ってください。"},
    {"bad-percent-encoding", "URL の % 表記が正しくありません。% の後に 16 進数を 2 桁書いてください。"},
    {"body-too-large", "本文が大きすぎます。小さくして送ってください。"},
    {"field-too-large", "フォームの項目は 64 KiB 以下にしてください。"},
    {"value-too-large", "値が大きすぎます。短くしてください。"},
    {"text", "文字が正しい UTF-8 ではありません。書き直してください。"},
    {"bad-hex", "16 進数の表記が正しくありません。"},
    {"bad-base64", "Base64 の表記が正しくありません。"},
    {"bad-time", "日時は RFC 3339 の形（例: 2026-11-23T03:39:17.123Z）で書いてください。"},
    {"bad-time-zone", "タイムゾーンは Asia/Tokyo のような IANA の名前で書いてください。"},
    {"not-found", "ここには何もありません。アドレスを確かめてください。"},
    {"no-such-path", "この場所では何も提供していません。アドレスを確かめてください。"},
    {"method-not-allowed", "この場所ではその操作はできません。Allow ヘッダーにあるものを使ってください。"},
    {"not-http", "HTTP ではありません。アドレスとポートを確かめてください。"},
};

constexpr Sentence people[] = {
    {"bad-name", "名前を見直してください。目に見える文字 1 から 200 文字で入力します。"},
    {"bad-login", "ログイン名を見直してください。コロンは使えず、device- で始められません。"},
    {"bad-language", "言語は en か ja にしてください。"},
    {"bad-slug", "短い名前は小文字の英数字とハイフン、60 文字以下にしてください。"},
    {"slug-taken", "この短い名前は使われています。別のものにしてください。"},
    {"login-taken", "このログイン名は使われています。別のものにしてください。"},
    {"bad-role", "役割は member、accountant、admin のどれかにしてください。"},
    {"person-not-found", "そのログイン名の人はいません。ログイン名を確かめてください。"},
    {"no-such-person", "その人はいないか、見ることができません。"},
    {"no-such-organisation", "その組織はないか、見ることができません。"},
    {"no-such-membership", "その所属はないか、見ることができません。"},
    {"bad-invitation", "招待リンクの名前、役割（管理者以外）、人数（1〜1000）、期限（90 日以内）を見直してください。"},
    {"too-many-invitations", "有効な招待リンクは 100 件までです。先にどれかを取り消してください。"},
    {"no-such-invitation",
     "この招待リンクは使えません。期限切れか取り消し済みです。会社に新しいものを頼んでください。"},
    {"bad-mail-domain", "ドメインは @ の後ろを example.com のように書いてください。"},
    {"mail-domain-taken", "このドメインは別の組織のものと確認されています。先にそちらを外してください。"},
    {"no-such-domain", "そのドメインはもう登録されていません。一覧を読み直してください。"},
    {"membership-not-open", "この所属は承認を待っていません。一覧を読み直してください。"},
    {"membership-not-accepted", "この所属は承認されていません。先に承認してください。"},
    {"not-the-side-asked", "承認するのは相手側です。相手の返事を待ってください。"},
    {"last-admin", "最後の管理者は外せません。先に別の人を管理者にしてください。"},
};

constexpr Sentence purposes[] = {
    {"purpose-needed", "用途を選んでください。課金先は用途で決まります。"},
    {"purpose-inactive", "この用途は止められています。用途をオンにするか、別の用途を選んでください。"},
    {"purpose-pending", "課金先がまだ承認していません。承認を待つか、別の用途を選んでください。"},
    {"membership-ended", "課金先への所属が終わっています。もう一度申請するか、別の用途を選んでください。"},
    {"payer-blocked", "この課金先はいま使えません。別の用途を選んでください。"},
    {"bad-purpose", "用途の名前、課金先、保管時間（1 から 168 時間）を見直してください。"},
    {"bad-at-once", "すぐに印刷する枠を見直してください。1 日 1 から 10,000 件、金額は 0 以上です。"},
    {"bad-payer", "課金先は private か、organisation とその番号で書いてください。"},
    {"purpose-name-taken", "同じ名前の用途があります。別の名前にしてください。"},
    {"bad-split", "按分は課金先の違う 2 から 5 個の用途で、割合の合計は 100、部数はそれぞれ 1 以上にしてください。"},
    {"split-within-split", "按分する用途はほかの按分に入れられません。支払う用途を直接選んでください。"},
    {"purpose-shared", "この用途は複数の課金先で按分しています。別の用途を選ぶか、先に按分をやめてください。"},
    {"purpose-in-split", "ほかの用途がこの用途と按分しています。先にその按分を変えてください。"},
    {"split-charge",
     "複数の課金先で按分した料金は付け替えられません。返金を求めるか、別の用途でもう一度印刷してください。"},
    {"purpose-in-use", "この用途で保管中のジョブがあります。先に印刷、移動、または削除してください。"},
    {"no-such-purpose", "その用途はないか、見ることができません。用途の一覧から選んでください。"},
    {"bad-print-settings",
     "印刷設定を見直してください。部数は 1 から 999、用紙と仕上げは一覧にあるもの、ページ範囲は小さい順です。"},
};

constexpr Sentence jobs[] = {
    {"job-not-found", "そのジョブはありません。ジョブの一覧を確かめてください。"},
    {"job-not-waiting", "このジョブは印刷中か終了しています。状態を確かめてください。"},
    {"at-once-cap-reached", "すぐに印刷できる 1 日の上限に達しました。プリンターで放出してください。"},
    {"not-at-once", "プリンターを選んでください。そのプリンターか、この画面で印刷を始められます。"},
    {"job-password-needed", "このジョブにはパスワードがあります。送信時に決めたものを入力してください。"},
    {"job-password-wrong", "ジョブのパスワードが違います。もう一度入力してください。"},
    {"job-password-locked", "パスワードを 5 回間違えました。このジョブを削除し、もう一度送信してください。"},
    {"bad-job-password", "ジョブのパスワードは 1 から 64 バイトで、none か sha2-256 で送ってください。"},
    {"job-ended", "このジョブはもう終わっています。"},
    {"bad-quote", "quote には、このジョブとプリンターの料金の token をそのまま送ってください。"},
    {"quote-expired", "この料金の有効期間（15 分）が過ぎました。料金をもう一度確かめてください。"},
    {"quote-void", "ジョブかプリンターが変わったため、この料金は使えません。料金をもう一度確かめてください。"},
    {"no-quote-key", "料金に署名する鍵がありません。運営者に知らせてください。"},
    {"bad-comparison", "プリンターの並べ方や条件を見直してください。API の説明で確かめてください。"},
    {"job-not-open", "このジョブは終わっています。もう一度提出してください。"},
    {"job-not-unconfirmed", "手で精算できるのは未確認のジョブだけです。"},
    {"too-many-jobs", "待っているジョブが 500 万件あります。先に印刷するか削除してください。"},
    {"attempt-not-found", "その印刷の試みはありません。"},
    {"not-fetchable", "このジョブは取り出せません。取得済み、取り消し、または終了しています。"},
    {"not-fetched", "先にジョブを取り出してください。"},
    {"bad-report", "枚数は 0 から 10,000,000 の整数にしてください。"},
    {"document-there", "このジョブにはもう文書があります。別のジョブとして提出してください。"},
    {"document-empty", "文書が空です。ファイルを選び直してください。"},
    {"document-missing", "文書をフォームの最後に document という名前で入れてください。"},
    {"format-not-supported", "このプリンターが受け取れる形式に変換できません。別のプリンターを選んでください。"},
    {"no-pages", "選んだページが文書にありません。ページ範囲を確かめてください。"},
    {"memory-not-read", "文書を読めませんでした。しばらくしてからもう一度お試しください。"},
    {"document-format-not-supported", "PDF ではありません。PDF に保存または印刷してから提出してください。"},
    {"document-too-large", "文書は 1 GiB までです。分けるか、解像度を下げてください。"},
    {"document-encrypted", "文書にパスワードがかかっています。外してから提出してください。"},
    {"document-damaged", "文書が壊れていて読めません。作り直して提出してください。"},
    {"document-not-drawn", "文書をプリンター用に描けませんでした。運営者に知らせてください。"},
    {"document-timeout", "文書の解析に時間がかかりすぎます。簡単な PDF にして提出してください。"},
    {"document-format-not-supported", "この種類の文書は印刷できません。PDF に保存または印刷してから提出してください。"},
    {"document-format-error", "文書の中身が宣言された形式と違います。保存し直してから提出してください。"},
    {"document-not-convertible", "この種類の文書は印刷できません。PDF に保存または印刷してから提出してください。"},
    {"document-no-text", "文字コードが分かりません。UTF-8 で保存し直してから提出してください。"},
    {"document-too-large", "文書は 1 GiB までです。分けるか、解像度を下げてください。"},
    {"document-encrypted", "文書にパスワードがかかっています。外してから提出してください。"},
    {"document-damaged", "文書が壊れていて読めません。作り直して提出してください。"},
    {"document-timeout", "文書の解析に時間がかかりすぎます。自分で PDF に保存してから提出してください。"},
    {"document-destroyed", "文書はもう消去されています。もう一度提出してください。"},
    {"document-closed", "文書の書き込みは終わっています。もう一度提出してください。"},
    {"bad-pages", "ページの書き方が正しくありません。運営者に知らせてください。"},
    {"too-many-pages", "ページが多すぎます。文書を分けて提出してください。"},
    {"document-unreadable", "ページ数を数えられません。PDF を作り直して提出してください。"},
    {"document-one-page", "JPEG にできるのは 1 ページだけです。1 ページを選ぶか、別のプリンターにしてください。"},
    {"document-no-text", "文字として読めません。UTF-8 のテキストか PDF に保存して提出してください。"},
    {"page-not-found", "この文書にそのページはありません。"},
    {"render-failed", "文書を描けませんでした。運営者に知らせてください。"},
    {"previews-off", "このサービスではプレビューを表示できません。運営者が tsuke-render を入れると使えます。"},
    {"sheets-off", "このサービスでは掲示用の紙を作れません。運営者が tsuke-render を入れると使えます。"},
    {"previews-busy", "プレビューの処理が混み合っています。少し待ってからやり直してください。"},
    {"bad-width", "width は 32 から 2000 のピクセル数にしてください。"},
    {"no-pages-chosen", "選んだページがこの文書にありません。ほかのページを選んでください。"},
    {"document-not-ready", "ページを数えています。少し待ってください。"},
};

constexpr Sentence places[] = {
    {"printer-not-found", "そのプリンターは使えません。プリンターの一覧から選んでください。"},
    {"no-such-printer", "そのプリンターはないか、見ることができません。一覧から選んでください。"},
    {"no-such-provider", "その提供元はないか、見ることができません。"},
    {"no-such-site", "その場所はないか、見ることができません。"},
    {"sender-unconfirmed", "メールで届いたジョブです。自分が送ったものか確認するか、削除してください。"},
    {"no-such-sender", "その送信者は一覧にありません。"},
    {"bad-sender", "メールアドレスではありません。name@example.com のように書いてください。"},
    {"too-many-senders", "信頼する送信者は100件までです。先にどれかを外してください。"},
    {"sender-is-login", "サインイン名と同じアドレスなので、常に信頼されます。"},
    {"job-not-mailed", "このジョブはメールで届いたものではないため、確認は不要です。"},
    {"mail-not-set-up", "このサービスはメールを受け付けていません。ウェブページか印刷ダイアログから送ってください。"},
    {"no-such-mailbox", "そのメールアドレスはありません。"},
    {"mail-limit-reached",
     "このアドレスが一日に受け付ける量に達しました。明日もう一度送るか、ウェブページから送ってください。"},
    {"mail-unconfirmed-limit", "確認待ちの文書が多すぎます。明日もう一度送ってください。"},
    {"person-not-allowed", "課金先の規則で、この印刷は認められていません。別の用途を選んでください。"},
    {"time-not-allowed",
     "課金先の規則で、この時間の印刷は認められていません。時間を変えるか、別の用途を選んでください。"},
    {"color-not-allowed",
     "課金先の規則で、カラー印刷は認められていません。モノクロにするか、別の用途を選んでください。"},
    {"one-sided-not-allowed", "課金先の規則で、片面印刷は認められていません。両面で印刷してください。"},
    {"paper-not-allowed", "課金先の規則で、この用紙は認められていません。別の用紙を選んでください。"},
    {"finishing-not-allowed",
     "課金先の規則で、ステープルなどの仕上げは認められていません。仕上げなしで印刷してください。"},
    {"job-too-long", "課金先の規則で認められた枚数を超えています。ページか部数を減らしてください。"},
    {"sheets-of-day-exceeded", "課金先の規則で認められた一日の枚数を超えます。残りは明日印刷してください。"},
    {"price-too-high",
     "課金先の規則で認められた一回の料金を超えています。安くするか、別のプリンターを選んでください。"},
    {"approval-needed", "課金先の承認が必要です。承認を頼んでください。"},
    {"approval-not-found", "その承認依頼はないか、見ることができません。"},
    {"approval-not-needed", "この印刷に承認は要りません。そのまま印刷できます。"},
    {"approval-answered", "この依頼はもう回答待ちではありません。もう一度見てください。"},
    {"approval-not-questioned", "質問は来ていません。回答を待ってください。"},
    {"bad-answer", "回答は approve、refuse、ask のどれかにしてください。"},
    {"bad-note", "1 から 500 文字の文で書いてください。"},
    {"bad-policy", "規則の書き方が正しくありません。項目を確かめてください。"},
    {"policy-in-the-past", "規則は今からか、これからの時刻に始まるようにしてください。"},
    {"bad-trial-time", "試す期間は、終わりが始まりより後になるようにしてください。"},
    {"no-such-department", "その部署はないか、見ることができません。"},
    {"no-such-cost-centre", "そのコストセンターはないか、見ることができません。"},
    {"bad-code", "コードは空白なしの 1 から 40 文字で書いてください。"},
    {"code-taken", "そのコードは使われています。別のコードにしてください。"},
    {"split-differs", "按分の部数と印刷する部数が違います。按分か部数を変えてください。"},
    {"printer-off", "プリンターは提供元が止めています。別のプリンターを選んでください。"},
    {"printer-not-enrolled", "プリンターはまだ接続されていません。別のプリンターを選ぶか、提供元に尋ねてください。"},
    {"payer-not-trusted",
     "このプリンターの提供元は、決まった課金先の印刷だけを受け付けます。別のプリンターか用途を選んでください。"},
    {"too-many-trusted-payers", "信用する組織は 1000 件までです。すべての課金先を受け付けることもできます。"},
    {"printer-not-allowed", "このプリンターはこの用途では使えません。別のプリンターか用途を選んでください。"},
    {"printer-not-able",
     "このプリンターはカラー、両面、仕上げ、またはこの用紙に対応していません。設定を変えるか、別のプリンターを選んでく"
     "ださい"
     "。"},
    {"bad-provider", "提供元は組織か自分のどちらか一方にしてください。"},
    {"bad-site-kind", "場所の種類は office、shared_office、home、store のどれかにしてください。"},
    {"bad-capabilities", "プリンターの機能の書き方が正しくありません。"},
    {"bad-printer-uri", "プリンターのアドレスは ipp://192.168.10.9/ipp/print の形で書いてください。"},
    {"bad-network", "ネットワークは 192.168.10.0/24 や fd00:10::/64 の形で書いてください。"},
    {"bad-port", "ポートは 631 や 8000-8010 の形で書いてください。"},
    {"direct-mode-off",
     "このサービスはプリンターに直接印刷できません。プリンターのネットワークを許可するよう運営者に頼んでください。"},
    {"address-not-allowed",
     "このアドレスは直接印刷が許可されたネットワークにありません。許可するよう運営者に頼んでください。"},
    {"port-not-allowed",
     "このポートへの接続は許可されていません。ポート 631 のアドレスを使うか、運営者に許可を頼んでください。"},
    {"too-many-direct-printers",
     "直接印刷できるプリンターの数の上限です。このプリンターはエージェントで接続してください。"},
    {"printer-not-reached",
     "このアドレスのプリンターが応答しません。電源が入っているか、アドレスが正しいか確かめてください。"},
    {"printer-not-trusted",
     "プリンターの証明書を信頼できません。ipp:// のアドレスを使うか、信頼できる証明書をプリンターに入れてください。"},
    {"printer-not-understood",
     "このアドレスの相手は IPP プリンターとして答えません。パス（多くは /ipp/print）を確かめてください。"},
    {"printer-wants-password",
     "プリンターがパスワードを求めています。このプリンターはエージェントで接続してください。"},
    {"printer-not-allowed-here",
     "このアドレスへの接続は許可されていません。プリンターのネットワークとポートの許可を運営者に頼んでください。"},
    {"bad-printer-report", "プリンターの状態の書き方が正しくありません。"},
};

constexpr Sentence budgets[] = {
    {"bad-budget", "予算は 0 以上、通知する割合は 1 から 1000 までの数を 10 個以内にしてください。"},
    {"bad-scope", "予算の対象は organisation、department、cost-centre、person、purpose のどれかにしてください。"},
    {"bad-period", "予算の期間は month か year にしてください。"},
    {"budget-not-found", "この予算はありません。予算の一覧を確かめてください。"},
    {"budget-subject-not-found",
     "予算の対象は、この組織の部署、コストセンター、承認済みのメンバー、この組織が払う用途から選んでください。"},
    {"budget-below-use", "この期間にすでに使った額と予約中の額より少なくなります。もっと大きい予算にしてください。"},
    {"budget-above-cap", "運営者が決めた上限を超えます。それ以下にしてください。"},
    {"budget-above-organisation",
     "同じ期間の組織の予算を超えます。それ以下にするか、先に組織の予算を増やしてください。"},
    {"budget-above-department", "同じ期間の部署の予算を超えます。それ以下にするか、先に部署の予算を増やしてください。"},
    {"budget-above-cost-centre",
     "同じ期間のコストセンターの予算を超えます。それ以下にするか、先にコストセンターの予算を増やしてください。"},
    {"budget-above-person", "同じ期間のその人の予算を超えます。それ以下にするか、先にその人の予算を増やしてください。"},
    {"budget-below-inner", "この中にもっと大きい予算があります。先にそちらを減らしてください。"},
    {"budget-exceeded", "課金先の予算が足りません。予算を増やしてもらうか、安い設定にしてください。"},
    {"budget-not-yours", "この予算は管理者が決めます。承認者が決められるのは、自分の部署のほかの人の予算です。"},
    {"no-department-budget", "部署にその期間の予算がありません。先に管理者に決めてもらってください。"},
    {"no-budget", "この用途には増やせる予算がありません。そのまま印刷するか、別の用途を選んでください。"},
    {"budget-capped", "この用途を止めているのは運営者の上限だけです。運営者に相談してください。"},
    {"bad-request", "0 より大きい額と、500 文字以内の理由を書いてください。"},
    {"bad-request-answer", "0 より大きい額で認めるか、500 文字以内の一言を添えて断ってください。"},
    {"request-not-found", "この申請はありません。申請の一覧を確かめてください。"},
    {"request-not-open", "この申請はすでに回答済みか取り下げ済みです。もう一度申請してください。"},
};

constexpr Sentence money[] = {
    {"bad-money", "金額は {\"amount_minor\":100,\"currency\":\"JPY\"} の形で書いてください。"},
    {"bad-currency", "通貨は組織の通貨の大文字 3 文字（例: JPY）で書いてください。"},
    {"bad-rounding", "端数処理は floor、half-up、ceiling のどれかにしてください。"},
    {"no-tariff", "このプリンターにはまだ料金がありません。別のプリンターを選ぶか、提供元に尋ねてください。"},
    {"bad-tariff",
     "料金表を見直してください。単価は 0 以上で、すべての印刷に当てはまる行が要ります。仕上げの単価は一つずつです。"},
    {"bad-fee-plan", "手数料を見直してください。単価は 0 以上、割合は分数で書きます。"},
    {"tariff-in-the-past", "料金は今より後の日時からにしてください。"},
    {"fee-plan-in-the-past", "手数料は今より後の日時からにしてください。"},
    {"tariff-not-found", "その料金表はありません。"},
    {"fee-plan-not-found", "その手数料表はありません。"},
    {"nothing-unpaid", "この課金先に未払いはありません。"},
    {"amount-differs", "未払いの合計と違います。合計と同じ額にしてください。"},
    {"limit-differs", "この勘定の上限は別の決まりになっています。運営者に知らせてください。"},
    {"no-limit", "この勘定には上限がありません。運営者に知らせてください。"},
    {"account-missing", "勘定が見つかりません。運営者に知らせてください。"},
    {"account-race", "同時の処理とぶつかりました。もう一度やり直してください。"},
};

constexpr std::string_view try_later = "いま処理できません。しばらくしてからやり直してください。";
constexpr std::string_view our_mistake = "サーバー側の誤りです。記録しました。もう一度やり直してください。";
constexpr std::string_view ask_operator = "サーバーの設定に問題があります。運営者に知らせてください。";

constexpr Sentence systems[] = {
    {"bad-description", "プリンターの説明を見直してください。127 文字以下で、場所は geo:35.68,139.77 の形にします。"},
    {"bad-device-uuid", "output-device-uuid は urn:uuid: と UUID で書いてください。"},
    {"other-device", "このジョブは同じキューの別の装置が受け取っています。"},
    {"bad-event", "システムの通知の形が正しくありません。運営者に知らせてください。"},
    {"bad-resource", "リソースの名前、種類、形式を見直してください。"},
    {"bad-resource-state", "リソースはいまその操作ができる状態ではありません。状態を確かめてください。"},
    {"no-such-resource", "そのリソースはないか、見ることができません。"},
    {"too-many-resources", "リソースが多すぎます。使わないものを取り消してください。"},
    {"not-allocated", "このプリンターにそのリソースは割り当てられていません。"},
    {"bad-system-attribute",
     "システムの設定を見直してください。127 文字以下で、場所は geo:35.68,139.77 の形にします。"},
    {"too-many-printers", "プリンターの番号がもうありません。使わないプリンターを消してください。"},
    {"secret-taken", "装置には別のパスワードを選んでください。"},
    {"weak-secret", "装置のパスワードは 32 文字以上の乱数にしてください。"},
    {"convert-worker-failed", "文書を変換できませんでした。運営者に知らせてください。"},
};

constexpr Sentence machine[] = {
    {"disk-full", "サーバーに空きがありません。しばらくしてからやり直してください。"},
    {"connection-lost", "接続が切れました。もう一度送ってください。"},
    {"timeout", "応答がありませんでした。もう一度送ってください。"},
    {"ended", "接続が終わりました。もう一度送ってください。"},
    {"unique", "同じものがすでにあります。一覧を読み直してください。"},
    {"constraint", "ほかのものと矛盾します。一覧を読み直してやり直してください。"},
    {"commit-unconfirmed", "結果を確認できません。同じ Idempotency-Key でもう一度送ってください。"},
    {"database-busy", try_later},
    {"database-unavailable", try_later},
    {"contention", try_later},
    {"worker-not-started", try_later},
    {"body-failed", try_later},
    {"internal", our_mistake},
    {"bad-qr-text", "このサービスのアドレスが長すぎて QR コードにできません。運営者に知らせてください。"},
    {"exception", our_mistake},
    {"transaction-lost", our_mistake},
    {"parameters", our_mistake},
    {"query", our_mistake},
    {"encryption-failed", our_mistake},
    {"kept-answer-damaged", our_mistake},
    {"pages-worker-failed", our_mistake},
    {"database-address", ask_operator},
    {"database-corrupt", ask_operator},
    {"newer-schema", ask_operator},
    {"migration-numbers", ask_operator},
    {"master-key-exposed", ask_operator},
    {"master-key-missing", ask_operator},
    {"master-key-wrong", ask_operator},
    {"vault-in-use", ask_operator},
    {"vault-unreadable", ask_operator},
    {"file-refused", ask_operator},
    {"bad-address", ask_operator},
    {"address-in-use", ask_operator},
    {"address-not-permitted", ask_operator},
    {"address-unavailable", ask_operator},
    {"bad-certificate", ask_operator},
    {"bad-key", ask_operator},
    {"certificate-failed", ask_operator},
    {"tls-refused", ask_operator},
    {"tls-unavailable", ask_operator},
};

template <std::size_t count>
constexpr std::string_view look_up(const Sentence (&table)[count], std::string_view code) {
  for (const auto& [known, sentence] : table)
    if (known == code) return sentence;
  return {};
}

}  // namespace

std::string_view japanese_sentence(std::string_view code) {
  for (const std::string_view found :
       {look_up(signing_in, code), look_up(requests, code), look_up(people, code), look_up(purposes, code),
        look_up(jobs, code), look_up(places, code), look_up(budgets, code), look_up(money, code),
        japanese_of_putting_right(code), japanese_of_delegates(code), japanese_of_trials(code), look_up(systems, code),
        look_up(machine, code)})
    if (!found.empty()) return found;
  return {};
}

std::string_view japanese_title(int status) {
  switch (status) {
    case 400: return "内容が正しくありません";
    case 401: return "サインインが必要です";
    case 403: return "許可されていません";
    case 404: return "見つかりません";
    case 409: return "いまはできません";
    case 410: return "もうありません";
    case 413: return "大きすぎます";
    case 422: return "この内容は受け付けられません";
    case 429: return "回数または上限を超えました";
    case 503: return "いま使えません";
    default: return "エラー";
  }
}

}  // namespace tsuke::doors
