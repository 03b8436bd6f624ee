// What refusals of reassignments, refunds and disputes say in Japanese.
#include <utility>

#include "doors/rest/words_ja.h"

namespace tsuke::doors {

namespace {

using Sentence = std::pair<std::string_view, std::string_view>;

constexpr Sentence putting_right[] = {
    {"not-charged", "課金された印刷だけが対象です。一覧で状態を確かめてください。"},
    {"same-payer", "その用途の課金先は今と同じです。課金先の違う用途を選んでください。"},
    {"currency-differs", "新しい課金先の通貨が違います。返金と新しい課金を運営者に頼んでください。"},
    {"reassign-too-late", "付け替えできる期間を過ぎました。課金先に相談してください。"},
    {"reassign-never", "どちらかの課金先が付け替えを認めていません。課金先に相談してください。"},
    {"reassign-waiting", "この課金は返事待ちの付け替えがあります。先にそれを取り下げてください。"},
    {"bad-reason", "理由の種類を選び、理由を 1 文字以上 200 文字以下で書いてください。"},
    {"request-not-found", "その申請はないか、見ることができません。一覧を確かめてください。"},
    {"request-not-open", "この申請は回答済み、取り下げ済み、または期限切れです。一覧を読み直してください。"},
    {"purpose-changed", "用途の課金先が変わりました。この申請は断ってください。"},
    {"bad-reassign-policy", "時間は 0（認めない）から 8760 までの整数にしてください。"},
    {"bad-setting", "設定の名前と範囲を見直してください。API の説明にあります。"},
    {"bad-contract", "運営者の負担割合は 0 から 100 までの整数にしてください。"},
    {"bad-quantity", "返金する面数か枚数を 1 以上、まだ返金していない分までで指定してください。"},
    {"bad-cause", "原因は device-fault、bad-quality、other のどれかにしてください。"},
    {"bad-words", "内容を 1 文字以上 200 文字以下で書いてください。"},
    {"refund-too-late", "返金を申請できる期間を過ぎました。運営者に相談してください。"},
    {"refund-waiting", "この印刷の申請は返事待ちです。先にそれを取り下げてください。"},
    {"photo-there", "この申請にはすでに写真があります。"},
    {"photo-not-wanted", "写真は印刷品質の申請に付けられます。"},
    {"photo-not-found", "写真はないか、すでに消去されました。"},
    {"photo-format", "写真は JPEG か PNG で送ってください。"},
    {"photo-too-large", "写真は 5 MiB 以下にしてください。"},
    {"dispute-not-found", "その異議はないか、見ることができません。一覧を確かめてください。"},
    {"dispute-too-late", "異議を申し立てられる期間を過ぎました。運営者に連絡してください。"},
    {"dispute-open", "この課金にはすでに異議が出ています。判断を待ってください。"},
    {"dispute-closed", "この異議は判断済みか取り下げ済みです。"},
    {"no-private-purpose", "すでに私用か、本人に私用の用途がありません。返金するか、そのままにしてください。"},
    {"bad-resolution", "判断は stands、refunded（原因を付けて）、reassigned のどれかにしてください。"},
};

}  // namespace

std::string_view japanese_of_putting_right(std::string_view code) {
  for (const auto& [known, sentence] : putting_right)
    if (known == code) return sentence;
  return {};
}

}  // namespace tsuke::doors
