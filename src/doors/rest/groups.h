// The endpoints, a group a file.
#pragma once

#include "doors/rest/endpoint.h"
#include "platform/reach/reach.h"

namespace tsuke::doors {

void add_session_endpoints(Endpoints& endpoints);       // sign in and out, who am I
void add_account_endpoints(Endpoints& endpoints);       // app passwords, API tokens
void add_organisation_endpoints(Endpoints& endpoints);  // organisations, memberships, budgets
void add_purpose_endpoints(Endpoints& endpoints);       // purposes
void add_queue_token_endpoints(Endpoints& endpoints);   // the addresses that devices print to
void add_purpose_endpoints(Endpoints& endpoints);       // purposes and their queue tokens
void add_mail_endpoints(Endpoints& endpoints);          // mail addresses of purposes, trusted senders
void add_job_endpoints(Endpoints& endpoints);           // list, change, price, release, cancel
void add_job_page_endpoints(Endpoints& endpoints);      // what a job's pages are like, and pictures of them
void add_upload_endpoint(Endpoints& endpoints);         // POST /jobs
void add_place_endpoints(Endpoints& endpoints);         // providers, sites, printers, tariffs, earnings
void add_supplies_endpoint(Endpoints& endpoints);       // GET /printers/{printer}/supplies
void add_direct_endpoints(Endpoints& endpoints, const reach::Reach& printers);  // /printers/{printer}/direct
void add_sheet_endpoint(Endpoints& endpoints);                                  // GET /printers/{printer}/sheet
void add_enrolment_endpoint(Endpoints& endpoints);                              // POST /enrolments
void add_operator_endpoints(Endpoints& endpoints);      // people, payments, fee plans, ledger, unconfirmed jobs
void add_reassignment_endpoints(Endpoints& endpoints);  // charges that move to another payer; notices
void add_refund_endpoints(Endpoints& endpoints);        // refunds, and photos of bad prints
void add_work_list_endpoints(Endpoints& endpoints);     // what waits for judgement, disputes, contracts, the audit
void add_event_endpoint(Endpoints& endpoints);          // GET /events
void add_openapi_endpoint(Endpoints& endpoints);        // GET /openapi.json

// Who may hear what: the audiences of a person's event stream.
Result<std::vector<std::string>> audiences_of(store::Reader& in, const Caller& caller);
// {"id","name",…} of the caller with memberships and providers.
Result<Json> me_json(store::Reader& in, const registry::Person& person);

}  // namespace tsuke::doors
