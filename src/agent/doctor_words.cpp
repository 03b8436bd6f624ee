// The doctor's words, in both languages. {name} stands for a fact of the finding.
#include <algorithm>

#include "agent/doctor.h"

namespace tsuke::agent {
namespace {

struct Texts {
  std::string_view what, meaning, fix;
};
struct Entry {
  std::string_view code;
  Texts en, ja;
};

constexpr Entry entries[] = {
    {"version", {"tsuke-agent {version}", "", ""}, {"tsuke-agent {version}", "", ""}},
    {"dns-sd-running",
     {"The DNS-SD daemon answers ({version})", "", ""},
     {"DNS-SD デーモンが応答しています（{version}）", "", ""}},
    {"dns-sd-missing",
     {"No DNS-SD daemon answers on this machine",
      "Printers cannot be discovered; those enrolled by address print all the same",
      "apt-get install avahi-daemon && systemctl enable --now avahi-daemon"},
     {"この機械の DNS-SD デーモンが応答しません", "プリンターを探せません。アドレスで登録したプリンターは使えます",
      "apt-get install avahi-daemon && systemctl enable --now avahi-daemon"}},
    {"dns-sd-needed",
     {"No DNS-SD daemon answers on this machine",
      "A printer is enrolled by its DNS-SD name, and only the daemon knows where it is",
      "apt-get install avahi-daemon && systemctl enable --now avahi-daemon"},
     {"この機械の DNS-SD デーモンが応答しません", "DNS-SD 名で登録したプリンターの場所は、デーモンだけが知っています",
      "apt-get install avahi-daemon && systemctl enable --now avahi-daemon"}},
    {"usb-none",
     {"No USB printer that speaks IPP is plugged in", "", ""},
     {"IPP に対応した USB プリンターはつながっていません", "", ""}},
    {"ipp-usb-running",
     {"ipp-usb serves the USB printer", "", ""},
     {"ipp-usb が USB プリンターを提供しています", "", ""}},
    {"ipp-usb-missing",
     {"A USB printer is plugged in, but ipp-usb is not installed", "Without it nobody can speak IPP with a USB printer",
      "apt-get install ipp-usb"},
     {"USB プリンターがありますが、ipp-usb が入っていません", "ipp-usb がないと、USB プリンターと IPP で話せません",
      "apt-get install ipp-usb"}},
    {"ipp-usb-stopped",
     {"A USB printer is plugged in, but ipp-usb does not run", "Without it nobody can speak IPP with a USB printer",
      "systemctl restart ipp-usb"},
     {"USB プリンターがありますが、ipp-usb が動いていません", "ipp-usb がないと、USB プリンターと IPP で話せません",
      "systemctl restart ipp-usb"}},
    {"state-missing",
     {"No printer is enrolled in {path}",
      "There is nothing to print on. Make a code on the printer's screen of the web app",
      "tsuke-agent enrol --server ipps://HOST:8631 --code CODE --printer ipp://PRINTER/ipp/print --state {path}"},
     {"{path} に登録されたプリンターがありません",
      "印刷できるプリンターがありません。Web アプリのプリンター画面でコードを作ってください",
      "tsuke-agent enrol --server ipps://HOST:8631 --code CODE --printer ipp://PRINTER/ipp/print --state {path}"}},
    {"state-unreadable",
     {"{file} cannot be used: {why}",
      "This printer is not served. When the file is damaged, enrol the printer again with a new code", "ls -l {file}"},
     {"{file} を使えません: {why}",
      "このプリンターは使えません。ファイルが壊れている場合は、新しいコードで登録し直してください", "ls -l {file}"}},
    {"state-open",
     {"{file} is readable by others", "Whoever reads it can act as this printer", "chmod 600 {file}"},
     {"{file} をほかの人が読めます", "読んだ人は、このプリンターになりすませます", "chmod 600 {file}"}},
    {"state-private", {"{file} is readable and private", "", ""}, {"{file} は読めて、ほかの人には読めません", "", ""}},
    {"journal-writable", {"The journal {folder} can be written", "", ""}, {"ジャーナル {folder} に書けます", "", ""}},
    {"journal-unwritable",
     {"The journal {folder} cannot be written: {why}",
      "No job is begun without it, for nothing could be remembered through a power cut",
      "df -h {folder}; ls -ld {folder}"},
     {"ジャーナル {folder} に書けません: {why}", "停電に備えて記録できないため、どのジョブも始まりません",
      "df -h {folder}; ls -ld {folder}"}},
    {"service-reachable", {"The service at {host} answers", "", ""}, {"サービス {host} が応答しています", "", ""}},
    {"service-name-unknown",
     {"The name of the service, {host}, is not known here", "Nothing can be printed until the name resolves",
      "getent hosts {host}"},
     {"サービスの名前 {host} が分かりません", "名前を解決できるまで、何も印刷できません", "getent hosts {host}"}},
    {"service-unreachable",
     {"The service at {host} cannot be connected to: {why}",
      "Nothing is fetched until it is back; what is printing goes on and is reported later", "curl -v https://{host}/"},
     {"サービス {host} に接続できません: {why}",
      "つながるまで新しい印刷は始まりません。印刷中のものは続き、あとで報告されます", "curl -v https://{host}/"}},
    {"service-odd",
     {"What answers at {host} is not the service: {why}", "A proxy or a log-in page may stand between",
      "curl -v https://{host}/"},
     {"{host} で応答しているのはサービスではありません: {why}", "間にプロキシやログイン画面があるのかもしれません",
      "curl -v https://{host}/"}},
    {"tls-good",
     {"The certificate of {host} is valid for {days} more days, until {date}", "", ""},
     {"{host} の証明書はあと {days} 日有効です（{date} まで）", "", ""}},
    {"tls-trusted", {"The certificate of {host} is trusted", "", ""}, {"{host} の証明書は信頼できます", "", ""}},
    {"tls-loopback",
     {"The service is on this machine; nothing crosses the network", "", ""},
     {"サービスはこの機械にあり、通信はネットワークに出ません", "", ""}},
    {"tls-soon",
     {"The certificate of {host} ends in {days} days, on {date}",
      "From then on nothing can be fetched: tell whoever runs the service",
      "openssl s_client -connect {host} </dev/null | openssl x509 -noout -dates"},
     {"{host} の証明書はあと {days} 日で切れます（{date}）",
      "切れると何も印刷できません。サービスの運営者に知らせてください",
      "openssl s_client -connect {host} </dev/null | openssl x509 -noout -dates"}},
    {"tls-expired",
     {"The certificate of {host} ended on {date}",
      "Either the service's certificate must be renewed, or this machine's clock is wrong", "timedatectl"},
     {"{host} の証明書は {date} に切れています", "証明書の更新が必要か、この機械の時計が違っています", "timedatectl"}},
    {"tls-not-yet",
     {"The certificate of {host} begins on {date} only", "This machine's clock is almost certainly wrong",
      "timedatectl set-ntp true"},
     {"{host} の証明書は {date} から有効です", "この機械の時計が違っているはずです", "timedatectl set-ntp true"}},
    {"tls-untrusted",
     {"The certificate of {host} is not trusted: {why}",
      "It may be somebody else who answers. A service with an authority of its own needs its certificate (--ca) at "
      "enrolment",
      "openssl s_client -connect {host} </dev/null | openssl x509 -noout -issuer -subject"},
     {"{host} の証明書を信頼できません: {why}",
      "別のものが応答しているかもしれません。独自の認証局を使うサービスでは、登録のとき --ca で証明書を指定します",
      "openssl s_client -connect {host} </dev/null | openssl x509 -noout -issuer -subject"}},
    {"tls-none",
     {"The connection to {host} is not encrypted",
      "Credential and documents can be read on the way. Enrol the printer again with ipps://",
      "tsuke-agent enrol --server ipps://{host} --code CODE --printer ipp://PRINTER/ipp/print --state STATE"},
     {"{host} への通信は暗号化されていません", "資格情報と文書が途中で読まれます。ipps:// で登録し直してください",
      "tsuke-agent enrol --server ipps://{host} --code CODE --printer ipp://PRINTER/ipp/print --state STATE"}},
    {"clock-good",
     {"The clock agrees with the service's ({seconds} s apart)", "", ""},
     {"時計はサービスと合っています（差は {seconds} 秒）", "", ""}},
    {"clock-unknown",
     {"The service tells no time to compare with", "A wrong clock shows only when certificates are refused",
      "timedatectl"},
     {"サービスの時刻が分からず、比べられません", "時計の狂いは、証明書が拒まれて初めて分かります", "timedatectl"}},
    {"clock-behind",
     {"The clock is {seconds} s behind the service's", "Printing does not depend on it, but certificates do",
      "timedatectl set-ntp true"},
     {"時計がサービスより {seconds} 秒遅れています", "印刷には影響しませんが、証明書の確認に影響します",
      "timedatectl set-ntp true"}},
    {"clock-ahead",
     {"The clock is {seconds} s ahead of the service's", "Printing does not depend on it, but certificates do",
      "timedatectl set-ntp true"},
     {"時計がサービスより {seconds} 秒進んでいます", "印刷には影響しませんが、証明書の確認に影響します",
      "timedatectl set-ntp true"}},
    {"credential-accepted",
     {"The service accepts this printer's credential", "", ""},
     {"サービスはこのプリンターの資格情報を受け入れました", "", ""}},
    {"credential-refused",
     {"The service refuses this printer's credential: {why}",
      "It was revoked or replaced. Make a new code on the printer's screen of the web app",
      "tsuke-agent enrol --server {server} --code CODE --printer '{device_uri}' --state STATE"},
     {"サービスがこのプリンターの資格情報を拒みました: {why}",
      "取り消されたか、置き換えられています。Web アプリのプリンター画面で新しいコードを作ってください",
      "tsuke-agent enrol --server {server} --code CODE --printer '{device_uri}' --state STATE"}},
    {"credential-unanswered",
     {"The service did not say whether it accepts this credential: {why}",
      "It answers the web but not IPP: a proxy in between may let only web pages through", "curl -v {server}"},
     {"サービスが資格情報の確認に応答しません: {why}",
      "Web には応答し、IPP には応答しません。間のプロキシが Web だけを通しているのかもしれません", "curl -v {server}"}},
    {"printer-ready",
     {"The printer answers at {uri}: {model}", "", ""},
     {"プリンターが {uri} で応答しています: {model}", "", ""}},
    {"printer-stopped",
     {"The printer at {uri} has stopped: {reasons}", "Jobs wait until somebody helps it; nothing is lost",
      "ipptool -tv {uri} get-printer-attributes.test"},
     {"プリンター {uri} が止まっています: {reasons}", "直るまでジョブは待ちます。失われるものはありません",
      "ipptool -tv {uri} get-printer-attributes.test"}},
    {"printer-unreachable",
     {"The printer at {uri} does not answer: {why}",
      "It is off, or has another address now. Enrolled by its DNS-SD name it is found again after a move",
      "tsuke-agent discover"},
     {"プリンター {uri} が応答しません: {why}",
      "電源が切れているか、アドレスが変わっています。DNS-SD 名で登録すれば、変わっても見つかります",
      "tsuke-agent discover"}},
    {"printer-name-unknown",
     {"No printer announces the name {uri}: {why}", "It is off, on another network, or was renamed",
      "tsuke-agent discover"},
     {"{uri} という名前のプリンターが見つかりません: {why}",
      "電源が切れているか、別のネットワークにあるか、名前が変わっています", "tsuke-agent discover"}},
    {"printer-name-no-daemon",
     {"Where {uri} is cannot be asked: {why}", "Names of printers are known to the DNS-SD daemon alone",
      "systemctl enable --now avahi-daemon"},
     {"{uri} の場所を調べられません: {why}", "プリンターの名前は DNS-SD デーモンだけが知っています",
      "systemctl enable --now avahi-daemon"}},
    {"printer-untrusted",
     {"The certificate of the printer at {uri} is refused: {why}",
      "Printers make themselves certificates that nobody can check. On a network of your own, enrol it with ipp:// "
      "instead",
      "tsuke-agent discover"},
     {"プリンター {uri} の証明書を確認できません: {why}",
      "プリンターの自己署名証明書は確認できません。自分のネットワークでは ipp:// で登録してください",
      "tsuke-agent discover"}},
    {"printer-no-ipp",
     {"What answers at {uri} does not speak IPP properly: {why}",
      "Only a printer that speaks IPP says what came out. The path is often /ipp/print",
      "ipptool -tv {uri} get-printer-attributes.test"},
     {"{uri} の相手は IPP を正しく話しません: {why}",
      "何枚出たかを伝えられるのは IPP のプリンターだけです。パスは多くの場合 /ipp/print です",
      "ipptool -tv {uri} get-printer-attributes.test"}},
    {"formats-pdf", {"The printer takes PDF", "", ""}, {"プリンターは PDF を受け取ります", "", ""}},
    {"formats-no-pdf",
     {"The printer does not take PDF, but {formats}",
      "Documents are PDF; whether the service can send another format depends on its version", "tsuke-agent --version"},
     {"プリンターは PDF を受け取りません（{formats}）", "文書は PDF です。別の形式で送れるかは、サービスの版によります",
      "tsuke-agent --version"}},
    {"counts-both",
     {"The printer counts impressions and sheets", "", ""},
     {"プリンターは面数と枚数を数えます", "", ""}},
    {"counts-impressions",
     {"The printer counts impressions; sheets follow from them", "", ""},
     {"プリンターは面数を数えます。枚数はそこから求めます", "", ""}},
    {"counts-unknown",
     {"Whether the printer counts shows with its first job", "", ""},
     {"プリンターが数えるかどうかは、最初のジョブで分かります", "", ""}},
    {"counts-unasked",
     {"The printer does not say which jobs it had: {why}", "Whether it counts what comes out shows with its first job",
      "tsuke-agent run --verbose --state STATE"},
     {"プリンターが過去のジョブを答えません: {why}", "数えるかどうかは、最初のジョブで分かります",
      "tsuke-agent run --verbose --state STATE"}},
    {"counts-none",
     {"The printer does not count what comes out",
      "What it prints cannot be charged: each job ends unconfirmed. Newer firmware may count",
      "ipptool -tv ipp://PRINTER/ipp/print get-completed-jobs.test"},
     {"プリンターは出した面数を数えません",
      "印刷しても請求できず、ジョブは未確定で終わります。新しいファームウェアなら数えるかもしれません",
      "ipptool -tv ipp://PRINTER/ipp/print get-completed-jobs.test"}},
};

// In one pass: what a fact holds is only text.
std::string filled(std::string_view text, const Finding& finding) {
  std::string out;
  while (!text.empty()) {
    const auto begin = text.find('{'), end = text.find('}', begin);
    out.append(text.substr(0, begin));
    if (end == std::string_view::npos) break;
    const std::string_view name = text.substr(begin + 1, end - begin - 1);
    for (const auto& [known, value] : finding.facts)
      if (known == name) out.append(value);
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace

Words words_of(const Finding& finding, const std::string& language) {
  const auto is_it = [&](const Entry& entry) { return entry.code == finding.code; };
  const auto* entry = std::find_if(std::begin(entries), std::end(entries), is_it);
  if (entry == std::end(entries)) return {finding.code, {}, {}};
  const Texts& texts = language == "ja" ? entry->ja : entry->en;
  return {filled(texts.what, finding), filled(texts.meaning, finding), filled(texts.fix, finding)};
}

std::vector<std::string> known_codes() {
  std::vector<std::string> codes;
  for (const Entry& entry : entries) codes.emplace_back(entry.code);
  return codes;
}

}  // namespace tsuke::agent
