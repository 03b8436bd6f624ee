// The endpoints, a group a file.
#pragma once

#include "doors/rest/endpoint.h"
#include "platform/reach/reach.h"

namespace tsuke::doors {

void add_session_endpoints(Endpoints& endpoints);       // sign in and out, who am I
void add_account_endpoints(Endpoints& endpoints);       // app passwords, API tokens
void add_organisation_endpoints(Endpoints& endpoints);  // organisations, memberships, one budget
void add_joining_endpoints(Endpoints& endpoints);       // invitation links, mail domains
void add_budget_endpoints(Endpoints& endpoints);        // budgets of every scope, alerts, requests for more
void add_queue_token_endpoints(Endpoints& endpoints);   // the addresses that devices print to
void add_approval_endpoints(Endpoints& endpoints);      // asking for a yes, and giving it
void add_department_endpoints(Endpoints& endpoints);    // departments, cost centres, where members stand
void add_policy_endpoints(Endpoints& endpoints);        // what a payer rules, and what it would have changed
void add_purpose_endpoints(Endpoints& endpoints);       // purposes
void add_delegation_endpoints(Endpoints& endpoints);    // who may act for whom, and on what
void add_suggestion_endpoint(Endpoints& endpoints);     // GET /purpose-suggestions
void add_split_endpoints(Endpoints& endpoints);         // who shares a purpose's prints, or one job
void add_mail_endpoints(Endpoints& endpoints);          // mail addresses of purposes, trusted senders
void add_job_endpoints(Endpoints& endpoints);           // list, change, release, cancel
void add_offer_endpoints(Endpoints& endpoints);         // printers compared for a job, favourite printers
void add_job_page_endpoints(Endpoints& endpoints);      // what a job's pages are like, and pictures of them
void add_upload_endpoint(Endpoints& endpoints);         // POST /jobs
void add_place_endpoints(Endpoints& endpoints);         // providers, sites, printers, tariffs, earnings
void add_payer_trust_endpoints(Endpoints& endpoints);   // GET, PUT /providers/{provider}/payers
void add_trial_endpoints(Endpoints& endpoints);         // prints that are metered and not charged
void add_supplies_endpoint(Endpoints& endpoints);       // GET /printers/{printer}/supplies
void add_direct_endpoints(Endpoints& endpoints, const reach::Reach& printers);  // /printers/{printer}/direct
void add_sheet_endpoint(Endpoints& endpoints);                                  // GET /printers/{printer}/sheet
void add_enrolment_endpoint(Endpoints& endpoints);                              // POST /enrolments
void add_print_log_endpoints(Endpoints& endpoints);                             // …/print-log and …/print-log.csv
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
