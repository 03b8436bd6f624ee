// A document on its way from the request into the vault: undone, looked at, counted, never whole in memory.
#pragma once

#include <optional>
#include <string>

#include "base/task.h"
#include "doors/ipp/wire.h"
#include "doors/service.h"
#include "flow/submit/submit.h"

namespace tsuke::ippdoor {

inline constexpr const char* compressions[] = {"none", "gzip", "deflate"};

// What may be said of a document before it comes. Fails with the standard's status for a format, a compression or a
// size (job-k-octets, Content-Length) that we do not take.
Result<void> check_document_attributes(const doors::Service& service, const Incoming& incoming);

// Streams what follows the message into the vault. Fails, with the status to answer:
//   nothing came, or it is cut off        client-error-bad-request
//   not the format that is declared       client-error-document-format-error
//   not declared, and nothing we print    client-error-document-format-not-supported
//   past flow::document_bytes_max         client-error-request-entity-too-large
//   damaged gzip or deflate               client-error-compression-error
//   full disk                             server-error-service-unavailable
// On failure the vault keeps nothing.
Task<Result<flow::StoredDocument>> store_document(doors::Service& service, Incoming& incoming);

// True when not a single byte follows the message: how Send-Document closes a job without another document.
Task<Result<bool>> nothing_follows(Incoming& incoming);

}  // namespace tsuke::ippdoor
