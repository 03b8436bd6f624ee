#include "platform/cms/cms.h"

#include <gtest/gtest.h>

#include "base/program_testing.h"
#include "platform/net/net.h"

namespace tsuke::cms {
namespace {

class CmsTest : public testing::Test {
 protected:
  const Folder folder;
  net::TlsFiles files;

  void SetUp() override {
    const std::string hosts[] = {"print.example.com"};
    auto made = net::ensure_local_certificate(folder.path(), hosts);
    ASSERT_TRUE(made.ok()) << made.error().what;
    files = made.take();
  }

  // What OpenSSL's own program finds inside, knowing the authority in ca.pem alone; nothing when it does not believe
  // it.
  std::string content_of(std::string_view der) const {
    return output_of({"openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", folder.file_of("signed", der),
                      "-CAfile", folder.file("ca.pem"), "-purpose", "any"});
  }
  std::string code_of(const std::string& certificate, const std::string& key) const {
    const auto made = Signer::create(certificate, key);
    return made.ok() ? "" : made.error().code;
  }
};

TEST_F(CmsTest, OpenSslAcceptsWhatWasSignedAndFindsItInside) {
  const auto signer = Signer::create(files.certificate_file, files.key_file);
  ASSERT_TRUE(signer.ok()) << signer.error().what;
  const std::string content = "<plist>\nlines end as they do\r\n</plist>\n";
  const auto made = signer.value()->sign(content);
  ASSERT_TRUE(made.ok()) << made.error().what;
  EXPECT_EQ(content_of(made.value()), content);
}

TEST_F(CmsTest, AChangedByteIsNoticed) {
  const auto signer = Signer::create(files.certificate_file, files.key_file);
  ASSERT_TRUE(signer.ok());
  const std::string content = "print to Client A";
  std::string der = signer.value()->sign(content).take();
  ASSERT_EQ(content_of(der), content);
  const std::size_t at = der.find(content);
  ASSERT_NE(at, std::string::npos);
  der[at + content.size() - 1] = 'B';
  EXPECT_EQ(content_of(der), "");
}

TEST_F(CmsTest, WhatCannotSignIsNamed) {
  const std::string empty = folder.file_of("empty.pem", "");
  const std::string hosts[] = {"other.example.com"};
  const auto other = net::ensure_local_certificate(folder.file("other"), hosts);
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(code_of(folder.file("absent.pem"), files.key_file), "file-refused");
  EXPECT_EQ(code_of(empty, files.key_file), "bad-signing-certificate");
  EXPECT_EQ(code_of(files.certificate_file, empty), "bad-signing-certificate");
  EXPECT_EQ(code_of(files.certificate_file, other.value().key_file), "bad-signing-certificate");
}

}  // namespace
}  // namespace tsuke::cms
