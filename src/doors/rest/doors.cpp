#include "doors/rest/doors.h"

#include "doors/rest/groups.h"

namespace tsuke::doors {

void add_rest_doors(http::Router& router, Service& service, const reach::Reach& printers) {
  Endpoints endpoints(router, service);
  add_session_endpoints(endpoints);
  add_account_endpoints(endpoints);
  add_organisation_endpoints(endpoints);
  add_joining_endpoints(endpoints);
  add_budget_endpoints(endpoints);
  add_department_endpoints(endpoints);
  add_policy_endpoints(endpoints);
  add_approval_endpoints(endpoints);
  add_purpose_endpoints(endpoints);
  add_suggestion_endpoint(endpoints);
  add_delegation_endpoints(endpoints);
  add_queue_token_endpoints(endpoints);
  add_split_endpoints(endpoints);
  add_mail_endpoints(endpoints);
  add_job_endpoints(endpoints);
  add_offer_endpoints(endpoints);
  add_job_page_endpoints(endpoints);
  add_upload_endpoint(endpoints);
  add_place_endpoints(endpoints);
  add_payer_trust_endpoints(endpoints);
  add_trial_endpoints(endpoints);
  add_supplies_endpoint(endpoints);
  add_direct_endpoints(endpoints, printers);
  add_sheet_endpoint(endpoints);
  add_enrolment_endpoint(endpoints);
  add_print_log_endpoints(endpoints);
  add_operator_endpoints(endpoints);
  add_reassignment_endpoints(endpoints);
  add_refund_endpoints(endpoints);
  add_work_list_endpoints(endpoints);
  add_event_endpoint(endpoints);
  add_openapi_endpoint(endpoints);
}

}  // namespace tsuke::doors
